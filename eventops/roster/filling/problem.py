"""An event's roster as the solver's problem: its gaps, and everybody who could be drawn on."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ... import clock
from ...errors import Refused
from ...events.models import Event
from ...extensions import db
from ...people.models import OrganisationKind
from .. import queries
from ..desk import Desk
from ..eligibility import Candidate
from ..models import Function, Shift, Wish, WishKind
from ..working_time import night_hours
from .plain import Post, Problem, Slot, Worker

TRADES = {
    OrganisationKind.POLICE: {Function.POLICE},
    OrganisationKind.GUARD_COMPANY: {Function.GUARD, Function.STEWARD},
    OrganisationKind.HEALTHCARE: {Function.MEDICAL},
    OrganisationKind.VOLUNTEERS: {Function.VOLUNTEER, Function.STEWARD},
}
OTHERS = {Function.STEWARD, Function.VOLUNTEER, Function.STAFF, Function.OTHER}
CODES = {  # how a refusal begins -> what keeps them away, in one word
    "Police work is done": "trade",
    "A police officer": "trade",
    "A public order guard": "age",
    "No appointment": "appointment",
    "The appointment": "appointment",
    "Lacks what": "credential",
    "Suspended": "suspended",
    "Cannot work": "absent",
}


@dataclass(frozen=True)
class Terms:
    """What the planner lets the proposal do: give less rest than the limit, and draw on the reserve."""

    keep_rest: bool = True
    reserves: bool = False


def problem(event: Event, terms: Terms, breathe: Callable[[], object]) -> Problem:
    """The gaps in what has not begun yet. Nothing is written; `breathe` is called between two people."""
    filled, now = queries.staffing(event), clock.now()
    lacking = {
        shift: shift.needed - filled.get(shift.id, 0)
        for shift in queries.shifts(event, now)
        if shift.starts_at > now and shift.needed > filled.get(shift.id, 0)
    }
    desk = Desk(event, list(lacking))
    alike = _alike(list(lacking))
    drawn, groups = drawn_on(desk), _groups(desk)
    wishes = _wishes(event)
    workers = []
    for each in drawn:
        workers.append(_worker(event, desk, each, groups, wishes[each.person.id], alike))
        breathe()
    mates = _mates(event, groups)
    slots = tuple(_slot(event, desk, shifts, lacking, mates) for shifts in alike)
    rest = round(desk.limits.rest * 60)
    return Problem(slots, tuple(workers), rest * terms.keep_rest, rest, terms.reserves)


def drawn_on(desk: Desk) -> list[Candidate]:
    """Those who are lent to the event; where nobody is, everybody of who takes part."""
    known = list(desk.candidates.values())
    return [each for each in known if each.enlistment] or known


def call_signs(desk: Desk) -> dict[int, str]:
    """The call sign that each works under most."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for sign, on_duty in sorted(desk.signed.items()):
        for number, _ in on_duty:
            found[number][sign] += 1
    return {number: signs.most_common(1)[0][0] for number, signs in found.items()}


def _groups(desk: Desk) -> dict[int, str]:
    """With whom each is kept together: their team, else those of their call sign."""
    teams = {n: each.enlistment.team for n, each in desk.candidates.items() if each.enlistment and each.enlistment.team}
    return {number: f"unit {sign}" for number, sign in call_signs(desk).items()} | teams


def _alike(shifts: Sequence[Shift]) -> list[list[Shift]]:
    """Shifts that ask the same of everybody at the same time, together."""
    found: dict[Any, list[Shift]] = defaultdict(list)
    for each in shifts:
        asked = (each.function, tuple(sorted(each.requires)), each.legal_basis, each.legal_reference)
        found[each.starts_at, each.ends_at, asked].append(each)
    return list(found.values())


def _slot(
    event: Event, desk: Desk, shifts: list[Shift], lacking: dict[Shift, int], mates: dict[int, tuple[str, ...]]
) -> Slot:
    posts = (Post(each.id, lacking[each], each.place_id, mates.get(each.id, ())) for each in shifts)
    first = shifts[0]
    return Slot(minute(first.starts_at), minute(first.ends_at), _by_night(event, desk, first), tuple(posts))


def _worker(
    event: Event, desk: Desk, each: Candidate, groups: dict[int, str], wishes: list[Wish], alike: list[list[Shift]]
) -> Worker:
    here = [duty for duty in each.duties if duty.event_id == event.id]
    minutes = round(sum(duty.hours for duty in here) * 60)
    terms = each.enlistment
    spans = (wish for wish in wishes if wish.kind is WishKind.FREE and wish.starts_at and wish.ends_at)
    return Worker(
        each.person.id, minutes, sum(_by_night(event, desk, duty) for duty in here),
        left=None if terms is None or terms.agreed_hours is None else max(round(terms.agreed_hours * 60) - minutes, 0),
        group=groups.get(each.person.id),
        reserve=terms is not None and terms.reserve,
        no_nights=any(wish.kind is WishKind.NO_NIGHTS for wish in wishes),
        free=tuple((minute(wish.starts_at), minute(wish.ends_at)) for wish in spans if wish.starts_at and wish.ends_at),
        places=tuple(wish.place_id for wish in wishes if wish.kind is WishKind.PLACE and wish.place_id),
        busy=tuple(
            (minute(duty.starts_at), minute(duty.ends_at), "here" if duty.event_id == event.id else "elsewhere")
            for duty in each.duties
        ),
        barred={index: why for index, shifts in enumerate(alike) if (why := _barred(desk, each, shifts[0]))},
    )  # fmt: skip


def _barred(desk: Desk, each: Candidate, shift: Shift) -> str | None:
    """What keeps somebody from a shift, their other duties apart: those the solver weighs itself."""
    asked = each.enlistment.function if each.enlistment else None
    trades = {asked} if asked else TRADES.get(each.person.organisation.kind, OTHERS)
    if shift.function not in trades:
        return "trade"
    desk.candidates[each.person.id] = replace(each, duties=())
    refused = desk.objection(each.person, shift)
    desk.candidates[each.person.id] = each
    return None if refused is None else code(refused)


def code(refused: Refused) -> str:
    """What keeps somebody away, in one word; "rule" for what has none of its own."""
    if refused.field == "legal_reference" or refused.message.startswith("Nothing says"):
        return "ground"  # it is the shift that lacks something, whoever would work it
    return next((word for start, word in CODES.items() if refused.message.startswith(start)), "rule")


def _wishes(event: Event) -> dict[int, list[Wish]]:
    found: dict[int, list[Wish]] = defaultdict(list)
    for wish in db.session.scalars(db.select(Wish).filter_by(event_id=event.id, dropped_at=None).order_by(Wish.id)):
        found[wish.person_id].append(wish)
    return found


def _mates(event: Event, groups: dict[int, str]) -> dict[int, tuple[str, ...]]:
    found: dict[int, set[str]] = defaultdict(set)
    for shift_id, person_id in queries.standing(shift.id for shift in queries.shifts(event)):
        if person_id in groups:
            found[shift_id].add(groups[person_id])
    return {shift_id: tuple(sorted(names)) for shift_id, names in found.items()}


def _by_night(event: Event, desk: Desk, shift: Shift) -> bool:
    return night_hours(shift, event.zone) >= desk.limits.night_share


def minute(moment: datetime | None) -> int:
    """A moment as the solver counts."""
    assert moment is not None
    return int(moment.timestamp()) // 60
