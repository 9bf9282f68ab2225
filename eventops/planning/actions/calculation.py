"""Accepting a calculation into the plan, by name."""

from typing import Any

from ... import clock
from ...access import Actor
from ...changes import change
from ...events.models import Event
from ...extensions import db
from ..calculators import version, work_out
from ..ground import ground
from ..models import Calculation, alive
from .part import add, drop


def accept_calculation(
    event: Event,
    actor: Actor,
    calculator: str,
    inputs: dict[str, Any],
    *,
    place: str | None = None,
    reason: str | None = None,
    audience: str | None = None,
    client_id: str | None = None,
) -> Calculation:
    """Work it out and keep it in the plan, in the place of what was accepted before from the same calculator and place.

    Refused for inputs that cannot be, and for a red result without a reason.
    """
    with change(event, actor):
        found = work_out(calculator, inputs)
        said = {
            "calculator": calculator, "place": place, "inputs": inputs, "known": ground(event, place).of(calculator),
            "reference": version(), "result": found.data(), "verdict": found.verdict, "accepted_by": actor.name,
            "accepted_at": clock.now(), "reason": reason, **({"audience": audience} if audience else {}),
        }  # fmt: skip
        former = db.session.scalars(alive(Calculation, event).filter_by(calculator=calculator, place=place)).all()
        accepted = add(event, actor, Calculation, said, client_id)
        for each in former:
            if each is not accepted:
                drop(event, actor, each, f"superseded by {accepted.number}")
    return accepted
