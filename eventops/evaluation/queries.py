"""Reads of a whole log, in steps so short that nobody else has to wait."""

import time
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from .. import audit
from ..access import Actor
from ..audit import AuditRecord, Chain
from ..events.models import Event
from ..extensions import db
from ..log.models import Entry, Incident
from ..log.queries import visible_entries, visible_incidents
from .export_models import Export

STEP = 100  # rows read at once: some ten milliseconds of work


def extent(event: Event, actor: Actor, first: date | None, last: date | None) -> tuple[int, int, int]:
    """How many visible incidents and lines operational days hold, and the number of the last of the lines."""
    lines = _in_days(visible_entries(event, actor), event, first, last)
    counted = lines.with_only_columns(func.count(), func.max(Entry.number), maintain_column_froms=True)
    count, upto = db.session.execute(counted).one()
    incidents = _with_lines(visible_incidents(event, actor), event, actor, first, last, upto or 0)
    told = incidents.with_only_columns(func.count(), maintain_column_froms=True)
    return db.session.scalar(told) or 0, count, upto or 0


def lines(event: Event, actor: Actor, export: Export) -> Iterator[Entry]:
    """The lines of an export in order, each with its incident."""
    query = _in_days(visible_entries(event, actor), event, export.first, export.last)
    query = query.where(Entry.number <= export.upto).options(*_with_incident(), *_with_strikes())
    return stepwise(query, Entry)


def incidents(event: Event, actor: Actor, export: Export) -> Iterator[Incident]:
    """The incidents of an export in order: those that a line of it is about."""
    query = _with_lines(visible_incidents(event, actor), event, actor, export.first, export.last, export.upto)
    return stepwise(query.options(joinedload(Incident.sector), selectinload(Incident.units)), Incident)


def lines_of(event: Event, actor: Actor, export: Export, some: Sequence[Incident]) -> Iterator[Entry]:
    """The lines of an export about some incidents, in order."""
    about = select(Entry.number).where(Entry.incident_id.in_([incident.id for incident in some]))
    numbers = sorted(db.session.scalars(about.where(Entry.number <= export.upto)))
    visible = _in_days(visible_entries(event, actor), event, export.first, export.last)
    visible = visible.options(contains_eager(Entry.incident), *_with_strikes()).order_by(Entry.number)
    for start in range(0, len(numbers), STEP):  # asked for by number, for whose index every database reaches
        _let_others()
        yield from db.session.scalars(visible.where(Entry.number.in_(numbers[start : start + STEP])))


def loose_lines(event: Event, actor: Actor, export: Export) -> Iterator[Entry]:
    """The lines of an export about no incident."""
    query = _in_days(visible_entries(event, actor), event, export.first, export.last)
    query = query.where(Entry.number <= export.upto, Entry.incident_id.is_(None))
    return stepwise(query.options(contains_eager(Entry.incident), *_with_strikes()), Entry)


def trail(event: Event) -> Iterator[AuditRecord]:
    """The audit trail in order."""
    for count, record in enumerate(audit.records(event.chain)):
        if count % STEP == 0:
            _let_others()
        yield record


def chain(event: Event) -> Chain:
    """Length and head of the event's audit trail."""
    return db.session.get_one(Chain, event.chain, populate_existing=True)


def first_broken(event: Event) -> int | None:
    """The number of the first audit record that is not as it was written, None if all are."""
    standing = chain(event)
    written = (record for record in trail(event) if record.number <= standing.length)
    return audit.first_broken(written, standing.length, standing.head)


def stepwise(query: Select[Any], kind: type[Any]) -> Iterator[Any]:
    """The numbered rows of a query in order, read in short steps."""
    after = 0
    while True:
        step = query.where(kind.number > after).order_by(kind.number).limit(STEP)
        some = db.session.scalars(step).all()
        yield from some
        if len(some) < STEP:
            return
        after = some[-1].number
        _let_others()


def _let_others() -> None:
    time.sleep(0.001)  # under gevent the other greenlets run now


def _in_days(query: Select[Any], event: Event, first: date | None, last: date | None) -> Select[Any]:
    return in_days(query, Entry.occurred_at, event, first, last)


def in_days(query: Select[Any], moment: Any, event: Event, first: date | None, last: date | None) -> Select[Any]:
    """Narrow a query to the rows whose moment lies within some operational days."""
    query = query.where(moment >= event.day_span(first)[0]) if first else query
    return query.where(moment < event.day_span(last)[1]) if last else query


def _with_lines(
    query: Select[Any], event: Event, actor: Actor, first: date | None, last: date | None, upto: int
) -> Select[Any]:
    """Narrow a query on incidents to those that an audible line of some days is about."""
    line = select(Entry.id).where(Entry.incident_id == Incident.id, Entry.number <= upto, actor.audible(Entry.audience))
    return query.where(_in_days(line, event, first, last).exists())


def with_all() -> list[Any]:
    """What a line is loaded with to be made a row."""
    return [*_with_incident(), *_with_strikes()]


def _with_incident() -> list[Any]:
    about = contains_eager(Entry.incident)
    return [about.joinedload(Incident.sector), about.selectinload(Incident.units)]


def _with_strikes() -> list[Any]:
    return [selectinload(Entry.strikes), selectinload(Entry.struck_by)]
