"""Whether there is more of something in a sector than at the same hour before: the count, and how likely it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp

from sqlalchemy import and_, func

from ..access import COMMAND, POLICE, Actor
from ..events.models import Event
from ..extensions import db
from .limits import LogLimits
from .models import Incident, TrendAlert, TrendState

Slot = tuple[datetime, datetime]


@dataclass(frozen=True)
class Found:
    """How many there are in [since, until), what was to be expected, and the chance of so many or more (0-1)."""

    since: datetime
    until: datetime
    observed: int
    before: list[int]
    expected: float
    chance: float


def so_many_or_more(observed: int, expected: float) -> float:
    """P(X >= observed) where X is Poisson distributed with the mean `expected` (> 0)."""
    term = below = exp(-expected)
    for count in range(1, observed):
        term *= expected / count
        below += term
    return max(0.0, 1 - below) if observed else 1.0


def compared(event: Event, incident: Incident, now: datetime, by: LogLimits) -> Found | None:
    """What is found of an incident's category in its sector; None when it is nothing out of the ordinary.

    The slot is the last `trend_slot` minutes. It is compared with the same time of the event's earlier days, or on the
    first day with the slots before it; no expectation is below `trend_floor`. Incidents of the command alone do not
    count, for who is told of the alert may not know of them.
    """
    length = timedelta(minutes=by.trend_slot)
    now_slot = (now - length, now + timedelta(microseconds=1))
    observed = _count(event, incident, [now_slot])[0]
    if observed < by.trend_least:
        return None
    before = _count(event, incident, earlier_slots(event, now, length, int(by.trend_days)))
    expected = max(by.trend_floor, sum(before) / len(before) if before else 0.0)
    chance = so_many_or_more(observed, expected)
    if chance * 100 > by.trend_chance:
        return None
    return Found(now_slot[0], now, observed, before, round(expected, 3), chance)


def earlier_slots(event: Event, now: datetime, length: timedelta, most: int) -> list[Slot]:
    """The same slot on the days before that the log was open, the nearest first; on its first day the slots before."""
    opened = event.went_live_at or now
    days = [timedelta(days=ahead) for ahead in range(1, most + 1)]
    same_time = [(now - length - day, now - day) for day in days if now - length - day >= opened]
    if same_time:
        return same_time
    return [(now - length * (n + 1), now - length * n) for n in range(1, most + 1) if now - length * (n + 1) >= opened]


def _count(event: Event, incident: Incident, slots: Sequence[Slot]) -> list[int]:
    if not slots:
        return []
    counts = [
        func.count().filter(and_(Incident.occurred_at >= since, Incident.occurred_at < until)) for since, until in slots
    ]
    query = db.select(*counts).where(
        Incident.event_id == event.id, Incident.category_code == incident.category_code,
        Incident.sector_id == incident.sector_id, Incident.audience != COMMAND,
        Incident.occurred_at >= min(since for since, _ in slots), Incident.merged_into.is_(None),
    )  # fmt: skip
    return list(db.session.execute(query).one())


def standing(event: Event, incident: Incident, since: datetime) -> bool:
    """Whether an alert on the same is still to be judged, or was raised after a moment."""
    query = db.select(TrendAlert.id).filter_by(
        event_id=event.id, category_code=incident.category_code, sector_id=incident.sector_id
    )
    open_or_recent = (TrendAlert.state == TrendState.RAISED) | (TrendAlert.raised_at >= since)
    return db.session.scalar(query.where(open_or_recent).limit(1)) is not None


def alerts(event: Event, actor: Actor, *, raised: bool = False, most: int = 100) -> Sequence[TrendAlert]:
    """The alerts, the latest first, for who hears the police; only those still to be judged if `raised`."""
    if not actor.hears(POLICE):
        return []
    query = db.select(TrendAlert).filter_by(event_id=event.id).options(
        db.joinedload(TrendAlert.category), db.joinedload(TrendAlert.sector)
    )  # fmt: skip
    if raised:
        query = query.where(TrendAlert.state == TrendState.RAISED)
    return db.session.scalars(query.order_by(TrendAlert.number.desc()).limit(most)).all()


def alert(event: Event, actor: Actor, number: int) -> TrendAlert | None:
    """One alert by its number, for who hears the police."""
    found: TrendAlert | None = db.session.scalar(db.select(TrendAlert).filter_by(event_id=event.id, number=number))
    return found if actor.hears(POLICE) else None
