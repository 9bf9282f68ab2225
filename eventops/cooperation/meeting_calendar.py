"""Meetings as a calendar for phones and desks (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, timedelta

from icalendar import Calendar
from icalendar import Event as Entry

from .. import clock
from ..events.models import Event
from ..formats import legible
from .models.meeting import Meeting


def calendar(event: Event, meetings: Iterable[Meeting]) -> bytes:
    """An iCalendar object; one that is called off says so, so that it leaves the calendars that have it."""
    made = Calendar()
    made.add("prodid", "-//eventops//meetings//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", legible(event.name))
    for each in meetings:
        made.add_component(_entry(event, each))
    return bytes(made.to_ical())


def _entry(event: Event, meeting: Meeting) -> Entry:
    entry = Entry()
    entry.add("uid", f"meeting-{meeting.number}@{event.slug}.eventops")
    entry.add("dtstamp", clock.now().astimezone(UTC))
    entry.add("dtstart", meeting.starts_at.astimezone(UTC))
    entry.add("dtend", (meeting.starts_at + timedelta(minutes=meeting.minutes)).astimezone(UTC))
    entry.add("summary", legible(f"{meeting.title} – {event.name}"))
    entry.add("status", "CANCELLED" if meeting.ended_at else "CONFIRMED")
    if meeting.place:
        entry.add("location", legible(meeting.place))
    return entry
