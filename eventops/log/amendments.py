"""Several corrections of one incident at once: all of them, or none."""

from datetime import datetime
from typing import Any

from ..access import Actor
from ..changes import change
from ..events.models import Event
from . import actions
from .models import Incident, State


def amend(
    event: Event,
    actor: Actor,
    incident: Incident,
    *,
    audience: str | None = None,
    title: str | None = None,
    category: str | None = None,
    priority: int | None = None,
    state: State | None = None,
    lat: float | None = None,
    lon: float | None = None,
    sector: str | None = None,
    place: str | None = None,
    disposition: str | None = None,
    review_at: datetime | None = None,
    because: str | None = None,
) -> None:
    """Change what is given and leave the rest; the audience first, so that nobody who loses it hears the rest.

    Each part leaves its own line in the log. Refused as each part alone would be, and then nothing is changed.
    """
    with change(event, actor) as record:
        record.nothing()
        if audience is not None:
            actions.change_audience(event, actor, incident, audience)
        if title is not None or category is not None:
            actions.edit_incident(event, actor, incident, title=title, category=category)
        if priority is not None:
            actions.set_priority(event, actor, incident, priority, because)
        if any(part is not None for part in (lat, lon, sector, place)):
            actions.move_incident(event, actor, incident, lat=lat, lon=lon, sector=sector, place=place)
        if state is not None:
            how: Any = {"disposition": disposition, "review_at": review_at, "because": because}
            actions.change_state(event, actor, incident, state, **how)
