"""Reads of the site plans."""

from collections.abc import Sequence

from ..events.models import Event
from ..extensions import db
from .models import SitePlan


def site_plans(event: Event) -> Sequence[SitePlan]:
    """The site plans that have not been taken away, in the order they were laid."""
    query = db.select(SitePlan).filter_by(event_id=event.id, dropped_at=None).order_by(SitePlan.id)
    return db.session.scalars(query).all()


def site_plan(event: Event, number: int) -> SitePlan | None:
    """One of them."""
    query = db.select(SitePlan).filter_by(event_id=event.id, id=number, dropped_at=None)
    return db.session.scalars(query).first()
