"""A story's permits: which conditions were checked or broken, and which calculations were accepted."""

from ..access import Actor
from ..events.models import Event
from ..planning import actions as planning
from ..planning.calculators import CALCULATORS, figures
from ..planning.ground import ground
from ..planning.models import Condition
from ..planning.queries import numbered
from .story import Told


def inspect(event: Event, actor: Actor, rows: list[Told]) -> None:
    """Check each condition, or say that it was broken, as its row says; the rows are in the order they were added."""
    for number, row in enumerate(rows, 1):
        condition = numbered(Condition, event, actor, number)
        if "checked" in row:
            planning.check_condition(event, actor, condition, row["checked"])
        if "breached" in row:
            planning.breach_condition(event, actor, condition, row["breached"])


def reckon(event: Event, actor: Actor, rows: list[Told]) -> None:
    """Accept each calculation: what its row says, else what the plan knows, else the default."""
    for row in rows:
        name, place = row["calculator"], row.get("place")
        empty = {each.name: None for each in CALCULATORS[name].inputs}
        start = {**empty, **figures(name).get("default", {}), **ground(event, place, actor).of(name)}
        said = {key: row.get(key) for key in ("reason", "audience")}
        planning.accept_calculation(event, actor, name, {**start, **row["inputs"]}, place=place, **said)
