"""What somebody asks for when they take the roster out, and how its hours are said."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from flask_babel import format_date, format_decimal

from ...access import POLICE, Actor
from ...events.models import Event, Partner
from ...formats import Column
from .. import queries
from ..duty import hidden_signs
from ..models import Assignment, Shift

Block = dict[str, Any]


class Sheet(NamedTuple):
    """A table for a spreadsheet."""

    columns: list[Column]
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class Asked:
    """By what the rows are grouped, and of which partner and operational day; None is all of them.

    `more` is what was typed for the staffing decision.
    """

    event: Event
    actor: Actor
    at: datetime
    by: str = "post"
    partner: Partner | None = None
    day: date | None = None
    more: dict[str, str] = field(default_factory=dict)

    @cached_property
    def shifts(self) -> list[Shift]:
        """The shifts of the day asked for, in time order."""
        found = queries.shifts(self.event)
        return [each for each in found if self.day in (None, self.event.operational_day(each.starts_at))]

    @property
    def organisation(self) -> int | None:
        """The id of the only organisation whose people are told of."""
        return self.partner.organisation_id if self.partner else None

    @cached_property
    def _hidden(self) -> set[str]:
        return set() if POLICE in self.actor.feeds else hidden_signs(self.event)

    def sign(self, assignment: Assignment) -> str:
        """What somebody is called on the radio, unless only the police know of their unit."""
        return "" if assignment.call_sign in self._hidden else assignment.call_sign or ""

    def day_of(self, shift: Shift, style: str = "EEEE d MMMM") -> str:
        """The day on the wall that a shift begins, written out."""
        return str(format_date(self.event.local(shift.starts_at).date(), style))

    def hours_of(self, shift: Shift) -> str:
        """The hours on the wall, with the day of the end if it is another, and the zones if the clock is changed."""
        start, end = self.event.local(shift.starts_at), self.event.local(shift.ends_at)
        style = "%H:%M" if start.utcoffset() == end.utcoffset() else "%H:%M %Z"
        until = "" if start.date() == end.date() else f" {format_date(end.date(), 'EEE d MMM')}"
        return f"{start:{style}} – {end:{style}}{until}"


def number(value: float | Decimal) -> str:
    """A number of hours as it is written, with at most two decimals."""
    return str(format_decimal(value, "#,##0.##"))


def money(value: Decimal | None) -> str:
    """A sum in kronor, nothing where it is not known."""
    return "" if value is None else f"{format_decimal(value, '#,##0')} kr"


def price(value: Decimal) -> str:
    """What an hour costs, to the öre."""
    return f"{format_decimal(value, '#,##0.00')} kr"


def columns(heads: dict[str, tuple[str, int]]) -> list[Column]:
    """The columns of a sheet from {key: (heading, width)}."""
    return [Column(key, str(heading), width) for key, (heading, width) in heads.items()]


def rota(
    heads: list[str], widths: list[float], groups: list[Block], *, numbers: tuple[int, ...] = (),
    total: list[str] | None = None,
) -> Block:  # fmt: skip
    """Rows under shared heads in groups; `numbers` are the columns that are set to the right, width 0 is as needed."""
    return {
        "kind": "rota", "heads": heads, "widths": widths, "groups": groups, "numbers": list(numbers),
        "total": total or [],
    }  # fmt: skip


def group(title: str, rows: list[list[Any]], note: str = "") -> Block:
    """Some rows with what they have in common; a cell is a text, or {"names": [[name, call sign]], "lack": text}."""
    return {"title": title, "note": note, "rows": rows}
