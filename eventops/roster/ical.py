"""Shifts as a calendar that phones subscribe to (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, timedelta

from flask_babel import gettext
from icalendar import Calendar
from icalendar import Event as Entry

from .. import clock
from ..events.models import Event
from ..formats import legible
from .models import Assignment

FRESH = timedelta(hours=1)  # how often a phone should look again


def calendar(event: Event, assignments: Iterable[Assignment]) -> bytes:
    """An iCalendar object with one entry for each assignment; times are UTC, which phones show on their own wall."""
    made = Calendar()
    made.add("prodid", "-//eventops//duty//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", legible(event.name))
    made.add("refresh-interval", FRESH, parameters={"value": "DURATION"})
    for each in assignments:
        made.add_component(_entry(event, each))
    return bytes(made.to_ical())


def _entry(event: Event, assignment: Assignment) -> Entry:
    shift, entry = assignment.shift, Entry()
    entry.add("uid", f"assignment-{assignment.id}@{event.slug}.eventops")
    entry.add("dtstamp", clock.now().astimezone(UTC))
    entry.add("dtstart", shift.starts_at.astimezone(UTC))
    entry.add("dtend", shift.ends_at.astimezone(UTC))
    entry.add("summary", legible(f"{shift.where} {shift.name}".strip()))
    entry.add("location", legible(f"{shift.place.code} {shift.place.name}" if shift.place else event.name))
    if assignment.call_sign:
        entry.add("description", legible(gettext("Call sign %(sign)s", sign=assignment.call_sign)))
    return entry
