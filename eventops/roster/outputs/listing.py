"""The roster per post, partner, person and day: the same shifts, told to different readers."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from flask_babel import format_date, gettext, ngettext

from ...events.queries import natural
from ...planning.papers import blocks
from ...words import label, stamp
from ..duty import crew
from ..models import Assignment, Shift
from .asked import Asked, Block, Sheet, columns, group, number, rota


class Line(NamedTuple):
    """A shift with those on it of whom is told; `missing` is None where only one partner's people are."""

    shift: Shift
    staff: list[Assignment]
    missing: int | None


def lines(asked: Asked) -> list[Line]:
    """The shifts asked for; of one partner only those that its people stand on, and nothing of the others there."""
    standing: dict[int, list[Assignment]] = defaultdict(list)
    for each in crew(asked.shifts, organisation=asked.organisation):
        standing[each.shift_id].append(each)
    if asked.partner is not None:
        return [Line(shift, standing[shift.id], None) for shift in asked.shifts if shift.id in standing]
    return [Line(shift, standing[shift.id], max(shift.needed - len(standing[shift.id]), 0)) for shift in asked.shifts]


def listing(asked: Asked) -> list[Block]:
    """The roster as blocks of a paper."""
    found = lines(asked)
    if not found:
        return [blocks.text(gettext("Nobody is on the roster here."))]
    return GROUPINGS[asked.by](asked, found)


def _by_post(asked: Asked, found: list[Line]) -> list[Block]:
    posts: dict[tuple[bool, str], list[Line]] = defaultdict(list)
    for line in found:
        posts[line.shift.place is None, line.shift.where].append(line)
    groups = [
        group(_post(some[0].shift), [[asked.day_of(each.shift), *_row(asked, each)] for each in some], _sum(some))
        for _, some in sorted(posts.items(), key=lambda each: (each[0][0], natural(each[0][1])))
    ]
    return [rota([gettext("Day"), *_heads()], [2.2, *_WIDTHS], groups, numbers=(3,))]


def _by_day(asked: Asked, found: list[Line]) -> list[Block]:
    days: dict[date, list[Line]] = defaultdict(list)
    for line in found:
        days[asked.event.operational_day(line.shift.starts_at)].append(line)
    groups = [
        group(_written(day), [[_post(each.shift), *_row(asked, each)] for each in some], _sum(some))
        for day, some in days.items()
    ]
    return [rota([gettext("Post"), *_heads()], [2.2, *_WIDTHS], groups, numbers=(3,))]


def _by_partner(asked: Asked, found: list[Line]) -> list[Block]:
    partners: dict[str, list[Line]] = defaultdict(list)
    for line in found:
        of: dict[str, list[Assignment]] = defaultdict(list)
        for each in line.staff:
            of[each.person.organisation.name].append(each)
        for name, some in of.items():
            partners[name].append(Line(line.shift, some, None))
    told = [(name, some) for name, some in sorted(partners.items(), key=lambda each: each[0].casefold())]
    gaps = [Line(line.shift, [], line.missing) for line in found if line.missing]
    told += [(gettext("Nobody yet"), gaps)] if gaps else []
    groups = [
        group(
            name,
            [[asked.day_of(each.shift, "EEE d MMM"), _post(each.shift), *_row(asked, each)] for each in some],
            _sum(some),
        )
        for name, some in told
    ]
    return [rota([gettext("Day"), gettext("Post"), *_heads()], [1.3, 1.9, *_WIDTHS], groups, numbers=(4,))]


def _by_person(asked: Asked, found: list[Line]) -> list[Block]:
    people: dict[tuple[str, int], list[tuple[Shift, Assignment]]] = defaultdict(list)
    for line in found:
        for each in line.staff:
            people[each.person.sought, each.person_id].append((line.shift, each))
    groups = [_person(asked, some) for _, some in sorted(people.items())]
    heads = [gettext("Day"), gettext("Times"), gettext("Post"), gettext("Function"), gettext("Call sign"), "h"]
    return [rota(heads, [2.1, 2.4, 2.6, 1.6, 1.4, 0.7], groups, numbers=(5,))]


def _person(asked: Asked, some: list[tuple[Shift, Assignment]]) -> Block:
    person = some[0][1].person
    rows = [
        [
            asked.day_of(shift), asked.hours_of(shift), _post(shift), label("function", shift.function),
            asked.sign(each), number(shift.hours),
        ]
        for shift, each in some
    ]  # fmt: skip
    counted = ngettext("%(num)s shift", "%(num)s shifts", len(some))
    hours = number(round(sum(shift.hours for shift, _ in some), 2))
    return group(person.name, rows, f"{person.organisation.name} · {counted} · {hours} h")


GROUPINGS: dict[str, Callable[[Asked, list[Line]], list[Block]]] = {
    "post": _by_post,
    "partner": _by_partner,
    "person": _by_person,
    "day": _by_day,
}
_WIDTHS = (2.3, 1.5, 1.0, 4.1)


def _heads() -> list[str]:
    return [gettext("Times"), gettext("Function"), gettext("Staffed"), gettext("Who")]


def _row(asked: Asked, line: Line) -> list[Any]:
    shift, alone = line.shift, line.missing is None
    counted = str(len(line.staff)) if alone else f"{len(line.staff)}/{shift.needed}"
    names = [[each.person.name, asked.sign(each)] for each in line.staff]
    lack = _lack(line.missing) if line.missing else ""
    return [asked.hours_of(shift), label("function", shift.function), counted, {"names": names, "lack": lack}]


def _lack(missing: int) -> str:
    return str(ngettext("%(num)s is missing", "%(num)s are missing", missing))


def _sum(some: Iterable[Line]) -> str:
    known = list(some)
    missing = sum(line.missing or 0 for line in known)
    counted = ngettext("%(num)s shift", "%(num)s shifts", len(known))
    return f"{counted} · {_lack(missing)}" if missing else str(counted)


def _post(shift: Shift) -> str:
    return f"{shift.place.code} {shift.place.name}" if shift.place else shift.name


def _written(day: date) -> str:
    return str(format_date(day, "EEEE d MMMM yyyy"))


# -- the same for a spreadsheet: a row for each person on a shift, and for each shift that lacks people --


def listed(asked: Asked) -> Sheet:
    """The roster as a sheet, in the order of its grouping."""
    rows = [row for line in lines(asked) for row in _rows(asked, line)]
    return Sheet(_columns(), sorted(rows, key=_ORDER[asked.by]))


def _rows(asked: Asked, line: Line) -> Iterator[dict[str, Any]]:
    shift, wall = line.shift, partial(stamp, event=asked.event)
    told = {
        "day": _written(asked.event.operational_day(shift.starts_at)), "starts": wall(shift.starts_at),
        "ends": wall(shift.ends_at), "hours": round(shift.hours, 2), "post": shift.place.code if shift.place else "",
        "place": shift.place.name if shift.place else "", "shift": shift.name,
        "function": label("function", shift.function),
    }  # fmt: skip
    for each in line.staff:
        reply = label("reply", each.reply) if each.reply else ""
        person = {"name": each.person.name, "organisation": each.person.organisation.name}
        yield {**told, **person, "call_sign": asked.sign(each), "reply": reply}
    if line.missing:
        yield {**told, "name": "", "organisation": "", "missing": line.missing}


_ORDER: dict[str, Callable[[dict[str, Any]], Any]] = {
    "post": lambda row: (row["post"] == "", row["post"], row["starts"], row["name"].casefold()),
    "partner": lambda row: (row["organisation"] == "", row["organisation"].casefold(), row["starts"], row["post"]),
    "person": lambda row: (row["name"] == "", row["name"].casefold(), row["starts"]),
    "day": lambda row: (row["starts"], row["post"], row["name"].casefold()),
}


def _columns() -> Any:
    return columns({
        "day": (gettext("Day"), 26), "starts": (gettext("From"), 17), "ends": (gettext("Until"), 17),
        "hours": (gettext("Length, h"), 9), "post": (gettext("Post"), 8), "place": (gettext("Place"), 22),
        "shift": (gettext("Shift"), 28), "function": (gettext("Function"), 18), "name": (gettext("Name"), 28),
        "organisation": (gettext("Organisation"), 24), "call_sign": (gettext("Call sign"), 10),
        "reply": (gettext("Reply"), 12), "missing": (gettext("Missing"), 9),
    })  # fmt: skip
