"""What is said of a unit beside who is on it: what it is, who leads it, what it drives and listens to."""

from dataclasses import dataclass

from ... import clock
from ...access import Actor
from ...changes import change
from ...errors import N_, Refused
from ...events.models import Event
from ...extensions import db
from ...people.models import OrganisationKind, Person
from ..models import Unit, UnitKind
from .board import announcing

LED_BY_POLICE = frozenset({UnitKind.GUARD_GROUP, UnitKind.GUARD_RESERVE})


@dataclass(frozen=True)
class UnitSaid:
    """What is said of a unit; the talkgroup is the name of one of the plan's channels."""

    call_sign: str
    kind: UnitKind
    lead: Person | None = None
    vehicle: str | None = None
    talkgroup: str | None = None
    note: str | None = None


def add_unit(event: Event, actor: Actor, said: UnitSaid) -> Unit:
    """Say what a call sign is. The very same again gives the first; one taken away before comes back."""
    with change(event, actor) as record, announcing(event, record):
        told = _checked(event, said)
        unit = _named(event, told["call_sign"])
        if unit is not None and unit.dropped_at is None:
            if any(getattr(unit, name) != value for name, value in told.items()):
                raise _taken(unit.call_sign)
            record.nothing()
            return unit
        if unit is None:
            unit = Unit(event=event)
            db.session.add(unit)
        _write(unit, {**told, "dropped_at": None})
        record("unit.added", unit)
    return unit


def edit_unit(event: Event, actor: Actor, unit: Unit, said: UnitSaid) -> None:
    """Say something else of a unit."""
    with change(event, actor) as record, announcing(event, record):
        told = _checked(event, said)
        if _named(event, told["call_sign"]) not in (None, unit):
            raise _taken(told["call_sign"])
        _write(unit, told)
        record("unit.edited", unit)


def drop_unit(event: Event, actor: Actor, unit: Unit) -> None:
    """Take a unit's record away; who is on the roster under its call sign stays there."""
    with change(event, actor) as record, announcing(event, record):
        if unit.dropped_at is not None:
            return record.nothing()
        unit.dropped_at = clock.now()
        record("unit.dropped", unit)


def _checked(event: Event, said: UnitSaid) -> dict[str, object]:
    call_sign = "".join(said.call_sign.split()).upper()
    if not call_sign:
        raise Refused(N_("Give the unit a call sign."), field="call_sign")
    if said.kind in LED_BY_POLICE and said.lead is None:
        raise Refused(N_("Guards act under the lead of the police. Name the officer who leads them."), field="lead")
    if said.lead is not None and said.lead.organisation.kind is not OrganisationKind.POLICE:
        raise Refused(N_("%(name)s is no police officer."), field="lead", name=said.lead.name)
    kept = {name: " ".join((getattr(said, name) or "").split()) or None for name in ("vehicle", "talkgroup", "note")}
    return {"call_sign": call_sign, "kind": said.kind, "lead": said.lead, **kept}


def _write(unit: Unit, told: dict[str, object]) -> None:
    for name, value in told.items():
        setattr(unit, name, value)
    unit.lead_id = unit.lead.id if unit.lead else None


def _named(event: Event, call_sign: object) -> Unit | None:
    with db.session.no_autoflush:
        return db.session.scalars(db.select(Unit).filter_by(event_id=event.id, call_sign=call_sign)).first()


def _taken(call_sign: object) -> Refused:
    return Refused(N_("There is a unit %(call_sign)s already."), field="call_sign", call_sign=call_sign)
