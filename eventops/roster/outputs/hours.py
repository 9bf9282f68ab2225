"""The resource ledger (R72): hours by organisation, origin unit and function, and what they cost."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext

from ...events.models import Event
from ...extensions import db
from ...people.models import Organisation
from ...planning.papers import blocks
from ...words import label
from ..actions.rate import rates
from ..duty import crew
from ..models import Assignment, Enlistment, Function, Rate, Shift
from ..roll_call import times
from .asked import Asked, Block, Sheet, columns, group, money, number, price, rota

CENT = Decimal("0.01")
NOTHING = Decimal(0)


@dataclass
class Spent:
    """What one origin unit gave in one function; `worked` counts shifts that have begun, `called` by the roll-call."""

    organisation: Organisation
    origin: str
    function: Function
    rate: Rate | None
    people: set[int] = field(default_factory=set)
    shifts: int = 0
    planned: Decimal = NOTHING
    worked: Decimal = NOTHING
    called: Decimal = NOTHING

    def cost(self, hours: Decimal) -> Decimal | None:
        """None while nobody has said what an hour costs."""
        return (hours * self.rate.per_hour).quantize(CENT) if self.rate else None

    @property
    def planned_cost(self) -> Decimal | None:
        return self.cost(self.planned)

    @property
    def worked_cost(self) -> Decimal | None:
        return self.cost(self.worked)


@dataclass(frozen=True)
class Ledger:
    """All that was given, by organisation, origin and function."""

    rows: list[Spent]

    def total(self, name: str) -> Decimal:
        """The sum of a column, of what is known of it."""
        return sum((getattr(row, name) or NOTHING for row in self.rows), NOTHING)

    @property
    def unpriced(self) -> Decimal:
        """Planned hours that nobody has said the cost of."""
        return sum((row.planned for row in self.rows if row.rate is None), NOTHING)

    @property
    def persons(self) -> int:
        """How many people, each counted once."""
        return len(set[int]().union(*(row.people for row in self.rows)))

    def share(self, row: Spent) -> Decimal:
        """A row's share of the planned hours in percent."""
        whole = self.total("planned")
        return row.planned * 100 / whole if whole else NOTHING

    @property
    def organisations(self) -> list[tuple[Organisation, "Ledger"]]:
        """The same for each organisation, by name."""
        found: dict[int, list[Spent]] = defaultdict(list)
        for row in self.rows:
            found[row.organisation.id].append(row)
        return [(rows[0].organisation, Ledger(rows)) for rows in found.values()]


def ledger(event: Event, shifts: Sequence[Shift], now: datetime, organisation: int | None = None) -> Ledger:
    """The hours of some shifts of an event as planned, and up to now as worked."""
    origins, priced = _origins(event), {(each.organisation_id, each.function): each for each in rates(event)}
    rows: dict[tuple[int, str, Function], Spent] = {}

    def spent(by: Assignment) -> Spent:
        of, origin, function = by.person.organisation, origins.get(by.person_id, ""), by.shift.function
        fresh = Spent(of, origin, function, priced.get((of.id, function)))
        row = rows.setdefault((of.id, origin, function), fresh)
        row.people.add(by.person_id)
        return row

    for each in crew(shifts, organisation=organisation):
        row = spent(each)
        row.shifts += 1
        row.planned += _hours(each.shift.hours)
    for done in times(event, shifts, now):
        if organisation in (None, done.assignment.person.organisation_id):
            row = spent(done.assignment)
            row.worked += _hours(done.hours)
            row.called += _hours(done.hours) if done.noted else NOTHING
    return Ledger(sorted(rows.values(), key=_order))


def _order(row: Spent) -> tuple[str, bool, str, str]:
    return row.organisation.name.casefold(), not row.origin, row.origin.casefold(), row.function.value


def _hours(value: float) -> Decimal:
    return Decimal(value).quantize(CENT)


def _origins(event: Event) -> dict[int, str]:
    query = db.select(Enlistment.person_id, Enlistment.origin).filter_by(event_id=event.id)
    return {person: origin.strip() for person, origin in db.session.execute(query) if origin and origin.strip()}


# -- as a paper and as a sheet --


def hours(asked: Asked) -> list[Block]:
    """The ledger as a paper, with where the rates come from."""
    known = ledger(asked.event, asked.shifts, asked.at, asked.organisation)
    if not known.rows:
        return [blocks.text(gettext("Nobody is on the roster here."))]
    groups = [
        group(of.name, [_row(known, each) for each in part.rows], _note(part)) for of, part in known.organisations
    ]
    heads = [
        gettext("Origin unit"), gettext("Function"), gettext("People"), gettext("Planned h"), gettext("Worked h"),
        gettext("Share"), gettext("Per hour"), gettext("Planned cost"), gettext("Worked cost"),
    ]  # fmt: skip
    total = [
        gettext("In all"), "", str(known.persons), number(known.total("planned")), number(known.total("worked")),
        "100 %", "", summed(known, "planned_cost"), summed(known, "worked_cost"),
    ]  # fmt: skip
    widths = [2.3, 1.7, 1, 1.3, 1.2, 0.9, 1.3, 1.5, 1.5]
    return [
        rota(heads, widths, groups, numbers=(2, 3, 4, 5, 6, 7, 8), total=total), *_reservations(known),
        *_sources(row.rate for row in known.rows),
    ]  # fmt: skip


def _row(known: Ledger, row: Spent) -> list[str]:
    none = gettext("no rate")
    return [
        row.origin or gettext("not stated"), label("function", row.function), str(len(row.people)),
        number(row.planned), number(row.worked), f"{number(round(known.share(row), 1))} %",
        price(row.rate.per_hour) if row.rate else none, money(row.planned_cost) or none,
        money(row.worked_cost) or none,
    ]  # fmt: skip


def _note(part: Ledger) -> str:
    return f"{number(part.total('planned'))} h · {summed(part, 'planned_cost')}"


def summed(part: Ledger, name: str) -> str:
    """What is known of a cost: all of it, at least so much, or nothing."""
    if part.unpriced and part.unpriced == part.total("planned"):
        return str(gettext("no rate"))
    known = money(part.total(name))
    return str(gettext("at least %(sum)s", sum=known)) if part.unpriced else known


def reservations(known: Ledger) -> list[str]:
    """What to know before one reads the sums."""
    said = [
        gettext(
            "Worked is what has begun: %(called)s h by the roll-call, the rest as planned.",
            called=number(known.total("called")),
        )
    ]
    if known.unpriced:
        said.append(
            gettext(
                "%(hours)s planned hours have no rate; their cost is not in the sums.", hours=number(known.unpriced)
            )
        )
    return said


def _reservations(known: Ledger) -> list[Block]:
    return [blocks.text(said, soft=True) for said in reservations(known)]


def _sources(priced: Iterable[Rate | None]) -> list[Block]:
    known = {each.id: each for each in priced if each}
    if not known:
        return []
    rows = [
        [each.organisation.name, label("function", each.function), price(each.per_hour), each.source or ""]
        for each in known.values()
    ]
    heads = (gettext("Organisation"), gettext("Function"), gettext("Per hour"), gettext("Source"))
    return [blocks.heading(gettext("Rates"), 2), blocks.table(heads, rows, (3, 2, 1, 5))]


def hours_sheet(asked: Asked) -> Sheet:
    """The ledger for a spreadsheet; a cost that is not known is an empty cell."""
    known = ledger(asked.event, asked.shifts, asked.at, asked.organisation)
    heads = {
        "organisation": (gettext("Organisation"), 26), "origin": (gettext("Origin unit"), 22),
        "function": (gettext("Function"), 18), "people": (gettext("People"), 9), "shifts": (gettext("Shifts"), 9),
        "planned": (gettext("Planned h"), 11), "worked": (gettext("Worked h"), 11),
        "called": (gettext("By the roll-call, h"), 16), "share": (gettext("Share in percent"), 9),
        "rate": (gettext("Per hour"), 11), "planned_cost": (gettext("Planned cost"), 14),
        "worked_cost": (gettext("Worked cost"), 14), "source": (gettext("Source"), 40),
    }  # fmt: skip
    return Sheet(columns(heads), [_cells(known, row) for row in known.rows])


def _cells(known: Ledger, row: Spent) -> dict[str, Any]:
    sums = {
        "planned": row.planned, "worked": row.worked, "called": row.called, "share": round(known.share(row), 2),
        "rate": row.rate.per_hour if row.rate else None, "planned_cost": row.planned_cost,
        "worked_cost": row.worked_cost,
    }  # fmt: skip
    return {
        "organisation": row.organisation.name, "origin": row.origin, "function": label("function", row.function),
        "people": len(row.people), "shifts": row.shifts,
        **{name: None if value is None else float(value) for name, value in sums.items()},
        "source": row.rate.source if row.rate else gettext("no rate"),
    }  # fmt: skip
