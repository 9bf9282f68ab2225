"""What who staffs does: plan shifts, and put people on them or take them off, one at a time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from .. import clock
from ..access import Actor
from ..changes import Change, change
from ..errors import N_, Conflict, Refused
from ..events.models import Event, Place
from ..extensions import db
from ..people.models import Person
from .eligibility import Candidate, objection
from .models import Assignment, Function, Shift
from .queries import candidate, organisations, staff

LONGEST = timedelta(hours=24)
MOST = 500  # people on one shift


@dataclass(frozen=True)
class Duty:
    """What a shift asks for: so many in a function at a place, from `starts_at` up to `ends_at` (aware)."""

    name: str
    function: Function
    starts_at: datetime
    ends_at: datetime
    needed: int = 1
    place: Place | None = None


def add_shift(event: Event, actor: Actor, duty: Duty) -> Shift:
    """Plan a shift. The very same one again gives the first; another number for it is refused."""
    with change(event, actor) as record:
        said = _asked(event, duty)
        if standing := _standing(event, said):
            if standing.needed != duty.needed:
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
        _check_staff(event, shift)
        record("shift.edited", shift)


def assign(event: Event, actor: Actor, shift: Shift, person: Person, *, call_sign: str | None = None) -> Assignment:
    """Put somebody on a shift. The very same again gives the first; see eligibility.py for who is refused, and why."""
    call_sign = (call_sign or "").strip() or None
    with change(event, actor) as record:
        if standing := _already(record, shift, person, call_sign):
            return standing
        reason = objection(candidate(person), shift, organisations(event))
        if reason is not None:
            raise reason
        assignment = Assignment(shift=shift, person=person, call_sign=call_sign)
        assignment.assigned_at, assignment.assigned_by = clock.now(), actor.name
        db.session.add(assignment)
        record("assignment.added", assignment)
    return assignment


def unassign(event: Event, actor: Actor, assignment: Assignment) -> None:
    """Take somebody off a shift; a second time changes nothing."""
    with change(event, actor) as record:
        if assignment.removed_at is not None:
            return record.nothing()
        assignment.removed_at, assignment.removed_by = clock.now(), actor.name
        record("assignment.removed", assignment)


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
    return {**vars(duty), "name": name, "starts_at": starts_at, "ends_at": ends_at}


def _standing(event: Event, said: dict[str, Any]) -> Shift | None:
    same = {key: said[key] for key in ("name", "function", "starts_at", "ends_at", "place")}
    return db.session.scalars(db.select(Shift).filter_by(event_id=event.id, **same)).first()


def _twice() -> Refused:
    return Refused(N_("That shift is planned already. Change its number instead."), field="needed")


def _check_staff(event: Event, shift: Shift) -> None:
    db.session.flush()
    taking_part = organisations(event)
    for each in staff(shift):
        found = candidate(each.person)
        others = [duty for duty in found.duties if duty.id != shift.id]
        if objection(Candidate(each.person, others), shift, taking_part):
            message = N_("%(name)s is on the shift and could not work it so. Take %(name)s off it first.")
            raise Conflict(message, field="ends_at", name=each.person.name)


def _already(record: Change, shift: Shift, person: Person, call_sign: str | None) -> Assignment | None:
    query = db.select(Assignment).filter_by(shift_id=shift.id, person_id=person.id, removed_at=None)
    standing = db.session.scalars(query).first()
    if standing is not None and call_sign not in (None, standing.call_sign):
        raise Refused(N_("%(name)s is on this shift already."), field="person", name=person.name)
    if standing is not None:
        record.nothing()
    return standing
