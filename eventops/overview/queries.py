"""Reads across all phases: an account's events, and an event's today."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func
from sqlalchemy.orm import contains_eager, joinedload

from ..access import Actor
from ..events.models import Event, Membership, Partner
from ..extensions import db
from ..log.models import Incident, State
from ..log.queries import visible_incidents
from ..planning.bands import band
from ..planning.models import Risk

RED = ("extreme", "high")


@dataclass
class Today:
    """The visible incidents that occurred on an operational day."""

    day: date
    by_priority: Counter[int] = field(default_factory=Counter)
    by_state: Counter[State] = field(default_factory=Counter)


def memberships(account_id: int) -> list[list[Membership]]:
    """The account's standing memberships, event by event."""
    mine = db.select(Membership).filter_by(account_id=account_id, revoked_at=None).join(Membership.event)
    with_event = contains_eager(Membership.event).selectinload(Event.days)
    mine = mine.options(with_event, joinedload(Membership.partner).joinedload(Partner.organisation))
    by_event: dict[int, list[Membership]] = {}
    for member in db.session.scalars(mine.order_by(Membership.id)):
        by_event.setdefault(member.event_id, []).append(member)
    return list(by_event.values())


def open_count(event: Event, actor: Actor) -> int:
    """How many open incidents of an event the actor may see."""
    query = visible_incidents(event, actor).where(Incident.state != State.CLOSED)
    return db.session.scalar(query.with_only_columns(func.count())) or 0


def today(event: Event, actor: Actor, moment: datetime) -> Today:
    """What has happened on the operational day of a moment."""
    told = Today(event.operational_day(moment))
    start, end = event.day_span(told.day)
    query = visible_incidents(event, actor).where(Incident.occurred_at >= start, Incident.occurred_at < end)
    counted = query.with_only_columns(Incident.priority, Incident.state, func.count())
    for priority, state, count in db.session.execute(counted.group_by(Incident.priority, Incident.state)):
        told.by_priority[priority] += count
        told.by_state[state] += count
    return told


def red_risks(risks: Sequence[Risk]) -> list[tuple[Risk, int, str]]:
    """The risks that are still high or extreme after their measure: risk, score, band; the worst first."""
    judged = []
    for risk in risks:
        likelihood = risk.residual_likelihood or risk.likelihood
        consequence = risk.residual_consequence or risk.consequence
        if (level := band(likelihood, consequence)) in RED:
            judged.append((risk, likelihood * consequence, level))
    return sorted(judged, key=lambda each: (-each[1], each[0].number))
