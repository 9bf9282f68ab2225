"""Taking over the action cards that come with eventops."""

from ...access import Actor
from ...errors import N_, Refused
from ...events.models import Event
from ..default_cards import default_cards
from ..models import Card
from .part import add


def take_over(event: Event, actor: Actor, code: str, language: str, client_id: str | None = None) -> Card:
    """Make a default card the plan's own, in a language ("sv" or "en"); from then on it is edited like any other."""
    if code not in default_cards(language):
        raise Refused(N_("There is no %(name)s here."), field="code", name=code)
    return add(event, actor, Card, {**default_cards(language)[code], "origin": code}, client_id)
