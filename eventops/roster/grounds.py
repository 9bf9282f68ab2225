"""What lets guards be used (R13: 2023:421 3-5 §§, 2023:422 3-4 §§), read from the plan's permits and conditions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import shorten

from ..errors import N_, Refused
from ..events.models import Event
from ..extensions import db
from ..planning.models import Condition, Permit, alive
from ..planning.models.permit import PermitState
from .models import LegalBasis

LONGEST = 3  # years that a permit to use guards holds at most
IN_TIME = timedelta(weeks=4)  # an extension that is applied for so long before lets the old permit go on
LENGTH = 160  # characters of a reference
GUARDS = "guards"
DECISIONS = {  # kinds of permit that guards can be a condition of (lag 5 §)
    GUARDS: LegalBasis.PERMIT,
    "gathering": LegalBasis.EVENT_DECISION,
    "public_event": LegalBasis.EVENT_DECISION,
    "alcohol": LegalBasis.ALCOHOL_DECISION,
}
_WORDS = ("ordningsvakt", "guard")


@dataclass(frozen=True)
class Ground:
    """A permit or a condition of the plan that guards can be deployed on, by the `reference` that shifts name.

    `valid_until` is the last day that it holds, None when nothing is said; `extended` when an extension was applied
    for in time.
    """

    basis: LegalBasis
    reference: str
    title: str
    number: int  # of the permit in the plan
    granted: bool
    valid_from: date | None
    valid_until: date | None
    extended: bool = False

    def objection(self, days: Iterable[date]) -> Refused | None:
        """Why guards cannot be used on it on some of the days, or None."""
        if not self.granted:
            return Refused(N_("%(reference)s is not granted."), field="legal_reference", reference=self.reference)
        first = self.valid_from or date.min
        last = date.max if self.extended or self.valid_until is None else self.valid_until
        bare = next((day for day in days if not first <= day <= last), None)
        if bare is None:
            return None
        return Refused(
            N_("%(reference)s does not cover %(day)s: it holds %(starts)s – %(ends)s."),
            field="legal_reference", reference=self.reference, day=bare,
            starts=self.valid_from or "…", ends=self.valid_until or "…",
        )  # fmt: skip


def grounds(event: Event) -> list[Ground]:
    """What the plan's permits and conditions let guards be used on; those to use guards first."""
    permits = db.session.scalars(alive(Permit, event)).all()
    conditions = db.session.scalars(alive(Condition, event)).all()
    asked = [each for each in permits if each.reference and each.state != PermitState.NOT_NEEDED]
    whole = [_of_permit(each, permits) for each in asked if each.kind in DECISIONS]
    known = {each.number: each for each in whole}
    parts = [
        _of_condition(each, known[each.permit])
        for each in conditions
        if each.permit in known and any(word in each.text.casefold() for word in _WORDS)
    ]
    return sorted([*parts, *whole], key=lambda each: (each.basis is not LegalBasis.PERMIT, each.reference))


def ground_of(reference: str | None, known: Sequence[Ground]) -> Ground | None:
    """The permit or condition that a shift's reference names; a condition's own words come after its permit's."""
    found = [each for each in known if reference and _names(reference, each.reference)]
    return max(found, key=lambda each: len(each.reference), default=None)


def _names(said: str, reference: str) -> bool:
    said, reference = said.casefold(), reference.casefold()
    return said == reference or said.startswith((f"{reference} ", f"{reference}:", f"{reference},"))


def _of_permit(permit: Permit, permits: Sequence[Permit]) -> Ground:
    guards = permit.kind == GUARDS
    until = _at_most(permit) if guards else permit.valid_to
    return Ground(
        DECISIONS[permit.kind], permit.reference or "", permit.text or permit.kind, permit.number,
        permit.state == PermitState.GRANTED, permit.valid_from, until, guards and _extended(permit, permits),
    )  # fmt: skip


def _of_condition(condition: Condition, permit: Ground) -> Ground:
    reference = shorten(f"{permit.reference}: {condition.text}", LENGTH, placeholder="…")
    return Ground(
        permit.basis, reference, condition.text, permit.number, permit.granted, permit.valid_from, permit.valid_until,
        permit.extended,
    )  # fmt: skip


def _at_most(permit: Permit) -> date | None:
    """The last day that a permit to use guards can hold: three years from the first, whatever was written."""
    if permit.valid_from is None:
        return permit.valid_to
    ends = _years_after(permit.valid_from, LONGEST) - timedelta(days=1)
    return min(permit.valid_to or ends, ends)


def _years_after(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return date(day.year + years, 3, 1) if leap else day.replace(year=day.year + years)


def _extended(permit: Permit, permits: Sequence[Permit]) -> bool:
    """Whether a new permit was applied for at least four weeks before this one ends, and is not yet decided."""
    ends = _at_most(permit)
    asked = [each.applied_on for each in permits if each.kind == GUARDS and each.state == PermitState.APPLIED]
    return ends is not None and any(day is not None and day <= ends - IN_TIME for day in asked)
