"""Keeping a search under a name, and dropping it."""

from ... import clock
from ...access import Actor
from ...changes import change
from ...errors import N_, Refused
from ...events.models import Event
from ...extensions import db
from ..models import SavedView, Sought
from .checks import audience_of

MAX_NAME, MAX_QUERY = 80, 2000


def save_view(
    event: Event, actor: Actor, *, name: str, lists: Sought, query: str, audience: str | None = None
) -> SavedView:
    """Keep a search: for oneself, or for the members who hear an audience. The same again gives the one there is."""
    with change(event, actor) as record:
        called = " ".join(name.split())
        if not called:
            raise Refused(N_("Give the view a name."), field="name")
        if len(called) > MAX_NAME or len(query) > MAX_QUERY:
            raise Refused(N_("At most %(most)s characters."), field="name", most=MAX_NAME)
        reach = audience_of(actor, audience) if audience else None
        same = {"event_id": event.id, "account_id": actor.account_id, "name": called, "lists": lists, "query": query}
        there: SavedView | None = db.session.scalar(
            db.select(SavedView).filter_by(**same, audience=reach, dropped_at=None)
        )
        if there is not None:
            record.nothing()
            return there
        kept = SavedView(
            event=event, number=record.count("saved_view"), account_id=actor.account_id, by=actor.name, name=called,
            lists=lists, query=query, audience=reach, made_at=clock.now(),
        )  # fmt: skip
        db.session.add(kept)
        record("saved_view.kept", kept)
    return kept


def drop_view(event: Event, actor: Actor, view: SavedView) -> None:
    """Take a view of one's own away."""
    with change(event, actor) as record:
        if view.account_id != actor.account_id:
            raise Refused(N_("Only who made a view drops it."))
        if view.dropped_at:
            return record.nothing()
        view.dropped_at = clock.now()
        record("saved_view.dropped", view)
