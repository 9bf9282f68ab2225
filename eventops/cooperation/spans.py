"""What stretch of time a picture is of, the same slot of the calendar before it, and an hour of the week within it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from ..errors import N_, Refused
from ..events.models import Event

LONGEST = 1100  # days of one picture
HOURS = range(24)


class SpanKind(StrEnum):
    """How a stretch of time is named."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    EVENT = "event"
    OWN = "own"
    PERIOD = "period"


# How many of its kind lie between a stretch and the one a year before; weeks keep their weekdays.
A_YEAR = {SpanKind.DAY: 364, SpanKind.WEEK: 52, SpanKind.MONTH: 12}


@dataclass(frozen=True)
class Span:
    """[since, until) in UTC. `number` is that of a reporting period."""

    kind: SpanKind
    since: datetime
    until: datetime
    number: int | None = None

    @property
    def seconds(self) -> float:
        """How long it is; the day on which the clock is moved has 23 or 25 hours."""
        return (self.until - self.since).total_seconds()

    @property
    def year(self) -> int:
        """How many steps back the same slot of the year before lies."""
        return A_YEAR.get(self.kind) or max(1, round(364 / self._days))

    @property
    def _days(self) -> int:
        return max(1, -(-round(self.seconds) // 86400)) if self.kind is not SpanKind.WEEK else 7

    def earlier(self, event: Event, steps: int = 1) -> "Span":
        """The same slot of the calendar `steps` before (negative: after), by the clock on the event's wall."""
        since, until = (_moved(self, event, moment, steps) for moment in (self.since, self.until))
        return Span(self.kind, since, until)

    def first(self, event: Event) -> date:
        """The operational day on which it begins."""
        return event.operational_day(self.since)

    def last(self, event: Event) -> date:
        """The operational day on which it ends."""
        return event.operational_day(self.until - timedelta(microseconds=1))


def _moved(span: Span, event: Event, moment: datetime, steps: int) -> datetime:
    wall = event.local(moment).replace(tzinfo=None)
    if span.kind is SpanKind.MONTH:
        whole = wall.year * 12 + wall.month - 1 - steps
        wall = wall.replace(year=whole // 12, month=whole % 12 + 1)  # months begin on their first day
    else:
        wall -= timedelta(days=_in_days(span, event) * steps)
    return wall.replace(tzinfo=event.zone).astimezone(UTC)


def _in_days(span: Span, event: Event) -> int:
    """How many whole days of the wall hold it."""
    since, until = (event.local(moment).replace(tzinfo=None) for moment in (span.since, span.until))
    return max(1, -(-(until - since) // timedelta(days=1)))


def of_days(event: Event, first: date, last: date, kind: SpanKind = SpanKind.OWN) -> Span:
    """The operational days from the first through the last."""
    if last < first:
        raise Refused(N_("The last day comes before the first."), field="last")
    if (last - first).days >= LONGEST:
        raise Refused(N_("A picture is of at most %(most)s days."), field="last", most=LONGEST)
    return Span(kind, _start(event, first), event.day_span(last)[1].astimezone(UTC))


def around(event: Event, kind: SpanKind, day: date) -> Span:
    """The day, week (from Monday) or month that holds an operational day; the event's own days."""
    if kind is SpanKind.WEEK:
        first = day - timedelta(days=day.weekday())
        return of_days(event, first, first + timedelta(days=6), kind)
    if kind is SpanKind.MONTH:
        first = day.replace(day=1)
        return of_days(event, first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1), kind)
    if kind is SpanKind.EVENT and event.days:
        return of_days(event, event.days[0].date, event.days[-1].date, kind)
    return of_days(event, day, day, SpanKind.DAY)


def slots(event: Event, span: Span, weekday: int, hour: int) -> Iterator[tuple[datetime, datetime]]:
    """The moments [start, end) of an hour of the week: of each operational day of that weekday, the hour on the wall.

    Where the clock is turned back the hour is two hours long; where it jumps, there is none.
    """
    day, last = span.first(event), span.last(event)
    day += timedelta(days=(weekday - day.weekday()) % 7)
    while day <= last:
        on = day + timedelta(days=1) if hour < event.day_starts_at else day
        starts = datetime.combine(on, time(hour), event.zone).astimezone(UTC)
        after = datetime.combine(on, time(hour)) + timedelta(hours=1)
        ends = after.replace(tzinfo=event.zone).astimezone(UTC)
        starts, ends = max(starts, span.since), min(ends, span.until)
        if starts < ends:
            yield starts, ends
        day += timedelta(days=7)


def offsets(event: Event, span: Span) -> list[tuple[datetime, int]]:
    """The stretches of a span between moves of the clock, in order: each until when, and its seconds ahead of UTC."""
    found, at = [], span.since
    while at < span.until:
        off, day = event.local(at).utcoffset(), at
        while day < span.until and event.local(day).utcoffset() == off:
            day = min(day + timedelta(days=1), span.until)
        until = day if event.local(day).utcoffset() == off else _move(event, day - timedelta(days=1), day)
        found.append((until, int(off.total_seconds()) if off else 0))
        at = until
    return found


def _move(event: Event, before: datetime, after: datetime) -> datetime:
    """The minute between two moments at which the clock is moved."""
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // 2
        same = event.local(middle).utcoffset() == event.local(before).utcoffset()
        before, after = (middle, after) if same else (before, middle)
    return after.replace(second=0, microsecond=0)


def weekdays(event: Event, span: Span) -> list[int]:
    """How many operational days of each weekday it has, from Monday."""
    first, last = span.first(event), span.last(event)
    whole, rest = divmod((last - first).days + 1, 7)
    return [whole + ((weekday - first.weekday()) % 7 < rest) for weekday in range(7)]


def _start(event: Event, day: date) -> datetime:
    return event.day_span(day)[0].astimezone(UTC)
