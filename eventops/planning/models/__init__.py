"""The plan: its parts, in the order a plan is read, and the versions that freeze them."""

from .agreement import Agreement
from .asset import Asset
from .briefing import Briefing, Receipt, RollCall
from .calculation import Calculation
from .call_sign import CallSign
from .card import Card
from .cause import Cause
from .channel import Channel
from .command import CommandPost, LiaisonKind, PostRole
from .condition import Condition
from .copying import Copying
from .deviation import Deviation
from .document import Document, DocumentFile, DocumentKind
from .duty import Duty
from .intent import Intent
from .licensed_area import LicensedArea
from .measure import Measure
from .objective import Objective
from .part import FOLLOWING, Legacy, Part, alive, among, plain
from .partner_link import PartnerLink
from .partner_role import PartnerRole
from .permit import Permit
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
        Card,
        Risk,
        Intent,
        Watch,
        CommandPost,
        Channel,
        CallSign,
        PartnerRole,
        Task,
        Agreement,
        Duty,
        Calculation,
        Permit,
        Condition,
        Asset,
        LicensedArea,
        Document,
        Deviation,
    )
}

__all__ = [
    "FOLLOWING",
    "PARTS",
    "Agreement",
    "Answer",
    "Asset",
    "Briefing",
    "Calculation",
    "CallSign",
    "Card",
    "Cause",
    "Channel",
    "CommandPost",
    "Condition",
    "Copying",
    "Deviation",
    "Document",
    "DocumentFile",
    "DocumentKind",
    "Duty",
    "Evidence",
    "Intent",
    "Legacy",
    "LiaisonKind",
    "LicensedArea",
    "Measure",
    "Objective",
    "Part",
    "PartnerLink",
    "PartnerRole",
    "Permit",
    "PlanVersion",
    "PostRole",
    "Problem",
    "Proposal",
    "Receipt",
    "Risk",
    "RollCall",
    "Signature",
    "Task",
    "Watch",
    "alive",
    "among",
    "plain",
]  # fmt: skip
