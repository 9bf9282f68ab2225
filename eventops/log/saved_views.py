"""Reads of kept views, and of the other editions of an event in which somebody may search."""

from collections.abc import Sequence

from sqlalchemy import or_

from ..access import Actor
from ..events.models import Event
from ..extensions import db
from .models import SavedView, Sought


def views(event: Event, actor: Actor, lists: Sought | None = None) -> Sequence[SavedView]:
    """The views of one's own and those shared with an audience one hears, by name."""
    mine = SavedView.account_id == actor.account_id if actor.account_id is not None else SavedView.id.is_(None)
    shared = SavedView.audience.is_not(None) & actor.audible(SavedView.audience)
    query = db.select(SavedView).where(
        SavedView.event_id == event.id, SavedView.dropped_at.is_(None), or_(mine, shared)
    )
    if lists is not None:
        query = query.where(SavedView.lists == lists)
    return db.session.scalars(query.order_by(SavedView.name, SavedView.number)).all()


def view(event: Event, actor: Actor, number: int) -> SavedView | None:
    """One of them by its number."""
    return next((each for each in views(event, actor) if each.number == number), None)


def editions(event: Event) -> Sequence[str]:
    """The slugs of the other editions in the event's series, the latest first."""
    if event.series_id is None:
        return []
    query = db.select(Event.slug).where(Event.series_id == event.series_id, Event.id != event.id)
    return db.session.scalars(query.order_by(Event.went_live_at.desc(), Event.id.desc())).all()
