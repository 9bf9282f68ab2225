"""What can be read of a log, and by whom; every list of incidents or lines comes through `visible_*`."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from .. import push
from ..access import Actor
from ..audit import AuditRecord
from ..events.models import Event, Place, PlaceKind
from ..extensions import db
from ..planning import queries as planning
from ..planning.models import Card, Risk
from .filtering import Filters, narrow_incidents, narrow_lines
from .models import (
    Attachment,
    CardRun,
    CardTick,
    Category,
    Dispatch,
    Entry,
    Incident,
    IncidentLink,
    State,
    UnitStatus,
)


def visible_incidents(event: Event, actor: Actor) -> Select[Incident]:
    """The incidents of an event that the actor may know of."""
    return select(Incident).where(Incident.event_id == event.id, actor.audible(Incident.audience))


def visible_entries(event: Event, actor: Actor) -> Select[Entry]:
    """The lines the actor may read: addressed to it, and on an incident it may know of if on one."""
    lines = select(Entry).outerjoin(Entry.incident).where(Entry.event_id == event.id, actor.audible(Entry.audience))
    return lines.where(or_(Entry.incident_id.is_(None), actor.audible(Incident.audience)))


def incident(event: Event, actor: Actor, number: int) -> Incident | None:
    """One visible incident by its number."""
    return db.session.scalar(visible_incidents(event, actor).where(Incident.number == number))


def by_numbers(query: Select[Incident], numbers: Sequence[int]) -> Sequence[Incident]:
    """Those incidents of a query that have one of these numbers."""
    return db.session.scalars(query.where(Incident.number.in_(numbers))).all() if numbers else []


def as_opened(event: Event, actor: Actor, incident: Incident) -> dict[str, Any]:
    """An incident as whoever opened it was answered; as it is now, if what was said then is no longer for the actor."""
    now, told = incident.snapshot(), push.first_of(event.chain, incident.topic, actor.feeds)
    return {key: told.get(key) for key in now} if told and told["what"] == "incident.opened" else now


def entry(event: Event, actor: Actor, number: int) -> Entry | None:
    """One visible line by its number."""
    return db.session.scalar(visible_entries(event, actor).where(Entry.number == number))


def incidents(
    event: Event, actor: Actor, filters: Filters, *, before: int | None = None, limit: int = 50
) -> Sequence[Incident]:
    """Visible incidents, newest first, from below number `before`; one more than `limit` if there are more."""
    query = filtered(visible_incidents(event, actor), event, actor, filters)
    if before is not None:
        query = query.where(Incident.number < before)
    query = query.options(joinedload(Incident.sector), joinedload(Incident.category), selectinload(Incident.units))
    return db.session.scalars(query.order_by(Incident.number.desc()).limit(limit + 1)).all()


def filtered(query: Select[Incident], event: Event, actor: Actor, filters: Filters) -> Select[Incident]:
    """Narrow a query on incidents."""
    return narrow_incidents(query, event, actor, filters)


def linked(event: Event, actor: Actor, incident: Incident) -> Sequence[Incident]:
    """The incidents that belong together with one, as far as the actor may know of them, in their order."""
    ends = (IncidentLink.first_id, IncidentLink.second_id)
    others = [select(one).where(other == incident.id) for one, other in (ends, ends[::-1])]
    merged = Incident.merged_into == incident.number
    query = visible_incidents(event, actor).where(or_(*(Incident.id.in_(each) for each in others), merged))
    return db.session.scalars(query.order_by(Incident.number)).all()


def attachments(event: Event, actor: Actor, incident: Incident) -> Sequence[Attachment]:
    """The files of an incident that the actor may see; those of a line that was struck or erased are gone."""
    query = select(Attachment).where(Attachment.incident_id == incident.id, actor.audible(Attachment.audience))
    found = db.session.scalars(query.order_by(Attachment.number))
    return [each for each in found if not each.entry.erased]


def entries(
    event: Event,
    actor: Actor,
    *,
    incident: Incident | None = None,
    before: int | None = None,
    limit: int = 100,
    q: str = "",
    filters: Filters | None = None,
) -> Sequence[Entry]:
    """Visible lines, newest first, from below number `before`; one more than `limit`."""
    query = visible_entries(event, actor)
    if incident is not None:
        query = query.where(Entry.incident_id == incident.id)
    if before is not None:
        query = query.where(Entry.number < before)
    query = narrow_lines(query, event, actor, filters or Filters(q=q))
    query = query.options(contains_eager(Entry.incident).joinedload(Incident.sector), selectinload(Entry.struck_by))
    return db.session.scalars(query.order_by(Entry.number.desc()).limit(limit + 1)).all()


def open_incidents(event: Event, actor: Actor, limit: int = 200) -> Sequence[Incident]:
    """Visible incidents that are not closed, the most urgent and then the oldest first."""
    query = visible_incidents(event, actor).where(Incident.state != State.CLOSED)
    query = query.options(joinedload(Incident.sector), selectinload(Incident.units))
    return db.session.scalars(query.order_by(Incident.priority, Incident.number).limit(limit)).all()


def cards(event: Event, actor: Actor) -> Sequence[Card]:
    """The action cards of the plan that the actor may see."""
    return db.session.scalars(planning.visible(Card, event, actor)).all()


def card(event: Event, actor: Actor, number: int) -> Card | None:
    """One of them by its number."""
    found: Card | None = planning.numbered(Card, event, actor, number)
    return found


def risks_of_card(event: Event, actor: Actor, number: int) -> Sequence[Risk]:
    """The risks that call for a card when they are triggered, as far as the actor may see them."""
    return db.session.scalars(planning.visible(Risk, event, actor).where(Risk.card == number)).all()


def runs(event: Event, actor: Actor) -> Sequence[CardRun]:
    """The cards that were started and the actor may know of, the latest first."""
    query = select(CardRun).join(CardRun.entry).outerjoin(Entry.incident).where(CardRun.event_id == event.id)
    query = query.where(
        actor.audible(CardRun.audience), or_(Entry.incident_id.is_(None), actor.audible(Incident.audience))
    )
    ticked = selectinload(CardRun.ticks).joinedload(CardTick.entry).selectinload(Entry.struck_by)
    query = query.options(contains_eager(CardRun.entry).selectinload(Entry.struck_by), ticked)
    return db.session.scalars(query.order_by(CardRun.number.desc())).unique().all()


def categories(core: bool = False) -> Sequence[Category]:
    """The taxonomy in its order."""
    query = select(Category).order_by(Category.position)
    return db.session.scalars(query.where(Category.core) if core else query).all()


def standing(event: Event, actor: Actor) -> dict[str, int]:
    """How far each feed of the actor has come; read it before the rows, so that nothing falls between."""
    return push.standing(event.chain, actor.feeds)


def units(event: Event, actor: Actor) -> list[Dispatch]:
    """Units at work on visible incidents, those who have been at it longest first."""
    query = select(Dispatch).join(Dispatch.incident).where(Dispatch.status != UnitStatus.RELEASED)
    query = query.where(Incident.event_id == event.id, Incident.state != State.CLOSED, actor.audible(Incident.audience))
    return list(db.session.scalars(query.options(contains_eager(Dispatch.incident)).order_by(Dispatch.since)))


def utc_hour(moment: Any) -> Any:
    """A column's hour as "YYYY-MM-DD HH" in UTC, as each database can tell it; to count by."""
    if db.engine.dialect.name == "sqlite":
        return func.substr(moment, 1, 13)
    return func.to_char(func.timezone("UTC", moment), "YYYY-MM-DD HH24")


def trail(event: Event, *, before: int | None, limit: int) -> Sequence[AuditRecord]:
    """Audit records of the event, newest first, from below number `before`; one more than `limit`."""
    query = select(AuditRecord).filter_by(chain=event.chain).order_by(AuditRecord.number.desc())
    return db.session.scalars((query.where(AuditRecord.number < before) if before else query).limit(limit + 1)).all()


def sectors(event: Event) -> Sequence[Place]:
    """The sectors an incident can lie in."""
    query = select(Place).filter_by(event_id=event.id, kind=PlaceKind.SECTOR, dropped_at=None)
    return db.session.scalars(query.order_by(Place.code)).all()
