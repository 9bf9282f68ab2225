"""The roster as a picture: posts down, time across, each shift a bar with how many of those needed are on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from ..events.models import Event, Place
from ..events.queries import natural
from .models import Shift

OVERLAP = timedelta(minutes=30)  # handing over: shifts that overlap no more than this are drawn end to end
WEEK = 7  # days on the board at once


@dataclass(frozen=True)
class Bar:
    """A shift on the board; `left` and `width` in percent of the whole time, `lane` counted from 0."""

    shift: Shift
    filled: int
    left: float
    width: float
    lane: int

    @property
    def missing(self) -> int:
        """How many more are needed."""
        return max(self.shift.needed - self.filled, 0)

    @property
    def coverage(self) -> str:
        """ "none", "part", "full" or "over"."""
        if not self.filled:
            return "none"
        return "part" if self.missing else "full" if self.filled == self.shift.needed else "over"

    @property
    def share(self) -> float:
        """The filled share in percent, at most 100."""
        return min(self.filled / self.shift.needed, 1) * 100


@dataclass
class Row:
    """A post, or the shifts bound to no place under one name."""

    place: Place | None
    name: str
    bars: list[Bar] = field(default_factory=list)
    ends: list[datetime] = field(default_factory=list)  # of each lane, as drawn

    @property
    def code(self) -> str:
        """The post's; empty where there is none."""
        return self.place.code if self.place else ""

    @property
    def lanes(self) -> int:
        """How many shifts are drawn above each other."""
        return len(self.ends)


@dataclass(frozen=True)
class DayStrip:
    """An operational day on the board, and how many of those needed that day are on it."""

    date: date
    left: float
    width: float
    filled: int
    needed: int


@dataclass(frozen=True)
class Board:
    """What is drawn between two moments."""

    start: datetime
    end: datetime
    rows: list[Row]
    days: list[DayStrip]
    ticks: list[tuple[float, str]]
    now: float | None

    @property
    def bars(self) -> list[Bar]:
        """All shifts, in time order."""
        return sorted((bar for row in self.rows for bar in row.bars), key=lambda bar: bar.shift.starts_at)

    @property
    def gaps(self) -> list[Bar]:
        """The shifts that lack people, in time order."""
        return [bar for bar in self.bars if bar.missing]


def window(event: Event, shifts: Sequence[Shift], today: date, first: date | None = None) -> list[date]:
    """The operational days to draw: at most a week of those with shifts or opening hours, from `first` or today."""
    known = sorted({day.date for day in event.days} | {event.operational_day(shift.starts_at) for shift in shifts})
    long = known and (known[-1] - known[0]).days >= WEEK
    begin = first or (today if long and today <= known[-1] else None)
    days = [day for day in known if begin is None or day >= begin] or known
    return [day for day in days if (day - days[0]).days < WEEK]


def draw(
    event: Event, shifts: Iterable[Shift], staffing: Mapping[int, int], days: Sequence[date], now: datetime
) -> Board:
    """The board of the operational days from the first to the last of `days`, with the line of `now` if within."""
    start, end = event.day_span(days[0])[0].astimezone(UTC), event.day_span(days[-1])[1].astimezone(UTC)
    rows: dict[tuple[int | None, str], Row] = {}
    seen = [shift for shift in shifts if shift.starts_at < end and shift.ends_at > start]
    for shift in sorted(seen, key=lambda each: (each.starts_at, each.ends_at)):
        key = (shift.place_id, "" if shift.place else shift.name)
        row = rows.setdefault(key, Row(shift.place, shift.place.name if shift.place else shift.name))
        row.bars.append(_bar(row, shift, staffing.get(shift.id, 0), start, end))
    ordered = sorted(rows.values(), key=lambda row: (row.place is None, natural(row.code or row.name)))
    line = _percent(now, start, end) if start <= now < end else None
    strips = [_strip(event, day, seen, staffing, start, end) for day in _dates(days[0], days[-1])]
    return Board(start, end, ordered, strips, _ticks(event, start, end), line)


def _bar(row: Row, shift: Shift, filled: int, start: datetime, end: datetime) -> Bar:
    lane = next((n for n, taken in enumerate(row.ends) if taken <= shift.starts_at + OVERLAP), len(row.ends))
    if lane == len(row.ends):
        row.ends.append(start)
    begins, stops = max(shift.starts_at, row.ends[lane]), min(shift.ends_at, end)
    row.ends[lane] = stops
    left = _percent(begins, start, end)
    return Bar(shift, filled, left, _percent(stops, start, end) - left, lane)


def _strip(
    event: Event, day: date, shifts: Sequence[Shift], staffing: Mapping[int, int], start: datetime, end: datetime
) -> DayStrip:
    opens, closes = (each.astimezone(UTC) for each in event.day_span(day))
    mine = [shift for shift in shifts if opens <= shift.starts_at < closes]
    filled = sum(min(staffing.get(shift.id, 0), shift.needed) for shift in mine)
    left, right = _percent(opens, start, end), _percent(closes, start, end)
    return DayStrip(day, left, right - left, filled, sum(shift.needed for shift in mine))


def _ticks(event: Event, start: datetime, end: datetime) -> list[tuple[float, str]]:
    """Every sixth hour on the wall, every third when it is only a day or two."""
    step = 6 if (end - start) > timedelta(days=2) else 3
    walls = [
        datetime.combine(day, time(hour), event.zone)
        for day in _dates(event.local(start).date(), event.local(end).date())
        for hour in range(0, 24, step)
    ]
    return [(_percent(wall, start, end), f"{wall:%H}") for wall in walls if start < wall < end]


def _dates(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _percent(moment: datetime, start: datetime, end: datetime) -> float:
    """Where a moment lies between two others; true time, so a night with 25 hours is longer."""
    return (moment - start) / (end - start) * 100  # `start` is in UTC, and so hours between are true
