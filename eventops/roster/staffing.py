"""How an event is staffed, as the board shows it: who stands on which shift, and what is to be done about them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from ..events.models import Event
from ..extensions import db
from ..people.models import Credential, CredentialKind, Person
from .models import ABSENT, Assignment, Attendance, Function, Notification, Shift

MONTH = timedelta(days=30.4375)


class Standing(NamedTuple):
    """Somebody on a shift."""

    shift_id: int
    person_id: int
    organisation_id: int
    call_sign: str | None
    notified: bool
    absent: bool


@dataclass
class Staffing:
    """Who stands where; `expiring` are the persons with a credential that their shift asks for and that ends soon."""

    standing: list[Standing]
    expiring: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.by_shift: dict[int, list[Standing]] = defaultdict(list)
        for each in self.standing:
            self.by_shift[each.shift_id].append(each)

    @property
    def filled(self) -> dict[int, int]:
        """How many stand on each shift."""
        return {shift_id: len(found) for shift_id, found in self.by_shift.items()}

    def unnotified(self, shift: Shift) -> int:
        """How many guards on a shift the police are not notified of: they do not count as on duty (R14)."""
        guards = shift.function is Function.GUARD
        return sum(not each.notified for each in self.by_shift.get(shift.id, ())) if guards else 0

    def absent(self, shift: Shift) -> int:
        """How many did not come, are sick or were sent home."""
        return sum(each.absent for each in self.by_shift.get(shift.id, ()))

    def ending(self, shift: Shift) -> set[int]:
        """The persons on a shift with something that ends soon."""
        return {each.person_id for each in self.by_shift.get(shift.id, ())} & self.expiring

    def of(self, organisation: int, shift: Shift) -> bool:
        """Whether somebody of an organisation stands on a shift."""
        return any(each.organisation_id == organisation for each in self.by_shift.get(shift.id, ()))


def staffing(event: Event, shifts: Sequence[Shift], now: datetime, months: float) -> Staffing:
    """How an event is staffed now; `months` is how soon a credential counts as expiring."""
    query = (
        db.select(
            Assignment.id, Assignment.shift_id, Assignment.person_id, Person.organisation_id, Assignment.call_sign,
            Notification.id,
        )
        .join(Assignment.shift)
        .join(Assignment.person)
        .outerjoin(Assignment.notification)
        .where(Shift.event_id == event.id, Shift.dropped_at.is_(None), Assignment.removed_at.is_(None))
    )  # fmt: skip
    absent = _absent(event)
    standing = [
        Standing(shift_id, person_id, organisation_id, call_sign, notified is not None, number in absent)
        for number, shift_id, person_id, organisation_id, call_sign, notified in db.session.execute(query)
    ]
    return Staffing(standing, _expiring(standing, shifts, event.local(now).date(), months))


def _absent(event: Event) -> set[int]:
    """The assignments whose last line of the roll-call says that nobody is there."""
    query = db.select(Attendance.assignment_id, Attendance.presence).join(Attendance.assignment).join(Assignment.shift)
    lines = db.session.execute(query.where(Shift.event_id == event.id).order_by(Attendance.id))
    last = {number: presence for number, presence in lines}
    return {number for number, presence in last.items() if presence in ABSENT}


def _expiring(standing: Sequence[Standing], shifts: Sequence[Shift], today: date, months: float) -> set[int]:
    required = {shift.id: asks(shift) for shift in shifts}
    asked: dict[int, set[str]] = defaultdict(set)
    for each in standing:
        asked[each.person_id] |= required.get(each.shift_id, set())
    query = db.select(Credential.person_id, Credential.kind, db.func.max(Credential.valid_until))
    query = query.where(Credential.person_id.in_([person for person, kinds in asked.items() if kinds]))
    soon = today + months * MONTH
    ends = db.session.execute(query.group_by(Credential.person_id, Credential.kind))
    return {person for person, kind, last in ends if kind in asked[person] and last <= soon}


def asks(shift: Shift) -> set[str]:
    """The kinds of credential that a shift asks of who is on it."""
    guard = {CredentialKind.GUARD_APPOINTMENT.value} if shift.function is Function.GUARD else set()
    return guard | set(shift.requires)
