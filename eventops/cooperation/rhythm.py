"""The stretches that an event is reported in: weeks until its first day, then days or watches, by the event's wall."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from ..events.models import Event
from ..planning.models import Watch
from .models import PeriodKind, ReportingRhythm

WEEK = timedelta(days=7)
AHEAD = timedelta(weeks=8)  # how far the weeks of an event without days are laid out


@dataclass(frozen=True)
class Stretch:
    """[starts_at, ends_at) in UTC, of which is reported until `due_at`."""

    kind: PeriodKind
    name: str
    starts_at: datetime
    ends_at: datetime
    due_at: datetime


def stretches(event: Event, rhythm: ReportingRhythm, watches: list[Watch], now: datetime) -> list[Stretch]:
    """Every stretch of an event, in order and without gaps; `watches` are those of its plan."""
    live = list(_live(event, rhythm, watches))
    until = live[0].starts_at if live else now + AHEAD
    return [*_weeks(event, rhythm, until), *live]


def _weeks(event: Event, rhythm: ReportingRhythm, until: datetime) -> Iterator[Stretch]:
    """The weeks that begin before a moment; the last one ends there."""
    hour = time.fromisoformat(rhythm.hour)
    day = rhythm.starts_on - timedelta(days=(rhythm.starts_on.weekday() - rhythm.weekday) % 7)
    while (starts := _at(event, day, hour)) < until:
        ends = min(_at(event, day + WEEK, hour), until)
        year, week, _ = (day + WEEK / 2).isocalendar()  # the week that most of it lies in
        due = ends + timedelta(minutes=rhythm.week_due)
        yield Stretch(PeriodKind.WEEK, f"{year}-W{week:02d}", starts, ends, due)
        day += WEEK


def _live(event: Event, rhythm: ReportingRhythm, watches: list[Watch]) -> Iterator[Stretch]:
    due = timedelta(minutes=rhythm.live_due)
    turns = list(_turns(event, watches)) if rhythm.live is PeriodKind.WATCH else []
    if turns:
        ends = [starts for _, starts in turns[1:]] + [_at_end(event, watches)]
        for (name, starts), end in zip(turns, ends, strict=True):
            yield Stretch(PeriodKind.WATCH, name, starts, end, end + due)
        return
    for day in _days(event):
        starts, end = (moment.astimezone(UTC) for moment in event.day_span(day))
        yield Stretch(PeriodKind.DAY, day.isoformat(), starts, end, end + due)


def _turns(event: Event, watches: list[Watch]) -> Iterator[tuple[str, datetime]]:
    """When each watch begins and what it is called; those that begin together are one."""
    found: dict[datetime, list[str]] = {}
    for day in event.days:
        for watch in watches:
            if watch.day in (None, day.date):
                found.setdefault(watch.on(event, day.date).starts_at, []).append(watch.name)
    for starts, names in sorted(found.items()):
        yield f"{event.local(starts).date().isoformat()} {', '.join(dict.fromkeys(names))}", starts


def _at_end(event: Event, watches: list[Watch]) -> datetime:
    turns = [watch.on(event, day.date) for day in event.days for watch in watches if watch.day in (None, day.date)]
    return max(turn.ends_at for turn in turns)


def _days(event: Event) -> Iterator[date]:
    """From the first day through the last: what lies between two of an event's days is reported, too."""
    dates = [day.date for day in event.days]
    for count in range((max(dates) - min(dates)).days + 1 if dates else 0):
        yield min(dates) + timedelta(days=count)


def _at(event: Event, day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, event.zone).astimezone(UTC)
