"""Reads of the site plans."""

from collections.abc import Sequence

from ..access import Actor
from ..events.models import Event
from ..extensions import db
from .models import SitePlan


def site_plans(event: Event, actor: Actor) -> Sequence[SitePlan]:
    """The site plans that the actor may see and that have not been taken away, in the order they were laid."""
    query = db.select(SitePlan).filter_by(event_id=event.id, dropped_at=None).where(actor.audible(SitePlan.audience))
    return db.session.scalars(query.order_by(SitePlan.id)).all()


def site_plan(event: Event, actor: Actor, number: int) -> SitePlan | None:
    """One of them."""
    return next((plan for plan in site_plans(event, actor) if plan.id == number), None)
