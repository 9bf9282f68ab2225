"""The unit board: every unit that is on duty or at work, what it does, since when, and how it fares."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..access import POLICE, Actor, Permission
from ..events.models import Event
from ..events.queries import natural
from ..extensions import db
from ..roster.duty import crew, hidden_signs, signs_on_duty
from ..roster.models import Assignment, Shift
from ..roster.queries import shifts
from ..roster.units import RosterUnit, by_sign, manned
from .models import Availability, Dispatch, Entry, Incident, State, UnitState, UnitStatus, WelfareCheck

LATELY = timedelta(hours=2)  # so long after its shift a unit's people are still known to the board


@dataclass
class BoardUnit:
    """One unit as the reader may know it; `number` is None for an incident that the reader may not know of."""

    call_sign: str
    dispatch: Dispatch | None
    number: int | None
    state: UnitState | None
    since: datetime | None
    on_duty: bool
    told: RosterUnit | None
    alive: datetime | None = None
    asked: WelfareCheck | None = None

    @property
    def status(self) -> UnitStatus | None:
        """How far it has come with its incident; None when it is on none."""
        return self.dispatch.status if self.dispatch else None

    @property
    def availability(self) -> Availability:
        return self.state.availability if self.state else Availability.AVAILABLE

    @property
    def group(self) -> str:
        """Where it stands on the board: en_route, on_scene, available, break or out."""
        if self.status is None:
            return self.availability.value
        return "on_scene" if self.status is UnitStatus.ON_SCENE else "en_route"

    @property
    def kind(self) -> str | None:
        return self.told.kind.value if self.told else None

    @property
    def skills(self) -> list[str]:
        """What its people are trained and licensed for, by code."""
        return [kind.value for kind, _ in self.told.skills] if self.told else []

    @property
    def talkgroup(self) -> str | None:
        return self.told.unit.talkgroup if self.told and self.told.unit else None

    @property
    def until(self) -> datetime | None:
        """When its shift ends."""
        return self.told.hours[1] if self.told and self.told.hours else None

    @property
    def shifts(self) -> list[Shift]:
        return [each.shift for each in self.told.members] if self.told else []


def board(event: Event, actor: Actor, now: datetime) -> list[BoardUnit]:
    """The units as the actor may know them, by call sign.

    Who hears the police sees every unit; others those at work on incidents they know of, without plain clothes, and
    their own on duty: which units are free is the police's reserve. What a unit is and can is for who reads the roster.
    """
    inner = actor.hears(POLICE)
    hidden = set() if inner else hidden_signs(event)
    duty = signs_on_duty(event, now, of=None if inner else actor.partner)
    working = {
        each.call_sign: each for each in _working(event)
        if each.call_sign not in hidden and (inner or actor.hears(each.incident.audience))
    }  # fmt: skip
    states, freed = (states_of(event), _freed(event)) if inner else ({}, {})
    told = _told(event, now) if inner and actor.may(Permission.ROSTER_READ) else {}
    alive, asked = (_signs_of_life(list(working.values())), _asked(event)) if inner else ({}, {})
    return [
        BoardUnit(
            sign, there := working.get(sign), there.incident.number if there and _knows(actor, there) else None,
            states.get(sign), _since(there, states.get(sign), freed.get(sign), told.get(sign)), sign in duty,
            told.get(sign), alive.get(sign), asked.get(sign) if there else None,
        )
        for sign in sorted(duty | set(working), key=natural)
    ]  # fmt: skip


def warnings(unit: BoardUnit | None, now: datetime) -> list[tuple[str, datetime | None]]:
    """What somebody who sends a unit should know: a code and since when."""
    if unit is None:
        return [("off_duty", None)]
    found: list[tuple[str, datetime | None]] = []
    if unit.availability is not Availability.AVAILABLE and unit.state:
        found.append((unit.availability.value, unit.state.at))
    if unit.until is not None and unit.until <= now:
        found.append(("ended", unit.until))
    elif not unit.on_duty:
        found.append(("off_duty", None))
    return found


def states_of(event: Event) -> dict[str, UnitState]:
    """What each unit said last of whether it can be sent, by call sign."""
    last = db.select(db.func.max(UnitState.id)).filter_by(event_id=event.id).group_by(UnitState.call_sign)
    return {each.call_sign: each for each in db.session.scalars(db.select(UnitState).where(UnitState.id.in_(last)))}


def working_on(event: Event, call_sign: str) -> Dispatch | None:
    """The incident that a unit is on now."""
    return next((each for each in _working(event) if each.call_sign == call_sign), None)


def people_of(event: Event, now: datetime) -> dict[str, list[Assignment]]:
    """Who is on each unit now, or was until a little while ago and nobody has come since."""
    found: dict[str, list[Assignment]] = defaultdict(list)
    around = crew(shifts(event, now - LATELY, now + timedelta(microseconds=1)))
    for each in around:
        if each.call_sign:
            found[each.call_sign].append(each)
    return {
        sign: [each for each in those if each.shift.ends_at > now] or those for sign, those in found.items()
    }  # fmt: skip


def _told(event: Event, now: datetime) -> dict[str, RosterUnit]:
    known = by_sign(event)
    return {
        unit.call_sign: unit for those in people_of(event, now).values() for unit in manned(those, known)
    }  # fmt: skip


def _working(event: Event) -> Sequence[Dispatch]:
    query = db.select(Dispatch).join(Dispatch.incident).where(Dispatch.status != UnitStatus.RELEASED)
    query = query.where(Incident.event_id == event.id, Incident.state != State.CLOSED).order_by(Dispatch.since)
    loaded = db.contains_eager(Dispatch.incident).joinedload(Incident.sector)
    return db.session.scalars(query.options(loaded)).all()


def _knows(actor: Actor, dispatch: Dispatch) -> bool:
    return actor.hears(dispatch.incident.audience)


def _freed(event: Event) -> dict[str, datetime]:
    """When each unit left its last incident."""
    over = db.case((Dispatch.status == UnitStatus.RELEASED, Dispatch.since), else_=Incident.closed_at)
    query = db.select(Dispatch.call_sign, db.func.max(over)).join(Dispatch.incident)
    rows = db.session.execute(query.where(Incident.event_id == event.id).group_by(Dispatch.call_sign))
    return {sign: at for sign, at in rows if at}


def _since(
    there: Dispatch | None, state: UnitState | None, freed: datetime | None, told: RosterUnit | None
) -> datetime | None:
    """Since when it does what it does: for a free unit since it came on duty, said so, or left its last incident."""
    if there is not None:
        return there.since
    if state is not None and state.availability is not Availability.AVAILABLE:
        return state.at
    began = told.hours[0] if told and told.hours else None
    return max((at for at in (began, state.at if state else None, freed) if at), default=None)


def _signs_of_life(working: list[Dispatch]) -> dict[str, datetime]:
    """When a unit on scene was last heard of: it came, or a line on its incident says so in its name."""
    there = [each for each in working if each.status is UnitStatus.ON_SCENE]
    query = db.select(Entry.incident_id, Entry.on_behalf, db.func.max(Entry.occurred_at))
    query = query.where(
        Entry.incident_id.in_([each.incident_id for each in there]),
        Entry.on_behalf.in_([each.call_sign for each in there]),
    )
    heard: dict[Any, datetime] = {
        (incident, sign): at
        for incident, sign, at in db.session.execute(query.group_by(Entry.incident_id, Entry.on_behalf))
    }
    return {
        each.call_sign: max(each.since, heard.get((each.incident_id, each.call_sign), each.since)) for each in there
    }


def alive_at(dispatch: Dispatch) -> datetime:
    """When a unit on scene was last heard of."""
    return _signs_of_life([dispatch]).get(dispatch.call_sign, dispatch.since)


def _asked(event: Event) -> dict[str, WelfareCheck]:
    """The questions that wait for an answer, by call sign."""
    query = db.select(WelfareCheck).filter_by(event_id=event.id, answered_at=None).order_by(WelfareCheck.number)
    return {each.call_sign: each for each in db.session.scalars(query)}
