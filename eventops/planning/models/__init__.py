"""The plan: its parts, in the order a plan is read, and the versions that freeze them."""

from .objective import Objective
from .part import Part, alive, plain
from .risk import Risk
from .version import PlanVersion

# One line for each kind of part; queries, versions, comparison, forms and pages follow from it.
PARTS: dict[str, type[Part]] = {
    kind.PLURAL: kind
    for kind in (
        Objective,
        Risk,
    )
}

__all__ = ["PARTS", "Objective", "Part", "PlanVersion", "Risk", "alive", "plain"]
