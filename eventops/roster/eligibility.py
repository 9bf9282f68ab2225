"""Who may work a shift: the rules that are enforced, each with the reason it gives."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ..errors import N_, Refused
from ..events.models import Event
from ..people.models import Credential, CredentialKind, OrganisationKind, Person
from ..words import LABELS
from .models import Enlistment, Function, Shift, Wish

GUARD_AGE = 20  # years: L: 2023:421 9 § (R10)


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be put on a shift, with the shifts they work already, in any event."""

    person: Person
    duties: Sequence[Shift]
    suspended: Sequence[Shift] = ()  # the duty occasions that the police suspended them for (R20)
    absences: Sequence[Wish] = ()
    enlistment: Enlistment | None = None

    def hours(self, event: Event) -> float:
        """How many hours they work in an event so far."""
        mine = (duty for duty in self.duties if duty.event_id == event.id)
        return sum((duty.ends_at - duty.starts_at).total_seconds() for duty in mine) / 3600


def objection(candidate: Candidate, shift: Shift, taking_part: Iterable[int]) -> Refused | None:
    """Why somebody cannot work a shift, or None. `taking_part` are the ids of the organisations in the event.

    Enforced: the organisation takes part; police work is done by police; a guard is not police and has turned 20
    (R10), and holds an appointment that covers the whole shift on the event's calendar (R11); what the shift requires
    is held through it; nobody works a duty occasion they are suspended for (R20), while absent, or in two places.
    Intervals are half-open.
    """
    person = candidate.person
    if person.organisation_id not in taking_part:
        return _refused(N_("%(organisation)s takes no part in this event."), organisation=person.organisation.name)
    return (
        _wrong_body(person, shift)
        or _unappointed(person, shift)
        or _lacking(person, shift)
        or _barred(candidate, shift)
        or _elsewhere(candidate, shift)
    )


def _wrong_body(person: Person, shift: Shift) -> Refused | None:
    police = person.organisation.kind is OrganisationKind.POLICE
    if shift.function is Function.POLICE and not police:
        return _refused(N_("Police work is done by police; %(name)s is not."), name=person.name)
    if shift.function is Function.GUARD and police:
        return _refused(N_("A police officer cannot be a public order guard."))
    if shift.function is Function.GUARD and _too_young(person, shift):
        return _refused(N_("A public order guard is at least %(age)s years old."), age=GUARD_AGE)
    return None


def _too_young(person: Person, shift: Shift) -> bool:
    age = person.age_on(span(shift)[0])
    return age is not None and age < GUARD_AGE


def _unappointed(person: Person, shift: Shift) -> Refused | None:
    """The first day of the shift that no appointment covers, said as what is wrong with the nearest one."""
    if shift.function is not Function.GUARD:
        return None
    held = [each for each in person.credentials if each.kind is CredentialKind.GUARD_APPOINTMENT]
    if not held:
        return _refused(N_("No appointment as public order guard is on file."))
    first, last = span(shift)
    bare = next((day for day in _days(first, last) if not any(_on(each, day) for each in held)), None)
    return None if bare is None else _gap(held, bare, first, last)


def _gap(held: Sequence[Credential], bare: date, first: date, last: date) -> Refused:
    ended = [each.valid_until for each in held if each.valid_until < bare]
    if ended:
        return _refused(
            N_("The appointment expires %(until)s, the shift ends %(ends)s. Change person or extend."),
            until=max(ended), ends=last,
        )  # fmt: skip
    begins = min(each.valid_from for each in held if each.valid_from > bare)
    return _refused(
        N_("The appointment begins %(begins)s, the shift starts %(starts)s. Change person or shift."),
        begins=begins, starts=first,
    )  # fmt: skip


def _lacking(person: Person, shift: Shift) -> Refused | None:
    """The first thing the shift requires that is not held on each of its days."""
    first, last = span(shift)
    for kind in shift.requires:
        held = [each for each in person.credentials if each.kind == kind]
        if not all(any(_on(each, day) for each in held) for day in _days(first, last)):
            lacking = LABELS["credential_kind"][kind]
            return _refused(N_("Lacks what the shift requires: %(credential)s."), credential=lacking)
    return None


def _barred(candidate: Candidate, shift: Shift) -> Refused | None:
    if any(each.overlaps(shift) for each in candidate.suspended):
        return _refused(N_("Suspended by the police for this duty occasion."))
    away = next((each for each in candidate.absences if _within(each, shift)), None)
    if away is None:
        return None
    assert away.starts_at is not None and away.ends_at is not None
    starts, ends = _wall(shift.event, away.starts_at), _wall(shift.event, away.ends_at)
    return _refused(N_("Cannot work %(starts)s – %(ends)s."), starts=starts, ends=ends)


def _within(absence: Wish, shift: Shift) -> bool:
    starts, ends = absence.starts_at, absence.ends_at
    return starts is not None and ends is not None and starts < shift.ends_at and shift.starts_at < ends


def _elsewhere(candidate: Candidate, shift: Shift) -> Refused | None:
    clash = next((duty for duty in candidate.duties if duty.id != shift.id and duty.overlaps(shift)), None)
    if clash is None:
        return None
    event = shift.event
    when = {"starts": _wall(event, clash.starts_at), "ends": _wall(event, clash.ends_at)}
    if clash.event_id != shift.event_id:
        return _refused(N_("On duty in another event %(starts)s – %(ends)s."), **when)
    return _refused(N_("On duty at %(post)s %(starts)s – %(ends)s."), post=clash.where, **when)


def span(shift: Shift) -> tuple[date, date]:
    """The first and last day of a shift on the event's calendar; one that ends at midnight ends the day before."""
    last_moment = shift.ends_at - timedelta(microseconds=1)
    return shift.event.local(shift.starts_at).date(), shift.event.local(last_moment).date()


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _on(credential: Credential, day: date) -> bool:
    return credential.valid_from <= day <= credential.valid_until


def _wall(event: Event, moment: datetime) -> str:
    return event.local(moment).strftime("%m-%d %H:%M")


def _refused(message: str, **values: object) -> Refused:
    return Refused(message, field="person", **values)
