"""How far a story's measures had come: decided, done, evaluated, by the acts that do so."""

from ..access import Actor
from ..events.models import Event
from ..planning import actions as planning
from ..planning.models import Measure
from ..planning.queries import numbered
from .story import Told


def carry_out(event: Event, actor: Actor, rows: list[Told]) -> None:
    """Take each measure as far as its row says; the rows are in the order in which they were added."""
    for number, row in enumerate(rows, 1):
        measure = numbered(Measure, event, actor, number)
        if row.get("decided"):
            planning.decide(event, actor, measure)
        if row.get("done"):
            planning.finish(event, actor, measure)
        if "outcome" in row:
            planning.evaluate(event, actor, measure, row["outcome"], row["evaluation"])
