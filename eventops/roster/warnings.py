"""What to think twice about before somebody is put on a shift: rest, hours, handing over, span of control (R40, R41).

None of it stops the assignment: who staffs accepts it by name and with a reason, and that is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ..errors import N_, Conflict, Refused
from ..people.models import OrganisationKind
from . import working_time
from .eligibility import Candidate
from .limits import Limits, defaults
from .models import Acceptance, Shift
from .working_time import Stretch, around, busiest_day, hours_within, stretches

WORDS = {
    "rest": N_("Rest is %(found)s h; at least %(limit)s h in every 24 h."),
    "week_rest": N_("No rest of %(limit)s h within seven days: at work from %(starts)s to %(ends)s."),
    "week_hours": N_("%(found)s h that week; ordinary working time is %(limit)s h."),
    "average_hours": N_("%(found)s h a week on average over four months; at most %(limit)s h."),
    "night_hours": N_("%(found)s h in 24 h with night work; at most %(limit)s h."),
    "volunteer_hours": N_("%(found)s h in 24 h as a volunteer; at most %(limit)s h."),
    "agreed_hours": N_("%(found)s h in this event; agreed on are %(limit)s h."),
    "handover": N_("%(found)s min together with the shift before or after at %(post)s; at least %(limit)s min."),
    "span_most": N_("%(found)s people under %(call_sign)s; at most %(limit)s under one lead."),
    "span_least": N_("%(found)s people under %(call_sign)s; at least %(limit)s under one lead."),
}
OF_THE_POST = frozenset({"handover"})  # of the shift, whoever works it: accepted once for all who stand on it


@dataclass(frozen=True)
class Caution:
    """One warning: `code` names the limit, `message` is a catalogue entry with places for `values`."""

    code: str
    values: dict[str, Any]

    @property
    def message(self) -> str:
        return WORDS[self.code]


@dataclass(frozen=True)
class Setting:
    """What stands around an assignment: the other shifts at the post, and how many have its call sign then."""

    at_post: Sequence[Shift] = field(default=())
    call_sign: str | None = None
    under_it: int = 0  # others with that call sign while the shift lasts, the lead apart


class Cautioned(Conflict):
    """Refused until who staffs says why the warnings are accepted."""

    def __init__(self, cautions: Sequence[Caution]):
        super().__init__(N_("Say why you accept the warnings."), field="reason")
        self.cautions = cautions


def accepted_as(acceptance: Acceptance) -> Refused:
    """A warning that was accepted, to be said in the reader's language; one of before as it was said then."""
    if acceptance.facts is None or acceptance.code not in WORDS:
        return Refused(acceptance.said)
    return Refused(WORDS[acceptance.code], **acceptance.facts)


def warnings(
    candidate: Candidate, shift: Shift, limits: Limits | None = None, setting: Setting | None = None
) -> list[Caution]:
    """What to think twice about before a candidate works a shift; at most one of each code. Nothing is read or kept."""
    limits, setting = limits or defaults(), setting or Setting()
    others = [duty for duty in candidate.duties if duty is not shift and (duty.id is None or duty.id != shift.id)]
    told = stretches([*others, shift])
    found = [
        _rest(others, told, shift, limits),
        _week_rest(told, shift, limits),
        _week_hours(told, shift, limits),
        _average(told, shift, limits),
        _night(told, shift, limits),
        _volunteer(candidate, told, shift, limits),
        _agreed(candidate, others, shift),
        handover(shift, setting.at_post, limits),
        _span(setting, limits),
    ]
    return [each for each in found if each is not None]


def handover(shift: Shift, at_post: Sequence[Shift], limits: Limits) -> Caution | None:
    """That a shift stands too short together with the one it takes over from, or with the one that takes over."""
    if shift.place_id is None and shift.place is None:
        return None
    peers = [each for each in at_post if each is not shift and each.function is shift.function]
    ended = [each.ends_at for each in peers if each.starts_at < shift.starts_at and each.ends_at < shift.ends_at]
    begun = [each.starts_at for each in peers if each.starts_at > shift.starts_at and each.ends_at > shift.ends_at]
    together = [max(ended) - shift.starts_at] if ended else []
    together += [shift.ends_at - min(begun)] if begun else []
    minutes = [each.total_seconds() / 60 for each in together]
    short = [each for each in minutes if -limits.handover_gap <= each < limits.handover]
    if not short:
        return None
    return Caution(
        "handover", {"found": round(max(min(short), 0)), "limit": round(limits.handover), "post": shift.where}
    )


def _rest(others: Sequence[Shift], told: Sequence[Stretch], shift: Shift, limits: Limits) -> Caution | None:
    """From when work begins after a full rest, the next one fits into the same 24 hours."""
    block = around(told, timedelta(hours=limits.rest), shift)
    if block.hours <= 24 - limits.rest:
        return None
    beside = [each.total_seconds() / 3600 for each in working_time.rests(others, shift) if each is not None]
    between = [each for each in beside if each < limits.rest]
    return _hours("rest", max(0, 24 - block.hours, *([min(between)] if between else [])), limits.rest)


def _week_rest(told: Sequence[Stretch], shift: Shift, limits: Limits) -> Caution | None:
    block = around(told, timedelta(hours=limits.week_rest), shift)
    if block.hours <= 7 * 24 - limits.week_rest:
        return None
    starts, ends = (f"{shift.event.local(each):%m-%d %H:%M}" for each in block)
    return Caution("week_rest", {"limit": _plain(limits.week_rest), "starts": starts, "ends": ends})


def _week_hours(told: Sequence[Stretch], shift: Shift, limits: Limits) -> Caution | None:
    weeks = working_time.weeks(shift, shift.event.zone)
    return _above("week_hours", max(hours_within(told, *week) for week in weeks), limits.week_hours)


def _average(told: Sequence[Stretch], shift: Shift, limits: Limits) -> Caution | None:
    return _above("average_hours", working_time.average_week(told, shift), limits.average_hours)


def _night(told: Sequence[Stretch], shift: Shift, limits: Limits) -> Caution | None:
    if working_time.night_hours(shift, shift.event.zone) < limits.night_share:
        return None
    return _above("night_hours", busiest_day(told, shift), limits.night_hours)


def _volunteer(candidate: Candidate, told: Sequence[Stretch], shift: Shift, limits: Limits) -> Caution | None:
    terms = candidate.enlistment
    unpaid = terms.volunteer if terms else candidate.person.organisation.kind is OrganisationKind.VOLUNTEERS
    return _above("volunteer_hours", busiest_day(told, shift), limits.volunteer_hours) if unpaid else None


def _agreed(candidate: Candidate, others: Sequence[Shift], shift: Shift) -> Caution | None:
    """More than was agreed on for this event, with whoever lends them."""
    terms = candidate.enlistment
    if terms is None or terms.agreed_hours is None:
        return None
    here = [duty.hours for duty in others if duty.event_id == terms.event_id]
    return _above("agreed_hours", sum(here) + shift.hours, terms.agreed_hours)


def _span(setting: Setting, limits: Limits) -> Caution | None:
    """One lead for a call sign, and so many under them (1:5)."""
    under = setting.under_it + 1
    if setting.call_sign is None or under <= limits.span_most:
        return None
    return Caution("span_most", {"found": under, "limit": round(limits.span_most), "call_sign": setting.call_sign})


def few(call_sign: str, under: int, limits: Limits) -> Caution | None:
    """That a lead has too few under them; said of a unit as it stands, for every unit is small while it grows."""
    if under >= limits.span_least:
        return None
    return Caution("span_least", {"found": under, "limit": round(limits.span_least), "call_sign": call_sign})


def _above(code: str, found: float, limit: float) -> Caution | None:
    return _hours(code, found, limit) if found > limit else None


def _hours(code: str, found: float, limit: float) -> Caution:
    return Caution(code, {"found": _plain(found), "limit": _plain(limit)})


def _plain(hours: float) -> float:
    """Hours as one says them."""
    return round(hours, 2)
