"""Saving what an entry line says: a new incident, a line on one, or a line on its own, with the units it sends."""

from datetime import datetime

from ... import clock
from ...access import Actor
from ...changes import change
from ...errors import N_, Refused
from ...events.models import Event
from ..limits import limits
from ..models import Entry, EntryKind, Incident, UnitStatus
from ..shorthand import Understood
from .checks import moment_of
from .entry import add_entry
from .incident import Opening, open_incident, set_priority
from .line import Heard
from .unit import set_unit


def write_entry_line(
    event: Event,
    actor: Actor,
    told: Understood,
    *,
    client_id: str,
    incident: Incident | None = None,
    at: datetime | None = None,
    late_because: str | None = None,
) -> Incident | Entry:
    """Save what a line says, all of it or nothing. The same client_id again gives what was saved the first time.

    `incident` is the one that the line is on. Refused (field "line", or "late_because" where it says why so late).
    """
    explain(event, at, late_because)
    heard: Heard = {
        "on_behalf": told.reporter, "receiver": told.receiver, "channel": told.channel, "quoted": told.quoted,
        "late_because": late_because,
    }  # fmt: skip
    with change(event, actor) as record:
        record.nothing()
        if told.opens:
            return _open(event, actor, told, client_id, at, heard)
        line, new = add_entry(
            event, actor, text=told.text, kind=told.kind or EntryKind.NOTE, incident=incident,
            audience=told.audience, occurred_at=at, client_id=client_id, **heard,
        )  # fmt: skip
        if new and incident is not None:
            _also(event, actor, incident, told)
        return line


def explain(event: Event, at: datetime | None, because: str | None) -> None:
    """Ask why something is written long after it happened (JESIP; domain 4c E1)."""
    late = at is not None and moment_of(at) < clock.now() - limits(event).lateness
    if late and not (because or "").strip():
        raise Refused(N_("It is written later than %(most)s minutes after it happened. Say why."),
            field="late_because", most=f"{limits(event).late:g}")  # fmt: skip


def _open(
    event: Event, actor: Actor, told: Understood, client_id: str, at: datetime | None, heard: Heard
) -> Incident:  # fmt: skip
    spot = told.spot
    title = told.text.splitlines()[0] if told.text else ""
    said = Opening(
        category=told.category or "", title=_short(title), client_id=client_id, priority=told.priority,
        audience=told.audience, occurred_at=at, sector=told.sector, place=spot.name if spot else None,
        lat=spot.lat if spot else None, lon=spot.lon if spot else None,
        text=told.text if len(title) > LONGEST else None, **heard,
    )  # fmt: skip
    incident, new = open_incident(event, actor, said)
    if new:
        for sign in told.units:
            set_unit(event, actor, incident, sign, UnitStatus.ASSIGNED)
    return incident


LONGEST = 200


def _short(title: str) -> str:
    return title if len(title) <= LONGEST else title[: LONGEST - 1].rsplit(" ", 1)[0][: LONGEST - 1] + "…"


def _also(event: Event, actor: Actor, incident: Incident, told: Understood) -> None:
    if told.priority is not None:
        set_priority(event, actor, incident, told.priority, told.text)
    for sign in told.units:
        set_unit(event, actor, incident, sign, UnitStatus.ASSIGNED)
