"""The plan: its parts, in the order a plan is read, and the versions that freeze them."""

from .agreement import Agreement
from .cause import Cause
from .call_sign import CallSign
from .card import Card
from .channel import Channel
from .deviation import Deviation
from .duty import Duty
from .measure import Measure
from .objective import Objective
from .part import Part, alive, among, plain
from .partner_link import PartnerLink
from .partner_role import PartnerRole
from .problem import Evidence, Problem
from .risk import Risk
from .signature import Signature
from .task import Task
from .version import PlanVersion

# One line for each kind of part; queries, versions, comparison, forms and pages follow from it.
PARTS: dict[str, type[Part]] = {
    kind.PLURAL: kind
    for kind in (
        Problem,
        Evidence,
        Cause,
        Objective,
        Measure,
        Risk,
        Card,
        Channel,
        CallSign,
        PartnerRole,
        Task,
        Agreement,
        Duty,
        Deviation,
    )
}

__all__ = [
    "PARTS", "Agreement", "Cause", "Deviation", "Duty", "Evidence", "Measure", "Objective", "Part", "PartnerLink",
    "PartnerRole", "PlanVersion", "Problem", "Risk", "Signature", "Task", "alive", "among", "plain",
]  # fmt: skip
