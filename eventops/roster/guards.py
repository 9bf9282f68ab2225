"""Guards under police command, as the police and their company see them: who, where, led by whom, notified or not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..events.models import Event
from ..events.queries import natural
from ..extensions import db
from ..people.models import Credential, CredentialKind, Person
from .duty import crew, suspensions
from .models import Assignment, Directive, DirectiveReceipt, Function, Shift, Suspension, Unit
from .units import by_sign
from .watches import BEFORE, RosterWatch


@dataclass(frozen=True)
class Guard:
    """A guard on a shift, with the appointment that lets them work it and the unit they stand in."""

    assignment: Assignment
    unit: Unit | None

    @property
    def person(self) -> Person:
        return self.assignment.person

    @property
    def shift(self) -> Shift:
        return self.assignment.shift

    @property
    def lead(self) -> Person | None:
        """The officer who leads them."""
        return self.unit.lead if self.unit else None

    @property
    def appointment(self) -> Credential | None:
        """The one that covers the shift, else the last one."""
        return appointment(self.assignment)


def appointment(assignment: Assignment) -> Credential | None:
    """The appointment as guard that covers a shift, else the last one that was held."""
    shift, kind = assignment.shift, CredentialKind.GUARD_APPOINTMENT
    local = shift.event.local
    covering = assignment.person.credential_for(kind, local(shift.starts_at), local(shift.ends_at))
    return covering or next((each for each in assignment.person.credentials if each.kind is kind), None)


@dataclass(frozen=True)
class Guards:
    """The guards of a watch: all of them, those the police were not notified of (R14), and the suspended (R20)."""

    rows: list[Guard]
    suspended: Sequence[Suspension]

    @property
    def unnotified(self) -> list[Guard]:
        """Whose duty begins first, first."""
        return sorted(
            (each for each in self.rows if not each.assignment.notified), key=lambda each: each.shift.starts_at
        )

    @property
    def notified(self) -> int:
        return len(self.rows) - len(self.unnotified)


def guards(event: Event, watch: RosterWatch, *, organisation: int | None = None) -> Guards:
    """The guards of a watch, or those of one organisation, by call sign and name."""
    shifts = [shift for shift in watch.shifts if shift.function is Function.GUARD]
    units = by_sign(event)
    rows = [Guard(each, units.get(each.call_sign or "")) for each in crew(shifts, organisation=organisation)]
    rows.sort(key=lambda each: (natural(each.shift.where), each.person.sought))
    return Guards(rows, suspensions(shifts, organisation=organisation))


# -- directives --


@dataclass(frozen=True)
class Told:
    """A directive, and whom it is for: each guard with the receipt, None while it is not taken in."""

    directive: Directive
    people: list[tuple[Person, DirectiveReceipt | None]]

    @property
    def missing(self) -> list[Person]:
        """Who has not taken it in."""
        return [person for person, receipt in self.people if receipt is None]


def directives(event: Event, *, organisation: int | None = None, limit: int = 50) -> list[Told]:
    """The directives, the latest first, each with the guards who were on duty or about to be when it was given."""
    query = db.select(Directive).filter_by(event_id=event.id).order_by(Directive.id.desc()).limit(limit)
    found = db.session.scalars(query.options(db.selectinload(Directive.receipts))).all()
    if not found:
        return []
    since, until = found[-1].given_at, found[0].given_at
    people = _around(event, since, until, organisation)
    told = [_told(each, people) for each in found]
    return told if organisation is None else [each for each in told if each.people]


def _around(event: Event, since: datetime, until: datetime, organisation: int | None) -> Sequence[Assignment]:
    query = db.select(Shift).filter_by(event_id=event.id, dropped_at=None, function=Function.GUARD)
    found = db.session.scalars(query.where(Shift.ends_at > since, Shift.starts_at <= until + BEFORE))
    return crew(found, organisation=organisation)


def _told(directive: Directive, people: Iterable[Assignment]) -> Told:
    receipts = {each.person_id: each for each in directive.receipts}
    meant = {each.person_id: each.person for each in people if _meant(directive, each, receipts)}
    return Told(directive, [(person, receipts.get(number)) for number, person in meant.items()])


def _meant(directive: Directive, guard: Assignment, receipts: Mapping[int, DirectiveReceipt]) -> bool:
    """Whether it is for a guard: of who was on duty then, or about to be, and is so still or has taken it in."""
    at, shift = directive.given_at, guard.shift
    mine = directive.call_sign in (None, guard.call_sign)
    return mine and (guard.counts or guard.person_id in receipts) and shift.starts_at - BEFORE <= at < shift.ends_at


def untaken(told: Iterable[Told]) -> dict[int, list[Directive]]:
    """The directives that hold and that somebody has not taken in, by person id."""
    found: dict[int, list[Directive]] = {}
    for each in told:
        for person in each.missing if each.directive.withdrawn_at is None else []:
            found.setdefault(person.id, []).append(each.directive)
    return found
