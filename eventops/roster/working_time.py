"""Working time as half-open intervals of true time: rest, hours and nights, whoever the employer is (R40)."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

DAY, WEEK = timedelta(days=1), timedelta(days=7)
NIGHT = (time(22), time(6))
PERIOD = 122 * DAY  # four months, over which the weekly hours are averaged


class Worked(Protocol):
    """Anything that lasts from a moment up to another."""

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...


class Stretch(NamedTuple):
    """[start, end), aware, in UTC."""

    start: datetime
    end: datetime

    @property
    def hours(self) -> float:
        return (self.end - self.start).total_seconds() / 3600


def stretches(duties: Iterable[Worked]) -> list[Stretch]:
    """When somebody works, in time order; what overlaps or meets is one stretch."""
    told = sorted((duty.starts_at.astimezone(UTC), duty.ends_at.astimezone(UTC)) for duty in duties)
    return joined([Stretch(*each) for each in told], timedelta())


def joined(told: Sequence[Stretch], rest: timedelta) -> list[Stretch]:
    """Stretches in time order as one wherever less than `rest` lies between them (none at all for no time)."""
    found: list[Stretch] = []
    for each in told:
        if found and (each.start <= found[-1].end or each.start - found[-1].end < rest):
            found[-1] = Stretch(found[-1].start, max(found[-1].end, each.end))
        else:
            found.append(each)
    return found


def around(told: Sequence[Stretch], rest: timedelta, shift: Worked) -> Stretch:
    """The working time that a shift belongs to, from one rest of that length to the next."""
    return next(each for each in joined(told, rest) if each.start <= shift.starts_at and shift.ends_at <= each.end)


def rests(duties: Iterable[Worked], shift: Worked) -> tuple[timedelta | None, timedelta | None]:
    """The rest before a shift and after it; None where nothing else is planned on that side."""
    others = [each for each in duties if each is not shift]
    ended = [each.ends_at for each in others if each.ends_at <= shift.starts_at]
    begun = [each.starts_at for each in others if each.starts_at >= shift.ends_at]
    before = shift.starts_at - max(ended) if ended else None
    return before, min(begun) - shift.ends_at if begun else None


def hours_within(told: Sequence[Stretch], start: datetime, end: datetime) -> float:
    """How many hours of some stretches lie in [start, end)."""
    parts = (min(each.end, end) - max(each.start, start) for each in told)
    return sum(max(part, timedelta()).total_seconds() for part in parts) / 3600


def busiest_day(told: Sequence[Stretch], shift: Worked) -> float:
    """The most hours in any 24 h that touch a shift; they are most in some that begin or end with a stretch."""
    begins = [each.start for each in told] + [each.end - DAY for each in told]
    near = [begin for begin in begins if begin < shift.ends_at and begin + DAY > shift.starts_at]
    return max(hours_within(told, begin, begin + DAY) for begin in near)


def weeks(shift: Worked, zone: ZoneInfo) -> list[Stretch]:
    """The weeks that a shift touches, from Monday to Monday on the wall."""
    found = []
    day = shift.starts_at.astimezone(zone).date()
    monday = day - timedelta(days=day.weekday())
    while (start := datetime.combine(monday, time(), zone)) < shift.ends_at:
        monday += WEEK
        found.append(Stretch(start.astimezone(UTC), datetime.combine(monday, time(), zone).astimezone(UTC)))
    return found


def average_week(told: Sequence[Stretch], shift: Worked) -> float:
    """The most hours a week, on average over any four months with a shift in them that end with a stretch."""
    if sum(each.hours for each in told) < 1:
        return 0
    ends = [each.end for each in told if shift.ends_at <= each.end <= shift.starts_at + PERIOD]
    return max(hours_within(told, end - PERIOD, end) for end in ends) / (PERIOD / WEEK)


def night_hours(shift: Worked, zone: ZoneInfo) -> float:
    """How many hours of a shift lie between 22 and 06 on the wall, in true time."""
    day = shift.starts_at.astimezone(zone).date() - DAY
    total = 0.0
    while (start := datetime.combine(day, NIGHT[0], zone).astimezone(UTC)) < shift.ends_at:
        day += DAY
        end = datetime.combine(day, NIGHT[1], zone).astimezone(UTC)
        total += hours_within([Stretch(shift.starts_at, shift.ends_at)], start, end)
    return total
