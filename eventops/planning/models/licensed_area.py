"""Where alcohol is served: its hours, when it is cleared, and who is responsible the whole time (R7)."""

import re
from datetime import date, time
from typing import NamedTuple

from sqlalchemy.orm import Mapped

from ...errors import N_, Refused
from ...extensions import db
from .part import Part

FULL_AGE = 20  # years of a responsible person: 2010:1622 8:18
DAY_BEGINS = 6  # hour: what comes before it belongs to the night before
LINE = re.compile(r"^\s*(?P<name>[^,;]+?)\s*[,;]\s*(?P<born>\d{4}(?:-\d\d-\d\d)?)\s*[,;]\s*(?P<span>\S.*?)\s*$")
SPAN = re.compile(r"^(\d{1,2})[:.](\d\d)\s*[-–]\s*(\d{1,2})[:.](\d\d)$")


class Responsible(NamedTuple):
    """One line of the roster; hours in minutes from midnight, the small hours after 24:00."""

    name: str
    born: str
    begins: int
    ends: int

    def full_age(self, day: date) -> bool | None:
        """Whether this person is 20 on a day; None where only the year is said and it may be either."""
        if len(self.born) == 4:
            years = day.year - int(self.born)
            return None if years == FULL_AGE else years > FULL_AGE
        born = date.fromisoformat(self.born)
        return (day.year - born.year, day.month, day.day) >= (FULL_AGE, born.month, born.day)


class LicensedArea(Part, db.Model):  # type: ignore[name-defined]
    """A bar or serving area. `roster` is a line for each responsible person: "name, born, from–to"."""

    KIND, PLURAL, TITLE, OWNER = "licensed_area", "licensed_areas", "text", "owner"
    FIELDS = (
        "text", "place", "owner", "holder", "permit", "opens", "closes", "last_call", "clear_minutes", "roster", "note",
    )  # fmt: skip
    OF_ITS_EDITION = ("roster",)
    REFERENCES = {"place": "place", "owner": "partner", "permit": "permits"}

    text: Mapped[str]
    place: Mapped[str | None]
    owner: Mapped[str | None]
    holder: Mapped[str | None]
    permit: Mapped[int | None]
    opens: Mapped[time]
    closes: Mapped[time]
    last_call: Mapped[time | None]
    clear_minutes: Mapped[int]
    roster: Mapped[str | None]
    note: Mapped[str | None]

    @property
    def span(self) -> tuple[int, int]:
        """When it serves, in minutes from midnight; an end in the small hours lies after 24:00."""
        return _from(self.opens), _until(self.opens, self.closes)

    @property
    def responsible(self) -> list[Responsible]:
        """The roster, line by line; raises Refused for a line that cannot be read."""
        lines = enumerate((self.roster or "").splitlines(), 1)
        return [_responsible(number, line) for number, line in lines if line.strip()]

    def gaps(self) -> list[tuple[int, int]]:
        """When it serves and nobody is responsible (R7)."""
        reached, end = self.span
        found = []
        for each in sorted(self.responsible, key=lambda each: each.begins):
            if each.begins > reached:
                found.append((reached, min(each.begins, end)))
            reached = max(reached, each.ends)
            if reached >= end:
                return found
        return [*found, (reached, end)]

    def check(self) -> None:
        if self.last_call and not self.span[0] < _until(self.opens, self.last_call) <= self.span[1]:
            raise Refused(N_("The last call is while it serves."), field="last_call")
        for day in self.event.days[:1]:
            for each in self.responsible:
                _of_age(each, day.date)


def _of_age(each: Responsible, day: date) -> None:
    if (grown := each.full_age(day)) is None:
        raise Refused(N_("%(name)s turns 20 that year: write the whole date of birth."), field="roster", name=each.name)
    if not grown:
        raise Refused(N_("%(name)s is not 20 on the first day."), field="roster", name=each.name)


def _responsible(number: int, line: str) -> Responsible:
    found = LINE.match(line)
    hours = SPAN.match(found["span"]) if found else None
    try:
        assert found and hours
        begins, ends = (time(int(hours[n]), int(hours[n + 1])) for n in (1, 3))
        Responsible("", found["born"], 0, 0).full_age(date(2000, 1, 1))
    except (AssertionError, ValueError):
        raise Refused(N_("Line %(number)s: write name, born, from–to."), field="roster", number=number) from None
    return Responsible(found["name"], found["born"], _from(begins), _until(begins, ends))


def _from(at: time) -> int:
    return at.hour * 60 + at.minute + (24 * 60 if at.hour < DAY_BEGINS else 0)


def _until(begins: time, ends: time) -> int:
    end = _from(ends)
    return end if end > _from(begins) else end + 24 * 60
