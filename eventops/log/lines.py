"""Lines and incidents as data for a row: the server draws these, and what is pushed fills the same fields."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext

from ..events.models import Event
from ..words import LABELS, clock_time, label
from .models import Category, Entry, EntryKind, Incident

EMPTY_LINE: dict[str, Any] = {
    "number": "", "kind": "note", "incident": None, "time": "", "stamp": "", "priority": 4, "sector": "", "text": "",
    "word": "", "audience": "all", "author": "", "role": "", "on_behalf": None, "receiver": None,
    "channel": None, "quoted": None, "late": None, "entered": "", "struck": None, "erased": False,
}  # fmt: skip
EMPTY_INCIDENT: dict[str, Any] = {
    "number": "", "priority": 4, "sector": "", "title": "", "state": "new", "audience": "all",
    "opened_at": "", "units": "", "review_at": "", "unseen": False,
}  # fmt: skip


def line(entry: Entry, event: Event) -> dict[str, Any]:
    """A row of the log."""
    incident, struck = entry.incident, entry.struck
    return {
        "number": entry.number, "kind": entry.kind, "incident": incident.number if incident else None,
        "time": _when(entry, event), "stamp": entry.occurred_at.isoformat(),
        "priority": incident.priority if incident else None,
        "sector": incident.sector.code if incident and incident.sector else "",
        "text": said(entry), "word": label("entry_kind", entry.kind) if entry.kind not in PLAIN else "",
        "audience": entry.audience, "author": entry.author, "role": entry.author_role, "on_behalf": entry.on_behalf,
        "receiver": entry.receiver, "channel": entry.channel, "quoted": entry.quoted, "late": entry.late_because,
        "entered": clock_time(entry.entered_at, event)[:5],
        "struck": {"by": struck.author, "time": clock_time(struck.entered_at, event), "reason": struck.text or ""}
        if struck else None,
        "erased": entry.erased,
    }  # fmt: skip


def _when(entry: Entry, event: Event) -> str:
    """When its matter occurred: with its day before it if it was written on another."""
    occurred = event.local(entry.occurred_at)
    if occurred.date() == event.local(entry.entered_at).date():
        return clock_time(entry.occurred_at, event)
    return f"{occurred.day}/{occurred.month} {occurred:%H:%M}"


PLAIN = (EntryKind.NOTE, EntryKind.OPENED)
CODED = (EntryKind.STATE, EntryKind.PRIORITY, EntryKind.AUDIENCE)  # a code first, and why after a blank


def said(entry: Entry) -> str:
    """What a line says, in the user's words where it holds a code."""
    if entry.text is None:
        return str(gettext("Erased"))
    code, _, rest = entry.text.partition(" ")
    if entry.kind is EntryKind.UNIT:
        return f"{code} {label('unit_status', rest)}"
    if entry.kind not in CODED:
        return entry.text
    code, _, more = code.partition(":") if entry.kind is EntryKind.STATE else (code, "", "")
    words = [label(entry.kind, code), _more(entry, more), rest]
    return " · ".join(word for word in words if word)


def _more(entry: Entry, more: str) -> str:
    """How it ended, or when it is looked at again."""
    if more[:1].isdigit():
        return clock_time(datetime.fromisoformat(more), entry.event)[:5]
    return label("disposition", more) if more else ""


def row(incident: Incident) -> dict[str, Any]:
    """A row of the list of incidents."""
    return {
        "number": incident.number, "priority": incident.priority, "state": incident.state,
        "sector": incident.sector.code if incident.sector else "", "title": incident.title or gettext("Erased"),
        "audience": incident.audience, "opened_at": incident.occurred_at.isoformat(),
        "units": " ".join(unit.call_sign for unit in incident.units if unit.status != "released"),
        "review_at": incident.review_at.isoformat() if incident.review_at else "",
        "unseen": incident.priority == 1 and incident.is_open and incident.acknowledged_at is None,
    }  # fmt: skip


def words(categories: Iterable[Category], feeds: Iterable[str], language: str) -> dict[str, dict[str, str]]:
    """The words a page needs to draw what is pushed to it."""
    kinds = ("state", "priority", "audience", "entry_kind", "unit_status", "disposition", "late")
    told = {kind: {code: str(word) for code, word in LABELS[kind].items()} for kind in kinds}
    told["audience"] |= {feed: label("audience", feed) for feed in feeds}
    return {**told, "category": {each.code: each.name(language) for each in categories}}
