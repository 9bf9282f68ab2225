"""Sending units of the roster to incidents."""

from datetime import datetime

from ... import clock
from ...access import COMMAND, POLICE, Actor
from ...changes import Change, change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ...roster.duty import hidden_signs, signs_on_duty
from ...roster.models import Assignment, Shift
from ..models import Dispatch, EntryKind, Incident, State, UnitStatus
from .availability import end_break
from .checks import cannot_follow, must_be_live
from .line import NOW, Moment, write_note
from .neutral import follow


def set_unit(
    event: Event, actor: Actor, incident: Incident, call_sign: str, status: UnitStatus, moment: Moment = NOW
) -> Dispatch:
    """Send a unit of the roster to an incident, or say how far it has come; the incident follows.

    `moment` is when that was, if it is told later; that the incident is seen holds only from now.
    """
    with change(event, actor) as record:
        must_be_live(event)
        call_sign = call_sign.strip().upper()
        unit = next((unit for unit in incident.units if unit.call_sign == call_sign), None)
        if unit is not None and unit.status is status:
            record.nothing()
            return unit
        if unit is None:
            unit = _send(event, incident, call_sign)
        elif not incident.is_open:
            raise Conflict(cannot_follow(incident.state), number=incident.number)
        if status is not UnitStatus.RELEASED:
            _leave(event, actor, record, incident, call_sign)
            end_break(event, actor, record, call_sign)
        unit.status, unit.since = status, moment.at or clock.now()
        incident.move_to(unit.brings(incident.state), unit.since, incident.review_at)
        incident.seen_by(actor.name, clock.now())
        write_note(record, actor, incident, EntryKind.UNIT, f"{call_sign} {status}", moment=moment)
        follow(event, actor, record, incident)
    return unit


def _leave(event: Event, actor: Actor, record: Change, incident: Incident, call_sign: str) -> None:
    """A unit is in one place: what else it was at is told that it has left."""
    for other in at_work(event, call_sign):
        if other.incident is not incident:
            other.status, other.since = UnitStatus.RELEASED, clock.now()
            write_note(record, actor, other.incident, EntryKind.UNIT, f"{call_sign} {UnitStatus.RELEASED}")


def at_work(event: Event, call_sign: str) -> list[Dispatch]:
    """Where a unit is at work now: on open incidents that it has not left."""
    query = db.select(Dispatch).join(Dispatch.incident).where(Incident.event_id == event.id)
    there = query.where(Incident.state != State.CLOSED, Dispatch.status != UnitStatus.RELEASED)
    return list(db.session.scalars(there.where(Dispatch.call_sign == call_sign)))


def on_roster(event: Event, at: datetime | None = None) -> set[str]:
    """The call signs of the event's roster, or those who count as on duty at a moment (see roster/duty.py)."""
    if at is not None:
        return signs_on_duty(event, at)
    standing = db.select(Assignment.call_sign).join(Assignment.shift).where(Assignment.removed_at.is_(None))
    mine = standing.where(Shift.event_id == event.id, Assignment.call_sign.is_not(None))
    return {sign for sign in db.session.scalars(mine.distinct()) if sign}


def must_stay_hidden(event: Event, audience: str, call_signs: set[str]) -> None:
    """Refuse to let partners know of plain clothes (domain 5b): an incident's units are told with it."""
    shown = sorted(call_signs & hidden_signs(event)) if audience not in (POLICE, COMMAND) else []
    if shown:
        raise Refused(
            N_("Partners are not to know of %(call_sign)s. Give the incident to the police alone first."),
            field="call_sign", call_sign=shown[0],
        )  # fmt: skip


def _send(event: Event, incident: Incident, call_sign: str) -> Dispatch:
    if not incident.is_open:
        raise Conflict(cannot_follow(incident.state), number=incident.number)
    if call_sign not in on_roster(event):
        raise Refused(N_("There is no unit %(call_sign)s on the roster."), field="call_sign", call_sign=call_sign)
    must_stay_hidden(event, incident.audience, {call_sign})
    unit = Dispatch(incident=incident, call_sign=call_sign, status=UnitStatus.ASSIGNED, since=clock.now())
    db.session.add(unit)
    return unit
