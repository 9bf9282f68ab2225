"""The rules of time against an oracle that knows nothing of intervals: it asks every minute on its own.

Shifts are thrown by chance over the nights in which the clock is moved. A minute belongs to a shift that begins in it
or before it and ends after it; what the wall shows in it is looked up.
"""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from types import SimpleNamespace
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from eventops.errors import Refused
from eventops.events.models import Event
from eventops.people.models import Credential, CredentialKind, Organisation, OrganisationKind, Person
from eventops.roster.eligibility import Candidate, objection
from eventops.roster.models import Function, Shift
from eventops.roster.pattern import Terms, wanted
from eventops.roster.working_time import (
    Stretch,
    Worked,
    around,
    busiest_day,
    hours_within,
    night_hours,
    rests,
    stretches,
    weeks,
)

ZONE = ZoneInfo("Europe/Stockholm")
EVENT = Event(id=1, slug="e", timezone="Europe/Stockholm", day_starts_at=6)
MOVED = {"back": date(2026, 10, 25), "forward": date(2027, 3, 28), "not": date(2026, 8, 5)}
MINUTE, REST = timedelta(minutes=1), 11 * 60
DAYS = 18  # in the oracle's world, the clock being moved in the midst of it
CASES = 150


class World(NamedTuple):
    """Minutes counted from 0, and what the wall shows in each."""

    first: datetime
    wall: list[datetime]

    def at(self, minute: int) -> datetime:
        return self.first + minute * MINUTE

    def shift(self, start: int, end: int, number: int = 0) -> Shift:
        said = {"name": f"{number}", "function": Function.GUARD, "starts_at": self.at(start), "ends_at": self.at(end)}
        return Shift(id=number or None, event=EVENT, event_id=EVENT.id, requires=[], **said)

    def minutes(self, shifts: Iterable[Worked]) -> set[int]:
        """The minutes in which some of the shifts are worked."""
        spans = [(each.starts_at, each.ends_at) for each in shifts]
        return {n for start, end in spans for n in range(self.number(start), self.number(end))}

    def number(self, moment: datetime) -> int:
        """Which minute begins at a moment."""
        return _numbers(self.first)[moment.astimezone(UTC)]


@cache
def world(moved: str) -> World:
    first = datetime.combine(MOVED[moved] - timedelta(days=DAYS // 2), time(), UTC)
    return World(first, [(first + n * MINUTE).astimezone(ZONE).replace(tzinfo=None) for n in range(DAYS * 1440)])


@cache
def _numbers(first: datetime) -> dict[datetime, int]:
    return {first + n * MINUTE: n for n in range(DAYS * 1440)}


def thrown(dice: random.Random, here: World) -> Shift:
    """A shift near the night in the midst; every third one begins or ends on a full hour, midnight among them."""
    start = DAYS * 720 + dice.randrange(-2000, 2000)
    length = dice.randrange(1, 14 * 60)
    if dice.random() < 0.3:
        start, length = start // 60 * 60, max(length // 60, 1) * 60
    return here.shift(start, start + length, dice.randrange(1, 10**6))


def roster(dice: random.Random, here: World) -> tuple[list[Shift], Shift]:
    """Somebody's duties, which may overlap or meet each other, and one that lies apart from them.

    Some of them meet it, or lie eleven hours from it to the minute.
    """
    asked = thrown(dice, here)
    taken = here.minutes([asked])
    beside = [thrown(dice, here) for _ in range(dice.randrange(5))]
    end, start = min(taken) - dice.choice([0, REST]), max(taken) + 1 + dice.choice([0, REST])
    beside += [here.shift(end - 200, end)] * dice.randrange(2) + [here.shift(start, start + 200)] * dice.randrange(2)
    return [each for each in beside if not here.minutes([each]) & taken], asked


@pytest.fixture(params=MOVED)
def here(request: pytest.FixtureRequest) -> World:
    return world(request.param)


def test_shifts_overlap_when_some_minute_belongs_to_both(here: World) -> None:
    dice, met = random.Random(1), 0
    for _ in range(CASES):
        one, other = thrown(dice, here), thrown(dice, here)
        after = here.shift(here.number(one.ends_at), here.number(one.ends_at) + 60)
        for a, b in ((one, other), (other, one), (one, after), (after, one)):
            shared = bool(here.minutes([a]) & here.minutes([b]))
            assert a.overlaps(b) is shared, (a.snapshot(), b.snapshot())
            met += shared
    assert 0 < met < 4 * CASES


def test_rest_hours_and_nights_are_what_the_minutes_add_up_to_r40(here: World) -> None:
    dice = random.Random(2)
    for _ in range(CASES):
        duties, asked = roster(dice, here)
        told, mine = stretches([*duties, asked]), here.minutes([asked])
        worked = here.minutes([*duties, asked])
        case = [each.snapshot() for each in (asked, *duties)]
        assert sum(each.hours for each in told) * 60 == pytest.approx(len(worked)), case
        assert night_hours(asked, ZONE) * 60 == pytest.approx(sum(dark(here, n) for n in mine)), case
        assert found_rests(duties, asked) == (free(duties, mine, -1, here), free(duties, mine, 1, here)), case
        block = around(told, REST * MINUTE, asked)
        assert (here.number(block.start), here.number(block.end)) == between_rests(worked, mine), case
        assert busiest_day(told, asked) * 60 == pytest.approx(most_in_a_day(worked, mine)), case


def dark(here: World, minute: int) -> bool:
    return not 6 <= here.wall[minute].hour < 22


def found_rests(duties: list[Shift], asked: Shift) -> tuple[int | None, int | None]:
    before, after = (None if each is None else round(each / MINUTE) for each in rests(duties, asked))
    return before, after


def free(duties: list[Shift], mine: set[int], step: int, here: World) -> int | None:
    """How many minutes one can walk from a shift before there is work; None when there is none on that side."""
    worked, minute, count = here.minutes(duties), min(mine) if step < 0 else max(mine), 0
    if not any((each - minute) * step > 0 for each in worked):
        return None
    while (minute := minute + step) not in worked:
        count += 1
    return count


def between_rests(worked: set[int], mine: set[int]) -> tuple[int, int]:
    """From the first to after the last minute that is reached without eleven hours of nothing."""

    def reach(minute: int, step: int) -> int:
        idle, last = 0, minute
        while idle < REST:
            minute += step
            idle, last = (0, minute) if minute in worked else (idle + 1, last)
        return last

    return reach(min(mine), -1), reach(max(mine), 1) + 1


def most_in_a_day(worked: set[int], mine: set[int]) -> int:
    """The most minutes of work in any 1440 that touch a shift, each of them looked at."""
    until = list(accumulate((n in worked for n in range(DAYS * 1440)), initial=0))
    return max(until[begin + 1440] - until[begin] for begin in range(min(mine) - 1439, max(mine) + 1))


def test_weeks_run_from_monday_to_monday_on_the_wall_and_have_all_their_hours_r40(here: World) -> None:
    dice, lengths = random.Random(3), set()
    for _ in range(CASES):
        duties, asked = roster(dice, here)
        told, worked = stretches([*duties, asked]), here.minutes([*duties, asked])
        touched = sorted({here.wall[n].isocalendar()[:2] for n in here.minutes([asked])})
        counted = [sum(here.wall[n].isocalendar()[:2] == week for n in worked) for week in touched]
        found = weeks(asked, ZONE)
        assert [hours_within(told, *week) * 60 for week in found] == pytest.approx(counted)
        lengths |= {week.hours for week in found}
    moved = {MOVED["back"]: 169, MOVED["forward"]: 167}.get(here.wall[DAYS * 720].date())
    assert lengths == {168} | ({moved} if moved else set())


def test_hours_within_a_span_are_half_open(here: World) -> None:
    dice = random.Random(4)
    for _ in range(CASES):
        duties, asked = roster(dice, here)
        start, end = sorted(DAYS * 720 + dice.randrange(-3000, 3000) for _ in range(2))
        ends = dice.choice([end, here.number(asked.starts_at), here.number(asked.ends_at)])
        worked = here.minutes([*duties, asked])
        within = hours_within(stretches([*duties, asked]), here.at(start), here.at(ends))
        assert within * 60 == pytest.approx(sum(start <= n < ends for n in worked))
    assert hours_within([Stretch(here.at(0), here.at(60))], here.at(60), here.at(120)) == 0


def test_an_appointment_covers_a_shift_when_it_covers_the_wall_day_of_each_minute_r11(here: World) -> None:
    dice, told = random.Random(5), {True: 0, False: 0}
    middle = here.wall[DAYS * 720].date()
    for _ in range(CASES):
        asked = thrown(dice, here)
        spans = [sorted(middle + timedelta(days=dice.randrange(-3, 4)) for _ in range(2)) for _ in range(2)]
        held = [
            Credential(kind=CredentialKind.GUARD_APPOINTMENT, valid_from=first, valid_until=last)
            for first, last in spans
        ]
        body = Organisation(id=3, name="Bolaget", kind=OrganisationKind.GUARD_COMPANY)
        guard = Person(id=1, name="Vera", organisation=body, organisation_id=3, credentials=held)
        covered = all(any(first <= here.wall[n].date() <= last for first, last in spans) for n in here.minutes([asked]))
        assert (objection(Candidate(guard, []), asked, [3]) is None) is covered, (asked.snapshot(), spans)
        told[covered] += 1
    assert all(told.values())


def test_a_need_becomes_the_shift_that_the_wall_shows_or_is_refused_where_it_never_does_r41(here: World) -> None:
    dice, told, middle = random.Random(6), {True: 0, False: 0}, here.wall[DAYS * 720].date()
    for _ in range(CASES * 2):
        starts, ends = (time(dice.choice([0, 1, 2, 3, 8, 22, 23]), dice.choice([0, 15, 30, 59])) for _ in range(2))
        day, handover = middle + timedelta(days=dice.randrange(-1, 2)), dice.choice([0, 15, 45, 120])
        last = day if starts < ends else day + timedelta(days=1)
        shown = [first_shown(here, day, starts), first_shown(here, last, ends)]
        terms = Terms("Grind", Function.GUARD, f"{starts:%H:%M}", f"{ends:%H:%M}", [day.isoformat()], handover=handover)
        told[None in shown] += 1
        if None in shown:
            with pytest.raises(Refused):
                wanted(EVENT, terms)
            continue
        (want,) = wanted(EVENT, terms)
        found = SimpleNamespace(**want.said)
        assert (here.number(found.starts_at) + handover, here.number(found.ends_at)) == tuple(shown), terms
        assert want.hours * 60 == pytest.approx(len(here.minutes([found])))
    assert told[False] and bool(told[True]) is (middle == MOVED["forward"])


def first_shown(here: World, day: date, hour: time) -> int | None:
    """The first minute in which the wall shows an hour on a day."""
    sought = datetime.combine(day, hour)
    return next((n for n, wall in enumerate(here.wall) if wall == sought), None)
