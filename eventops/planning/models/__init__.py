"""The plan: its parts, in the order a plan is read, and the versions that freeze them."""

from .agreement import Agreement
from .briefing import Briefing, Receipt, RollCall
from .call_sign import CallSign
from .card import Card
from .cause import Cause
from .channel import Channel
from .command import CommandPost, LiaisonKind, PostRole
from .copying import Copying
from .deviation import Deviation
from .document import Document, DocumentFile, DocumentKind
from .duty import Duty
from .intent import Intent
from .measure import Measure
from .objective import Objective
from .part import Legacy, Part, alive, among, plain
from .partner_link import PartnerLink
from .partner_role import PartnerRole
from .problem import Evidence, Problem
from .proposal import Answer, Proposal
from .risk import Risk
from .signature import Signature
from .task import Task
from .version import PlanVersion
from .watch import Watch

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
        Intent,
        Watch,
        CommandPost,
        Channel,
        CallSign,
        PartnerRole,
        Task,
        Agreement,
        Duty,
        Document,
        Deviation,
    )
}

__all__ = [
    "PARTS", "Answer", "Copying", "Legacy", "Proposal", "Agreement", "Briefing", "CallSign", "Card", "Cause", "Channel", "CommandPost", "Deviation", "Document", "DocumentFile", "DocumentKind", "Duty", "Evidence",
    "Intent", "LiaisonKind", "Measure", "Objective", "Part", "PartnerLink", "PartnerRole", "PlanVersion", "PostRole", "Problem", "Receipt", "Risk", "RollCall", "Signature", "Task", "Watch", "alive", "among", "plain",
]  # fmt: skip
