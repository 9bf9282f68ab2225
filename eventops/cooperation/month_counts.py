"""What happened in a month by group of categories and municipality, with only the counts that may be told."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from ..access import Actor
from ..events.models import Event, Place
from ..extensions import db
from ..intervals import ratio
from ..paths import asset_folder
from ..words import LABELS
from .cells import Suppressed
from .happenings import Scope, counted
from .models import Municipality
from .spans import Span, SpanKind, around

GROUPS = tuple(LABELS["category_group"])
SPANS = ("now", "before", "year")  # the month, the one before it, the same one a year before
Row = dict[str, Any]


@cache
def reference() -> dict[str, Any]:
    """Seed/reference/situation.toml."""
    return tomllib.loads((asset_folder("seed") / "reference" / "situation.toml").read_text("utf-8"))


def least() -> int:
    """The smallest count that is told."""
    return int(reference()["privacy"]["smallest_cell"])


def municipalities(event: Event) -> Sequence[Municipality]:
    """Those that the event tells apart, in the order they were added."""
    query = db.select(Municipality).filter_by(event_id=event.id, removed_at=None)
    return db.session.scalars(query.order_by(Municipality.number)).all()


@dataclass(frozen=True)
class Columns:
    """Which municipality something happened in: by the sector it lies in, else by what its place is called.

    What lies in none of them is in the last column; where nothing is told apart, that is the only one.
    """

    names: tuple[str, ...]
    sectors: dict[int, int]
    called: dict[str, int]

    @classmethod
    def of(cls, event: Event, found: Sequence[Municipality]) -> "Columns":
        query = db.select(Place.code, Place.id).filter_by(event_id=event.id)
        ids = {code: place for code, place in db.session.execute(query)}
        sectors = {ids[code]: at for at, each in enumerate(found) for code in each.places if code in ids}
        return cls(
            tuple(each.name for each in found), sectors, {each.name.casefold(): at for at, each in enumerate(found)}
        )

    def column(self, sector: int | None, place: str | None) -> int:
        """Where to count what happened in a sector, or at a place that is called so: "Falun", "Stora torget, Falun"."""
        if sector in self.sectors:
            return self.sectors[sector]
        parts = [part.strip().removesuffix(" kommun") for part in (place or "").casefold().split(",")]
        return next((self.called[part] for part in parts if part in self.called), len(self.names))


def spans(event: Event, month: str) -> dict[str, Span]:
    """The month, the one before and the same one a year before: operational days."""
    now = around(event, SpanKind.MONTH, date.fromisoformat(f"{month}-01"))
    return {"now": now, "before": now.earlier(event), "year": now.earlier(event, 12)}


def figures(event: Event, actor: Actor, month: str) -> Row:
    """What may be told of a month: the rows by group, their sums, and the changes with their intervals.

    Of those who hear the police everybody gets the same: what is for the command alone counts for nobody.
    """
    columns = Columns.of(event, municipalities(event))
    during = spans(event, month)
    tables = {name: Suppressed(body(event, actor, span, columns), least()) for name, span in during.items()}
    days = {name: span.seconds / 86_400 for name, span in during.items()}
    rows = [_row(tables, at, days, group) for at, group in enumerate(GROUPS) if any(_all(tables, at))]
    return {
        "columns": [*columns.names, ""], "rows": rows, "all": _row(tables, -1, days, ""), "least": least(),
        "withheld": any(None in row[name] for row in rows for name in SPANS),
    }  # fmt: skip


def body(event: Event, actor: Actor, span: Span, columns: Columns) -> list[list[int]]:
    """The counts by group and municipality, none left out."""
    told = [[0] * (len(columns.names) + 1) for _ in GROUPS]
    scope = Scope(event, actor, span, open_to_judges=True)
    for (category, sector, place), count in counted(scope, "category", "sector_id", "place").items():
        told[GROUPS.index(category[0])][columns.column(sector, place)] += count
    return told


def _all(tables: dict[str, Suppressed], row: int) -> list[int]:
    return [tables[name].values[row][-1] for name in SPANS]


def _row(tables: dict[str, Suppressed], row: int, days: dict[str, float], group: str) -> Row:
    """A row as it may be told: the cells of each span with their sum last, and how the sum has changed."""
    told = {
        name: [table.told(row, column) for column in range(table.columns + 1)] for name, table in tables.items()
    }  # fmt: skip
    if not group:  # the municipalities' own sums are compared, too
        width = len(told["now"])
        changes = {name: [_change(told, name, at, days) for at in range(width)] for name in SPANS[1:]}
    else:
        changes = {name: [_change(told, name, -1, days)] for name in SPANS[1:]}
    return {"group": group, **told, "changes": changes}


def _change(told: dict[str, list[int | None]], before: str, at: int, days: dict[str, float]) -> list[float] | None:
    """How many times as much a day as before: value, low, high (95 %, exact); None where either is not told or 0."""
    now, then = told["now"][at], told[before][at]
    if now is None or then is None:
        return None
    found = ratio(now, days["now"], then, days[before])
    return [found.value, found.low, found.high] if found and found.high is not None else None
