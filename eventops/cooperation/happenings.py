"""What happened, from the log and from partners' reports, as one: counted and listed of what somebody may see.

A matter that belongs to an incident the viewer sees is that incident, and counts once; so does an incident that was
merged into one the viewer sees. Counting is done by the database: a log can hold tens of thousands.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, extract, func, literal, literal_column, null, or_
from sqlalchemy.orm import aliased

from ..access import COMMAND, Actor
from ..events.models import Event, Place, PlaceKind
from ..extensions import db
from ..log.models import Incident
from .models import ReportedMatter
from .spans import Span, offsets, slots

INCIDENT, MATTER = "incident", "matter"
NONE = "-"  # the sector of what lies in none
Position = tuple[datetime, str, int]  # when, kind and number


@dataclass(frozen=True)
class Scope:
    """What a picture is of: a span, a group of categories, a category, a sector's code, an hour of the week.

    `open_to_judges` leaves out what is for the command alone, so that what is told to the police tells nothing of it.
    """

    event: Event
    actor: Actor
    span: Span
    group: str = ""
    category: str = ""
    sector: str = ""
    slot: tuple[int, int] | None = None
    open_to_judges: bool = False

    def of(self, span: Span) -> "Scope":
        """The same of another span."""
        return replace(self, span=span)


class Happening(NamedTuple):
    """An incident or a reported matter; `level` is its priority or seriousness, `state` None for a matter."""

    kind: str
    number: int
    category: str
    sector_id: int | None
    place: str | None
    lat: float | None
    lon: float | None
    at: datetime
    level: int
    title: str
    state: str | None
    audience: str


def parts(scope: Scope) -> tuple[Select[Any], Select[Any]]:
    """A scope's incidents and its matters, each with the columns of a Happening."""
    return _incidents(scope), _matters(scope)


def _incidents(scope: Scope) -> Select[Any]:
    columns = (
        literal(INCIDENT).label("kind"), Incident.number, Incident.category_code.label("category"),
        Incident.sector_id, Incident.place_text.label("place"), Incident.lat, Incident.lon,
        Incident.occurred_at.label("at"), Incident.priority.label("level"), Incident.title,
        db.cast(Incident.state, db.String).label("state"), Incident.audience,
    )  # fmt: skip
    into = aliased(Incident)
    carried_on = db.select(into.id).where(
        into.event_id == scope.event.id, into.number == Incident.merged_into, scope.actor.audible(into.audience)
    )
    query: Select[Any] = db.select(*columns).where(
        Incident.event_id == scope.event.id, scope.actor.audible(Incident.audience)
    )
    query = query.where(or_(Incident.merged_into.is_(None), ~carried_on.exists()))
    return query.where(*_narrowed(scope, Incident, Incident.sector_id))


def _matters(scope: Scope) -> Select[Any]:
    sector = case((Place.kind == PlaceKind.SECTOR, Place.id), else_=Place.sector_id)
    columns = (
        literal(MATTER).label("kind"), ReportedMatter.number, ReportedMatter.category_code.label("category"),
        sector.label("sector_id"), func.coalesce(ReportedMatter.place_text, Place.name).label("place"),
        ReportedMatter.lat, ReportedMatter.lon, ReportedMatter.occurred_at.label("at"),
        ReportedMatter.seriousness.label("level"), ReportedMatter.what.label("title"), null().label("state"),
        ReportedMatter.audience,
    )  # fmt: skip
    query: Select[Any] = db.select(*columns).outerjoin(Place, Place.id == ReportedMatter.place_id)
    query = query.where(
        ReportedMatter.event_id == scope.event.id, ReportedMatter.withdrawn_at.is_(None),
        scope.actor.audible(ReportedMatter.audience),
        ReportedMatter.incident_id.is_(None),  # an incident of the log counts as itself, for who may know of it
    )  # fmt: skip
    return query.where(*_narrowed(scope, ReportedMatter, sector))


def _narrowed(scope: Scope, row: Any, sector: Any) -> list[ColumnElement[bool]]:
    said = [row.occurred_at >= scope.span.since, row.occurred_at < scope.span.until]
    if scope.category:
        said.append(row.category_code == scope.category)
    if scope.group:
        said.append(or_(*(row.category_code.startswith(f"{scope.group}{digit}") for digit in range(10))))
    if scope.sector:
        code = db.select(Place.id).where(Place.event_id == scope.event.id, Place.code == scope.sector)
        said.append(sector.is_(None) if scope.sector == NONE else sector.in_(code))
    if scope.slot:
        said.append(_within(row.occurred_at, slots(scope.event, scope.span, *scope.slot)))
    if scope.open_to_judges:
        said.append(row.audience != COMMAND)
    return said


def _within(at: Any, spans: Iterable[tuple[datetime, datetime]]) -> ColumnElement[bool]:
    return or_(db.false(), *(and_(at >= since, at < until) for since, until in spans))


def listed(scope: Scope, *, before: Position | None = None, limit: int = 50) -> list[Happening]:
    """The latest first, from below a position; one more than `limit` if there are more."""
    found = [row for part in parts(scope) for row in db.session.execute(_latest(part, before).limit(limit + 1))]
    return sorted((Happening(*row) for row in found), key=position, reverse=True)[: limit + 1]


def position(row: Happening) -> Position:
    """Where it stands in the order of the list."""
    return row.at, row.kind, row.number


def _latest(part: Select[Any], before: Position | None) -> Select[Any]:
    row = {column["name"]: column["expr"] for column in part.column_descriptions}
    if before:
        at, kind, number = before
        last = and_(row["at"] == at, or_(row["kind"] < kind, and_(row["kind"] == kind, row["number"] < number)))
        part = part.where(row["at"] <= at, or_(row["at"] < at, last))
    return part.order_by(row["at"].desc(), row["number"].desc())


def counted(scope: Scope, *keys: str) -> Counter[Any]:
    """How many there are by some columns; a single key stands by itself. `slot` is the hour of the week, see there."""
    found: Counter[Any] = Counter()
    for part, columns in _columns(scope, keys):
        named = [_plain(each).label(f"key_{place}") for place, each in enumerate(columns)]
        grouped = part.with_only_columns(*named, func.count(), maintain_column_froms=True)
        for *key, count in db.session.execute(grouped.group_by(*(literal_column(each.name) for each in named))):
            found[key[0] if len(keys) == 1 else tuple(key)] += count
    return found


def rows(scope: Scope, *keys: str) -> list[tuple[Any, ...]]:
    """Some columns of all there are: where many different counts are wanted, one reading takes less than each count."""
    found: list[Any] = []
    for part, columns in _columns(scope, keys):
        found += db.session.execute(part.with_only_columns(*columns, maintain_column_froms=True)).all()
    return found


def _columns(scope: Scope, keys: tuple[str, ...]) -> Iterator[tuple[Select[Any], list[Any]]]:
    for part in parts(scope):
        row = {column["name"]: column["expr"] for column in part.column_descriptions}
        named = {**row, "slot": slot(scope, row["at"])}
        yield part, [named[key] for key in keys]


def _plain(column: Any) -> Any:
    """The same value, but no column: SQLite would walk a whole index in its order instead of the span by time."""
    return func.coalesce(column, column)


def slot(scope: Scope, moment: Any) -> Any:
    """The hour of the week on the wall, 0 to 167 from the hour at which Monday's operational day begins.

    It is reckoned in whole seconds from 1970-01-01, a Thursday; each stretch between two moves of the clock has its own
    distance from UTC.
    """
    shifts = [(until, seconds) for until, seconds in offsets(scope.event, scope.span)]
    whiles = [(moment < until, seconds) for until, seconds in shifts[:-1]]
    off = case(*whiles, else_=shifts[-1][1]) if whiles else shifts[-1][1]
    seconds = extract("epoch", moment)
    if db.engine.dialect.name == "postgresql":  # which tells fractions
        seconds = db.cast(func.floor(seconds), db.BigInteger)
    hours = (seconds + off + (72 - scope.event.day_starts_at) * 3600) // 3600
    return hours % 168


def extent(event: Event, actor: Actor) -> tuple[datetime, datetime] | None:
    """When the first and the last that the actor may see of happened."""
    ends: list[datetime] = []
    for row in (Incident, ReportedMatter):
        seen = db.select(row.occurred_at).where(row.event_id == event.id, actor.audible(row.audience)).limit(1)
        orders = (row.occurred_at, row.occurred_at.desc())
        ends += [at for order in orders if (at := db.session.scalar(seen.order_by(order)))]
    return (min(ends), max(ends)) if ends else None
