"""Reads of what partners report, and of what concerns one partner now; each list holds what its reader may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import joinedload, selectinload

from ..access import PARTNER, Actor, Role
from ..events.models import Event
from ..extensions import db
from . import decisions, neutral, queries
from .models import (
    Decision,
    Entry,
    EntryKind,
    Errand,
    Incident,
    NeutralLine,
    PartnerReport,
    ReportState,
    Sitrep,
)

WAITING = (ReportState.SENT, ReportState.ASKED)
MOST, FEW = 200, 20


@dataclass(frozen=True)
class Concerns:
    """What concerns a partner now, as far as it may know of it."""

    tasks: Sequence[Errand]
    incidents: Sequence[Incident]
    neutral: Sequence[NeutralLine]
    messages: Sequence[Entry]
    decisions: Sequence[Decision]
    sitreps: Sequence[Sitrep]


def visible_reports(event: Event, actor: Actor) -> Select[Any]:
    """The reports of the partners that the actor hears."""
    named = (PartnerReport.event_id == event.id, actor.audible(db.literal(PARTNER).concat(PartnerReport.partner)))
    loaded = joinedload(PartnerReport.sector), joinedload(PartnerReport.incident), joinedload(PartnerReport.entry)
    query: Select[Any] = db.select(PartnerReport).where(*named)
    return query.options(*loaded, selectinload(PartnerReport.steps))


def reports(event: Event, actor: Actor, *, waiting: bool | None = None, partner: str = "") -> Sequence[PartnerReport]:
    """Visible reports, the latest first; those that wait the most urgent and then the oldest first."""
    query = visible_reports(event, actor)
    if partner:
        query = query.where(PartnerReport.partner == partner)
    if waiting is not None:
        state = PartnerReport.state
        query = query.where(state.in_(WAITING) if waiting else state.not_in(WAITING))
    order = (PartnerReport.priority, PartnerReport.number) if waiting else (PartnerReport.number.desc(),)
    return db.session.scalars(query.order_by(*order).limit(MOST)).all()


def report(event: Event, actor: Actor, number: int) -> PartnerReport | None:
    """One visible report by its number."""
    found: PartnerReport | None = db.session.scalar(visible_reports(event, actor).where(PartnerReport.number == number))
    return found


def concerns(event: Event, actor: Actor, now: datetime) -> Concerns:
    """What a partner's own page shows besides its reports."""
    own = f"{PARTNER}{actor.partner}"
    lines = queries.visible_entries(event, actor).where(Entry.audience.contains(own, autoescape=True))
    written = lines.where(
        Entry.incident_id.is_(None),
        Entry.kind.in_((EntryKind.NOTE, EntryKind.ORDER)),
        Entry.author_role != Role.PARTNER_COORDINATOR,
    )
    latest = written.options(selectinload(Entry.struck_by)).order_by(Entry.number.desc()).limit(FEW)
    hidden = {told.entry_id for told in neutral.going_on(event, actor)}
    return Concerns(
        tasks=decisions.my_errands(event, actor, now),
        incidents=queries.open_incidents(event, actor),
        neutral=neutral.going_on(event, actor),
        messages=[line for line in db.session.scalars(latest) if line.id not in hidden],
        decisions=decisions.decisions(event, actor)[:5],
        sitreps=decisions.sitreps(event, actor)[:5],
    )
