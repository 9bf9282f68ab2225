"""A story's action cards taken over, its parts that refer to one another, and its risks accepted."""

from ..access import Actor
from ..events.models import Event
from ..planning import actions as planning
from ..planning.models import Part, Risk
from ..planning.queries import numbered
from .story import Told


def take_cards(event: Event, planner: Actor, codes: list[str]) -> None:
    """Take over default cards, by their codes."""
    for code in codes:
        planning.take_over(event, planner, code, "sv")


def write(event: Event, planner: Actor, kind: type[Part], rows: list[Told]) -> None:
    """Write the parts of a kind; what refers to others of its kind is said once all are there."""
    own = {name for name, what in kind.REFERENCES.items() if what == kind.PLURAL}
    written = [
        planning.add(event, planner, kind, {name: value for name, value in row.items() if name not in own})
        for row in rows
    ]
    for part, row in zip(written, rows, strict=True):
        if referring := own & row.keys():
            planning.edit(event, planner, part, {name: row[name] for name in referring})


def accept_risks(event: Event, commander: Actor, reasons: dict[str, str]) -> None:
    """Live with what remains of some risks: the reasons by the risks' numbers."""
    for number, because in reasons.items():
        planning.accept_risk(event, commander, numbered(Risk, event, commander, int(number)), because)
