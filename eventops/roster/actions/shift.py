"""Shifts are planned and changed, one at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from ... import clock
from ...access import Actor
from ...changes import Change, change
from ...errors import N_, Conflict, Refused
from ...events.models import Event, Place
from ...extensions import db
from ...people.models import CredentialKind
from ..eligibility import objection
from ..models import Function, LegalBasis, Shift
from ..queries import candidate, hold, organisations, staff
from .assignment import lift
from .board import announcing

LONGEST = timedelta(hours=24)
MOST = 500  # people on one shift


@dataclass(frozen=True)
class Duty:
    """What a shift asks for: so many in a function at a place, from `starts_at` up to `ends_at` (aware).

    Each of them holds all that it `requires`. Guards are deployed on a legal basis, with the number or the condition
    that it points at (R13).
    """

    name: str
    function: Function
    starts_at: datetime
    ends_at: datetime
    needed: int = 1
    place: Place | None = None
    requires: Sequence[CredentialKind] = ()
    legal_basis: LegalBasis | None = None
    legal_reference: str | None = None


def add_shift(event: Event, actor: Actor, duty: Duty) -> Shift:
    """Plan a shift. The very same one again gives the first; another number for it is refused."""
    with change(event, actor) as record:
        said = _asked(event, duty)
        if standing := _standing(event, said):
            if any(getattr(standing, name) != value for name, value in said.items()):
                raise _twice()
            record.nothing()
            return standing
        shift = Shift(event=event, **said)
        db.session.add(shift)
        record("shift.added", shift)
    return shift


def edit_shift(event: Event, actor: Actor, shift: Shift, duty: Duty) -> None:
    """Change what a shift asks for. Refused when somebody on it could not work it as it would become."""
    with change(event, actor) as record:
        said = _asked(event, duty)
        if _standing(event, said) not in (None, shift):
            raise _twice()
        for key, value in said.items():
            setattr(shift, key, value)
        check_staff(event, shift)
        record("shift.edited", shift)


def drop_shift(event: Event, actor: Actor, shift: Shift, because: str | None) -> int:
    """Plan a shift no more, for a reason that is kept; who is on it is taken off for the same. Returns how many."""
    with change(event, actor) as record, announcing(event, record):
        if shift.dropped_at is not None:
            record.nothing()
            return 0
        reason = " ".join((because or "").split())
        if not reason:
            raise Refused(N_("Say why the shift is dropped."), field="reason")
        standing = staff(shift)
        for each in standing:
            lift(actor, each, reason)
            record("assignment.removed", each)
        drop(record, shift, reason)
        return len(standing)


def drop(record: Change, shift: Shift, because: str | None) -> None:
    """Mark a shift as dropped, inside a change."""
    shift.dropped_at, shift.dropped_because = clock.now(), because
    record("shift.dropped", shift)


def _asked(event: Event, duty: Duty) -> dict[str, Any]:
    name = " ".join(duty.name.split())
    starts_at, ends_at = duty.starts_at.astimezone(UTC), duty.ends_at.astimezone(UTC)  # hours between are true only so
    if not name:
        raise Refused(N_("Give the shift a name, such as Evening."), field="name")
    if not timedelta() < ends_at - starts_at <= LONGEST:
        raise Refused(N_("A shift ends after it starts, within 24 hours."), field="ends_at")
    if not 1 <= duty.needed <= MOST:
        raise Refused(N_("A shift needs 1–%(most)s people."), field="needed", most=MOST)
    if duty.place is not None and duty.place.event_id != event.id:
        raise Refused(N_("That place belongs to another event."), field="place")
    return {**vars(duty), "name": name, "starts_at": starts_at, "ends_at": ends_at, **_terms(duty)}


def _terms(duty: Duty) -> dict[str, Any]:
    """What is required of each, and what lets guards be deployed."""
    grounds = legal_terms(duty.function is Function.GUARD, duty.legal_basis, duty.legal_reference)
    return {"requires": sorted({kind.value for kind in duty.requires}), **grounds}


def legal_terms(guards: bool, basis: LegalBasis | None, said: str | None) -> dict[str, Any]:
    """What lets guards be deployed (R13); of others, nothing does."""
    if not guards:
        return {"legal_basis": None, "legal_reference": None}
    reference = " ".join((said or "").split()) or None
    if basis is None:
        raise Refused(N_("Say what lets guards be used here."), field="legal_basis")
    if reference is None:
        raise Refused(N_("Give the number of the permit, the condition or the section."), field="legal_reference")
    return {"legal_basis": basis, "legal_reference": reference}


def _standing(event: Event, said: dict[str, Any]) -> Shift | None:
    same = {key: said[key] for key in ("name", "function", "starts_at", "ends_at", "place")}
    return db.session.scalars(db.select(Shift).filter_by(event_id=event.id, dropped_at=None, **same)).first()


def _twice() -> Refused:
    return Refused(N_("That shift is planned already. Change its number instead."), field="needed")


def check_staff(event: Event, shift: Shift) -> None:
    """Refuse what a shift has become inside a change, when somebody on it could not work it so."""
    db.session.flush()
    standing, taking_part = staff(shift), organisations(event)
    hold(each.person_id for each in standing)
    for each in standing:
        found = candidate(event, each.person)
        others = [duty for duty in found.duties if duty.id != shift.id]
        if objection(replace(found, duties=others), shift, taking_part):
            message = N_("%(name)s is on the shift and could not work it so. Take %(name)s off it first.")
            raise Conflict(message, field="ends_at", name=each.person.name)
