"""The watch or the day that a paper is made for, instead of for the whole event."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple

from ...errors import N_, Refused
from ...events.hours import span
from ...events.models import Event
from .reading import Reading, Said


class Period(NamedTuple):
    """[starts_at, ends_at) with the numbers of its watches; `day` is that on which it starts."""

    title: str
    day: date
    watches: frozenset[int]
    starts_at: datetime
    ends_at: datetime

    def holds(self, plural: str, part: Said) -> bool:
        """Whether a part of a plan is of this time; one that is of no time is of every time."""
        if plural == "watches":
            return part["number"] in self.watches
        if plural == "commands":
            return part["watch"] is None or part["watch"] in self.watches
        if plural == "duties":
            begins, ends = (datetime.fromisoformat(part[name]) for name in ("starts_at", "ends_at"))
            return begins < self.ends_at and self.starts_at < ends
        return True


def period_of(reading: Reading, code: str) -> Period | None:
    """The period that a code names: "2@2026-06-19" watch 2 of a day, "@2026-06-19" the day; None for an empty one."""
    if not code:
        return None
    number, _, text = code.partition("@")
    day = date.fromisoformat(text)
    watches = [each for each in reading.parts("watches") if each["day"] in (None, text)]
    if not number:
        return Period(text, day, frozenset(each["number"] for each in watches), *reading.event.day_span(day))
    found = next((each for each in watches if str(each["number"]) == number), None)
    if found is None:
        raise Refused(N_("There is no such watch on that day."), field="period")
    title = f"{text} {found['name']} {found['starts']}–{found['ends']}"
    return Period(title, day, frozenset({found["number"]}), *_hours(reading.event, day, found))


def codes(event: Event, watches: list[Any]) -> Iterator[tuple[str, str]]:
    """The periods that there are, as pairs of code and title: each day, and each watch of it."""
    for day in (each.date for each in event.days):
        yield f"@{day}", f"{day}"
        for watch in watches:
            if watch.day in (None, day):
                yield f"{watch.number}@{day}", f"{day} {watch.title}"


def _hours(event: Event, day: date, watch: Said) -> tuple[datetime, datetime]:
    starts, ends = time.fromisoformat(watch["starts"]), time.fromisoformat(watch["ends"])
    return span(event.zone, day, starts, ends, fields=("period", "period"))
