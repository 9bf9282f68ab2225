"""Whom one chooses among for a shift: who can work it, the most rested first, and why the others cannot."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ..errors import Refused
from ..people.models import Person
from .desk import Desk
from .eligibility import Candidate
from .models import Assignment, Shift
from .warnings import Caution, few
from .working_time import hours_within, rests, stretches, weeks


@dataclass(frozen=True)
class Choice:
    """Somebody who can work a shift: the hours of the week and of the event so far, and the rest around the shift."""

    person: Person
    hours: float
    week: float
    before: float | None
    after: float | None
    cautions: list[Caution]


@dataclass(frozen=True)
class Choosing:
    """Those who can work a shift, and those who cannot with the reason, the rarest reasons first."""

    able: list[Choice]
    unable: list[tuple[Person, Refused]]


def choosing(desk: Desk, shift: Shift, taken: Collection[int]) -> Choosing:
    """Everybody at the desk but those on the shift already. Those without a warning come first, then by hours."""
    judged = [
        (each, desk.objection(each.person, shift)) for each in desk.candidates.values() if each.person.id not in taken
    ]
    able = [_choice(desk, each, shift) for each, reason in judged if reason is None]
    refused = [(each.person, reason) for each, reason in judged if reason is not None]
    common = Counter(reason.message for _, reason in refused)
    return Choosing(
        sorted(able, key=lambda each: (bool(each.cautions), each.hours, each.person.sought)),
        sorted(refused, key=lambda pair: common[pair[1].message]),
    )


def thin(desk: Desk, staff: Sequence[Assignment]) -> list[Caution]:
    """The units on a shift whose lead has too few under them (R41)."""
    under = Counter(each.call_sign for each in staff if each.person_id != desk.leads.get(each.call_sign or ""))
    found = [few(sign, count, desk.limits) for sign, count in under.items() if sign in desk.leads]
    return [each for each in found if each is not None]


def _choice(desk: Desk, candidate: Candidate, shift: Shift) -> Choice:
    told, (week, *_) = stretches(candidate.duties), weeks(shift, desk.event.zone)
    before, after = (_hours(rest) for rest in rests(candidate.duties, shift))
    return Choice(
        candidate.person, candidate.hours(desk.event), hours_within(told, *week), before, after,
        desk.cautions(candidate.person, shift),
    )  # fmt: skip


def _hours(rest: timedelta | None) -> float | None:
    return None if rest is None else rest.total_seconds() / 3600
