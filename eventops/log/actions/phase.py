"""Opening and closing the log of an event."""

from sqlalchemy import func

from ... import clock
from ...access import Actor
from ...changes import change
from ...errors import N_, Conflict
from ...events.models import Event, Phase
from ...extensions import db
from ...planning.models import PlanVersion
from ..models import Incident, State
from .availability import forget_positions
from .checks import must_be_live


def go_live(event: Event, actor: Actor) -> None:
    """Open the log. Refused until a plan is published."""
    with change(event, actor) as record:
        if event.phase is not Phase.PLANNING:
            raise Conflict(N_("The event is already live or closed."))
        if not db.session.scalar(db.select(func.count(PlanVersion.id)).filter_by(event_id=event.id)):
            raise Conflict(N_("Publish the plan first: the event cannot go live without a published plan."))
        event.phase, event.went_live_at = Phase.LIVE, clock.now()
        record("event.went_live", event)


def close_event(event: Event, actor: Actor) -> None:
    """Close the log. Refused while an incident is open."""
    with change(event, actor) as record:
        must_be_live(event)
        open_ones = db.select(func.count(Incident.id)).filter_by(event_id=event.id)
        left = db.session.scalar(open_ones.where(Incident.state != State.CLOSED))
        if left:
            raise Conflict(N_("%(left)s incidents are still open. Close or hand them over first."), left=left)
        forget_positions(event, actor)
        event.phase, event.closed_at = Phase.CLOSED, clock.now()
        record("event.closed", event)
