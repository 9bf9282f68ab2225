"""How fast incidents were taken care of: seen, assigned and reached, by priority and by sector."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import ColumnElement, case, func, or_

from ..access import Actor
from ..events.models import Event
from ..extensions import db
from ..log.limits import limits
from ..log.models import Entry, EntryKind, Incident, State
from ..log.queries import visible_entries, visible_incidents
from .indicators import Response, percentiles

Delay = tuple[int, int | None, float]  # priority, sector, seconds


def reached(event: Event, actor: Actor, state: State) -> list[Delay]:
    """Of each incident that came so far: its priority, its sector and the seconds from when it was opened."""
    told = (Incident.priority, Incident.sector_id, Incident.opened_at, func.min(Entry.occurred_at))
    query = visible_entries(event, actor).where(_says(state)).with_only_columns(*told, maintain_column_froms=True)
    rows = db.session.execute(query.group_by(Incident.id))
    return [(priority, sector, max((there - opened).total_seconds(), 0)) for priority, sector, opened, there in rows]


def _says(state: State) -> ColumnElement[bool]:
    """The lines that say a state: of the incident, or of one of its units."""
    own = (Entry.kind == EntryKind.STATE) & (Entry.text == state.value)
    return or_(own, (Entry.kind == EntryKind.UNIT) & Entry.text.endswith(f" {state.value}"))


def by_sector(delays: Iterable[Delay]) -> dict[tuple[int | None, int], Response]:
    """Median and 90th percentile for each sector and priority, in that order of priorities."""
    found: dict[tuple[int | None, int], list[float]] = defaultdict(list)
    for priority, sector, seconds in delays:
        found[sector, priority].append(seconds)
    return {key: percentiles(found[key]) for key in sorted(found, key=lambda key: (key[0] or 0, key[1]))}


def unseen(event: Event, actor: Actor) -> tuple[int, int]:
    """How many of priority 1 were acknowledged after the log's limit or never, and how many there were."""
    waited = func.extract("epoch", Incident.acknowledged_at) - func.extract("epoch", Incident.opened_at)
    late = or_(Incident.acknowledged_at.is_(None), waited > 60 * limits(event).acknowledge)
    query = visible_incidents(event, actor).where(Incident.priority == 1)
    told = query.with_only_columns(func.sum(case((late, 1), else_=0)), func.count())
    missed, count = db.session.execute(told).one()
    return int(missed or 0), count
