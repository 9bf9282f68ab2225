"""All that is known where people are put on shifts, read at once: who may, who may not, and what to think of first."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from ..errors import N_, Refused
from ..events.models import Event
from ..people.models import Person
from . import queries
from .eligibility import objection, span
from .grounds import ground_of, grounds
from .models import Assignment, Function, Shift
from .warnings import OF_THE_POST, Caution, Setting, warnings


class Desk:
    """The roster of an event as it bears on some shifts and some people; a fixed number of questions."""

    def __init__(self, event: Event, shifts: Sequence[Shift], people: Sequence[Person] | None = None):
        self.event = event
        self.taking_part = queries.organisations(event)
        found = queries.candidates(event) if people is None else queries.candidates_among(event, people)
        self.candidates = {each.person.id: each for each in found}
        self.limits = queries.limits(event)
        self.at_post = queries.at_posts(event, {shift.place_id for shift in shifts})
        self.signed = queries.signed(event)
        self.leads = queries.leads(event)
        self.accepted = queries.accepted(shift.id for shift in shifts)
        guarded = any(shift.function is Function.GUARD for shift in shifts)
        self.grounds = grounds(event) if guarded else []

    def objection(self, person: Person, shift: Shift) -> Refused | None:
        """Why somebody cannot work a shift, or nobody can."""
        return objection(self.candidates[person.id], shift, self.taking_part) or self.groundless(shift)

    def groundless(self, shift: Shift) -> Refused | None:
        """That nothing lets guards be used on a shift (R13)."""
        if shift.function is not Function.GUARD:
            return None
        if shift.legal_basis is None:
            return Refused(N_("Nothing says what lets guards be used on this shift."), field="person")
        ground = ground_of(shift.legal_reference, self.grounds)
        return ground.objection(_days(shift)) if ground else None

    def cautions(self, person: Person, shift: Shift, call_sign: str | None = None) -> list[Caution]:
        """What to think of before somebody works a shift, apart from what was accepted for all who work it."""
        found = warnings(self.candidates[person.id], shift, self.limits, self.setting(person, shift, call_sign))
        return [each for each in found if each.code not in OF_THE_POST or (shift.id, each.code) not in self.accepted]

    def setting(self, person: Person, shift: Shift, call_sign: str | None) -> Setting:
        """What stands around a person on a shift."""
        beside = {
            number
            for number, duty in self.signed.get(call_sign or "", ())
            if duty.overlaps(shift) and number not in (person.id, self.leads.get(call_sign or ""))
        }
        return Setting(self.at_post.get(shift.place_id, ()), call_sign, len(beside))

    def put(self, assignment: Assignment, cautions: Iterable[Caution]) -> None:
        """Reckon from here on with an assignment that was made."""
        self.suppose(assignment.person_id, assignment.shift, assignment.call_sign, cautions)

    def suppose(self, person_id: int, shift: Shift, call_sign: str | None, cautions: Iterable[Caution]) -> None:
        """Reckon from here on as if somebody were on a shift."""
        known = self.candidates[person_id]
        self.candidates[person_id] = replace(known, duties=[*known.duties, shift])
        if call_sign:
            self.signed.setdefault(call_sign, []).append((person_id, shift))
        self.accepted |= {(shift.id, each.code) for each in cautions if each.code in OF_THE_POST}


def _days(shift: Shift) -> list[date]:
    first, last = span(shift)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
