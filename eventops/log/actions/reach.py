"""Who hears the line that says what became of something that was told to an audience before."""

from ...access import POLICE, Actor, within
from ..models import Incident
from .checks import usual_audience


def still_heard(actor: Actor, audience: str, incident: Incident | None) -> str:
    """The audience it was told to, unless fewer may know of its incident by now or the actor cannot write to it."""
    if incident and not within(audience, incident.audience):
        audience = incident.audience
    if actor.everything or set(audience.split("+")) <= set(actor.feeds):
        return audience
    return usual_audience(actor, POLICE)
