"""The event played again: what happened, when each incident changed, and which unit was where, as one may know it.

Where units were is not kept after the event (see README): their way is drawn between the places of the incidents that
the log's lines sent them to, and says that it is derived.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select

from ..access import POLICE, Actor
from ..cooperation.spans import Span
from ..events.models import Event
from ..events.queries import natural
from ..extensions import db
from ..log.models import Category, Entry, EntryKind, Incident, State, UnitState, UnitStatus
from ..log.queries import visible_entries, visible_incidents
from ..roster.duty import hidden_signs

MOST = 5000  # incidents; more are asked for in parts
STATES, STATUSES = set(State), set(UnitStatus)

Step = list[Any]  # seconds since 1970, and what held from then on


@dataclass
class Replay:
    """`incidents` are rows as FIELDS; `units` the steps of each call sign: when, its status, the incident's number."""

    since: int
    until: int
    incidents: list[list[Any]] = field(default_factory=list)
    units: dict[str, list[Step]] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return {"fields": FIELDS, **vars(self)}


FIELDS = ("number", "lat", "lon", "category", "title", "sector", "place", "at", "closed", "priority", "state", "steps")


def count(event: Event, actor: Actor, span: Span) -> int:
    """How many incidents there are to play."""
    query = _incidents(event, actor, span).with_only_columns(db.func.count())
    return db.session.scalar(query) or 0


def bins(event: Event, actor: Actor, span: Span, many: int = 96) -> list[int]:
    """How many incidents began in each of so many equal parts of a span."""
    found, length = [0] * many, span.seconds / many
    for at in db.session.scalars(_incidents(event, actor, span).with_only_columns(Incident.occurred_at)):
        found[min(many - 1, int((at - span.since).total_seconds() / length))] += 1
    return found


def replay(event: Event, actor: Actor, span: Span, sectors: dict[int, str]) -> Replay:
    """Everything that a span's replay is drawn from, at most MOST incidents, the first ones."""
    found = Replay(_seconds(span.since), _seconds(span.until))
    lines = _lines(event, actor, span)
    usual: dict[str, int] = {code: priority for code, priority in db.session.execute(_priorities())}
    query = _incidents(event, actor, span).order_by(Incident.occurred_at, Incident.number)
    for row in db.session.execute(query.with_only_columns(*COLUMNS).limit(MOST)):
        found.incidents.append(_incident(row, lines.get(row.id, []), usual, sectors))
    found.units = _units(event, actor, span, lines)
    return found


COLUMNS = (
    Incident.id, Incident.number, Incident.lat, Incident.lon, Incident.category_code, Incident.title,
    Incident.sector_id, Incident.place_text, Incident.occurred_at, Incident.closed_at, Incident.priority,
    Incident.state,
)  # fmt: skip


def _incidents(event: Event, actor: Actor, span: Span) -> Select[Any]:
    query = visible_incidents(event, actor).where(Incident.occurred_at >= span.since)
    return query.where(Incident.occurred_at < span.until)


def _priorities() -> Select[Any]:
    query: Select[Any] = db.select(Category.code, Category.priority)
    return query


def _lines(event: Event, actor: Actor, span: Span) -> dict[int, list[tuple[int, EntryKind, str, int]]]:
    """The lines that say a state, a priority or a unit, by incident: when, kind, text and the incident's number."""
    told = (Entry.incident_id, Entry.occurred_at, Entry.kind, Entry.text, Incident.number)
    kinds = (EntryKind.STATE, EntryKind.PRIORITY, EntryKind.UNIT)
    query = visible_entries(event, actor).where(Entry.kind.in_(kinds), Entry.text.is_not(None))
    query = query.where(Incident.occurred_at >= span.since, Incident.occurred_at < span.until)
    found: dict[int, list[tuple[int, EntryKind, str, int]]] = defaultdict(list)
    lines: Any = db.session.execute(query.with_only_columns(*told, maintain_column_froms=True).order_by(Entry.number))
    for incident, at, kind, text, number in lines:
        found[incident].append((_seconds(at), kind, text, number))
    return found


def _incident(row: Any, lines: list[Any], usual: dict[str, int], sectors: dict[int, str]) -> list[Any]:
    """One row. What its priority was before its first change no line says: it is then what its category begins with."""
    steps = [step for at, kind, text, _ in lines if (step := _step(at, kind, text))]
    raised = any(kind == EntryKind.PRIORITY for _, kind, _, _ in lines)
    priority = usual.get(row.category_code, row.priority) if raised else row.priority
    state = State.NEW if steps or row.state is not State.CLOSED else State.CLOSED
    closed = _seconds(row.closed_at) if row.closed_at and row.closed_at >= row.occurred_at else None
    return [
        row.number, row.lat, row.lon, row.category_code, row.title, sectors.get(row.sector_id), row.place_text,
        _seconds(row.occurred_at), closed, priority, state, sorted(steps, key=lambda step: step[0]),
    ]  # fmt: skip


def _step(at: int, kind: EntryKind, text: str) -> Step | None:
    """[when, state] or [when, priority], by the first word of a line ("closed:advised"); a unit brings its incident."""
    word = text.split(" ", 1)[0].partition(":")[0]
    if kind == EntryKind.STATE and word in STATES:
        return [at, word]
    if kind == EntryKind.PRIORITY and word.isdigit():
        return [at, int(word)]
    status = text.rpartition(" ")[2]
    arrived = kind == EntryKind.UNIT and status in STATUSES and status != UnitStatus.RELEASED
    return [at, status] if arrived else None


def _units(event: Event, actor: Actor, span: Span, lines: dict[int, list[Any]]) -> dict[str, list[Step]]:
    """The steps of each unit that the actor may know of, by call sign."""
    hidden = set() if actor.everything or actor.hears(POLICE) else hidden_signs(event)
    found: dict[str, list[Step]] = defaultdict(list)
    for at, kind, text, number in (line for some in lines.values() for line in some):
        sign, _, status = text.rpartition(" ")
        if kind == EntryKind.UNIT and status in STATUSES and sign not in hidden:
            found[sign].append([at, status, number])
    for sign, at, availability in db.session.execute(_availability(event, actor, span)):
        if sign not in hidden:
            found[sign].append([_seconds(at), str(availability), None])
    return {sign: sorted(found[sign], key=lambda step: step[0]) for sign in sorted(found, key=natural)}


def _availability(event: Event, actor: Actor, span: Span) -> Select[Any]:
    query: Select[Any] = db.select(UnitState.call_sign, UnitState.at, UnitState.availability).where(
        UnitState.event_id == event.id, UnitState.at >= span.since, UnitState.at < span.until
    )
    return query.where(actor.audible(UnitState.audience))


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
