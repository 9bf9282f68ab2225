"""What can be read of interventions, and by whom; every list of them comes through `visible_interventions`."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ..access import Actor
from ..events.models import Event, Place
from ..extensions import db
from .kinds import kinds
from .models import Incident, Intervention, InterventionPerson, InterventionStep, PersonOpening, StepKind

ENDING = [code for code, kind in kinds().items() if kind.ends]
REVIEWED = [code for code, kind in kinds().items() if kind.review]


@dataclass(frozen=True)
class Chosen:
    """What a list is narrowed to; the empty value of each means "any"."""

    kind: str = ""
    state: str = ""  # "open", "unreviewed" or "report"


def visible_interventions(event: Event, actor: Actor) -> Select[Intervention]:
    """The interventions the actor may know of: as the incident's audience and its own allow, or by its own guards."""
    heard = and_(
        actor.audible(Intervention.audience), or_(Intervention.incident_id.is_(None), actor.audible(Incident.audience))
    )
    own: ColumnElement[bool] = Intervention.company == actor.partner if actor.partner else false()
    query = select(Intervention).outerjoin(Intervention.incident).where(Intervention.event_id == event.id)
    return query.where(or_(heard, own))


def intervention(event: Event, actor: Actor, number: int) -> Intervention | None:
    """One of them by its number."""
    return db.session.scalar(visible_interventions(event, actor).where(Intervention.number == number))


def listed(
    event: Event, actor: Actor, chosen: Chosen, *, before: int | None = None, limit: int = 50
) -> Sequence[Intervention]:
    """Visible interventions, newest first, from below number `before`; one more than `limit` if there are more."""
    query = visible_interventions(event, actor)
    if chosen.kind:
        query = query.where(Intervention.kind == chosen.kind)
    if chosen.state:
        query = query.where(STATES[chosen.state])
    if before is not None:
        query = query.where(Intervention.number < before)
    return db.session.scalars(_with_all(query).order_by(Intervention.number.desc()).limit(limit + 1)).all()


def pending(event: Event, actor: Actor) -> Sequence[Intervention]:
    """Visible interventions that somebody has still to do something about: end, review or report them."""
    return db.session.scalars(_with_all(visible_interventions(event, actor).where(or_(*STATES.values())))).all()


def in_force(event: Event, actor: Actor) -> list[Intervention]:
    """Visible area bans that last and have a shape (R34)."""
    query = visible_interventions(event, actor).where(STATES["open"], Intervention.shape.is_not(None))
    return list(db.session.scalars(query.order_by(Intervention.number)))


def areas(event: Event) -> list[Place]:
    """The places that have an area, in the order of their codes."""
    query = db.select(Place).filter_by(event_id=event.id, dropped_at=None).order_by(Place.code)
    return [each for each in db.session.scalars(query) if each.geometry and "Polygon" in each.geometry["type"]]


def of_incident(incident: Incident, actor: Actor) -> Sequence[Intervention]:
    """Those taken on an incident, as far as the actor may know of them."""
    query = visible_interventions(incident.event, actor).where(Intervention.incident_id == incident.id)
    return db.session.scalars(_with_all(query).order_by(Intervention.number)).all()


def persons_of(intervention: Intervention) -> Sequence[InterventionPerson]:
    """What is kept of persons; only for who has opened it, on the record."""
    query = select(InterventionPerson).filter_by(intervention_id=intervention.id)
    return db.session.scalars(query.order_by(InterventionPerson.number)).all()


def count_persons(intervention: Intervention) -> int:
    """How many persons are kept."""
    query = select(func.count()).select_from(InterventionPerson)
    return db.session.scalar(query.where(InterventionPerson.intervention_id == intervention.id)) or 0


def openings_of(intervention: Intervention) -> Sequence[PersonOpening]:
    """Who has opened it, the latest first."""
    query = select(PersonOpening).filter_by(intervention_id=intervention.id)
    return db.session.scalars(query.order_by(PersonOpening.number.desc())).all()


def _with_all(query: Select[Intervention]) -> Select[Intervention]:
    return query.options(
        contains_eager(Intervention.incident), joinedload(Intervention.sector), joinedload(Intervention.station),
        selectinload(Intervention.steps),
    )  # fmt: skip


_stands = Intervention.struck_at.is_(None)
_reviewed = exists().where(
    InterventionStep.intervention_id == Intervention.id, InterventionStep.kind == StepKind.REVIEW
)
STATES: dict[str, ColumnElement[bool]] = {
    "open": and_(_stands, Intervention.kind.in_(ENDING), Intervention.ended_at.is_(None)),
    "unreviewed": and_(_stands, Intervention.kind.in_(REVIEWED), ~_reviewed),
    "report": and_(_stands, Intervention.company.is_not(None), Intervention.reported_at.is_(None)),
}
