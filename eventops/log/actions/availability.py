"""A unit's own state beside incidents: whether it can be sent, how it fares, where it is, and that it needs help."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import select

from ... import clock
from ...access import PARTNER, POLICE, SYSTEM, Actor, Permission, within
from ...changes import Change, change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ...people.models import Person
from ...roster.duty import signs_on_duty
from ..limits import limits
from ..models import (
    Availability,
    Entry,
    EntryKind,
    Incident,
    UnitPosition,
    UnitState,
    UnitStatus,
    WelfareCheck,
)
from ..unit_board import alive_at, people_of, states_of, working_on
from .checks import must_be_live, point_of
from .line import NOW, Moment, write_line

MINUTE = 60.0


def own_signs(event: Event, actor: Actor) -> list[str]:
    """The call signs that the actor's own person is on duty under now, or was until lately."""
    mine = db.session.scalar(select(Person.id).filter_by(account_id=actor.account_id)) if actor.account_id else None
    people = people_of(event, clock.now()) if mine is not None else {}
    return sorted(sign for sign, those in people.items() if any(each.person_id == mine for each in those))


def may_speak_for(event: Event, actor: Actor, call_sign: str) -> bool:
    """Whether the actor may say what a unit does: who commands units, who is on it, or police without one of theirs."""
    if actor.everything or actor.may(Permission.UNITS_COMMAND):
        return True
    own = own_signs(event, actor)
    if own or not actor.hears(POLICE):
        return call_sign in own
    return call_sign in signs_on_duty(event, clock.now())


def set_availability(
    event: Event, actor: Actor, call_sign: str, availability: Availability, *, at: datetime | None = None
) -> None:
    """Say that a unit can be sent, is on a break, or cannot be sent. Refused while it is on an incident.

    `at` is since when, if it is told later.
    """
    with change(event, actor) as record:
        must_be_live(event)
        must_speak(event, actor, call_sign)
        held = states_of(event).get(call_sign)
        if availability is (held.availability if held else Availability.AVAILABLE):
            return record.nothing()
        if availability is not Availability.AVAILABLE and (there := working_on(event, call_sign)):
            number = there.incident.number if actor.hears(there.incident.audience) else "–"
            raise Conflict(N_("%(call_sign)s is on #%(number)s. Clear it first."), call_sign=call_sign, number=number)
        _keep(event, actor, record, call_sign, availability, at)


def end_break(event: Event, actor: Actor, record: Change, call_sign: str) -> None:
    """A unit that is sent is on a break no longer."""
    held = states_of(event).get(call_sign)
    if held is not None and held.availability is not Availability.AVAILABLE:
        _keep(event, actor, record, call_sign, Availability.AVAILABLE)


def ask_welfare(event: Event, actor: Actor, call_sign: str, *, line: str) -> WelfareCheck | None:
    """Ask a unit on scene how it fares, once its time is out; any screen may find that it is. None if it is not yet.

    `line` is what the log says of it.
    """
    with change(event, SYSTEM) as record:
        record.nothing()
        there = working_on(event, call_sign)
        if there is None or there.status is not UnitStatus.ON_SCENE or _open_check(event, call_sign):
            return None
        if (clock.now() - alive_at(there)).total_seconds() < limits(event).welfare * MINUTE:
            return None
        check = WelfareCheck(
            event=event, number=record.count("welfare_check"), incident=there.incident, call_sign=call_sign,
            audience=ears(event, call_sign), asked_at=clock.now(),
        )  # fmt: skip
        db.session.add(check)
        _say(event, SYSTEM, record, there.incident, line, kind=EntryKind.NOTE)
        record("welfare_check.asked", check)
    return check


def answer_welfare(
    event: Event, actor: Actor, call_sign: str, *, line: str, channel: str | None = None, moment: Moment = NOW
) -> None:
    """Say that a unit is well: by its own phone, or by the operator who had it on the radio. A contact in the log.

    What was said before the unit was asked, and came after, is no answer.
    """
    with change(event, actor) as record:
        must_be_live(event)
        must_speak(event, actor, call_sign)
        there = working_on(event, call_sign)
        if there is None:
            raise Conflict(N_("%(call_sign)s is on no incident."), call_sign=call_sign)
        _say(
            event, actor, record, there.incident, line,
            kind=EntryKind.CONTACT, sign=call_sign, channel=channel, moment=moment,
        )  # fmt: skip
        check, at = _open_check(event, call_sign), moment.at or clock.now()
        if check and check.asked_at <= at:
            check.answered_at, check.answered_by = at, actor.name
            record("welfare_check.answered", check)


def report_position(event: Event, actor: Actor, call_sign: str, lat: float | None, lon: float | None) -> None:
    """Keep where a unit says that it is; what it said before is forgotten on every feed."""
    with change(event, actor) as record:
        must_be_live(event)
        must_speak(event, actor, call_sign)
        lat, lon = point_of(lat, lon)
        if lat is None:
            raise Refused(N_("Give both latitude and longitude."), field="lat")
        query = select(UnitPosition).filter_by(event_id=event.id, call_sign=call_sign)
        position = db.session.scalar(query) or UnitPosition(event=event, call_sign=call_sign)
        position.lat, position.lon, position.at, position.by = lat, lon, clock.now(), actor.name
        db.session.add(position)
        db.session.flush()
        record.silence(position.topic)
        record("unit_position.told", position)


def forget_positions(event: Event, actor: Actor) -> None:
    """Erase where units were: when the event closes nobody needs it."""
    with change(event, actor) as record:
        record.nothing()
        for position in db.session.scalars(select(UnitPosition).filter_by(event_id=event.id)):
            if position.lat is not None:
                position.lat = position.lon = None
                record.silence(position.topic)
                record("unit_position.erased", position)


def must_speak(event: Event, actor: Actor, call_sign: str) -> None:
    if not may_speak_for(event, actor, call_sign):
        raise Refused(N_("You are not on %(call_sign)s."), field="call_sign", call_sign=call_sign)


def _keep(
    event: Event,
    actor: Actor,
    record: Change,
    call_sign: str,
    availability: Availability,
    at: datetime | None = None,
) -> None:
    state = UnitState(
        event=event, number=record.count("unit_state"), call_sign=call_sign, availability=availability,
        audience=ears(event, call_sign), at=at or clock.now(), by=actor.name,
    )  # fmt: skip
    db.session.add(state)
    record("unit_state.set", state)


def ears(event: Event, call_sign: str) -> str:
    """Who hears of a unit's state: the police, and who employs its people if that is a partner outside."""
    people = people_of(event, clock.now()).get(call_sign, [])
    employed = {each.person.organisation_id for each in people}
    outside = [each.slug for each in event.partners if not each.inner and each.organisation_id in employed]
    return "+".join(sorted({POLICE, *(f"{PARTNER}{slug}" for slug in outside)}))


def _open_check(event: Event, call_sign: str) -> WelfareCheck | None:
    query = select(WelfareCheck).filter_by(event_id=event.id, call_sign=call_sign, answered_at=None)
    return db.session.scalar(query.limit(1))


def _say(
    event: Event,
    actor: Actor,
    record: Change,
    incident: Incident,
    text: str,
    *,
    kind: EntryKind,
    sign: str | None = None,
    channel: str | None = None,
    moment: Moment = NOW,
) -> Entry:
    """A line on the unit's incident, for the police even where partners know the incident."""
    line = write_line(
        event, actor, record, kind=kind, incident=incident, text=text, client_id=moment.client_id or str(uuid4()),
        audience=POLICE if within(POLICE, incident.audience) else incident.audience, on_behalf=sign, channel=channel,
        at=moment.at, late_because=moment.late_because,
    )  # fmt: skip
    record("entry.added", line)
    return line

