"""What planners do: write parts of the plan, drop them, and publish versions that nobody can change afterwards."""

from . import command
from .briefing import acknowledge, call, issue
from .calculation import accept_calculation
from .card import take_over
from .copying import Choice, Edition, fetch, next_edition
from .deviation import accept
from .document import file
from .measure import Lacking, decide, evaluate, finish
from .paper import export_paper
from .part import Meanwhile, add, drop, edit, may_write
from .partner_link import make_link, revoke_link, use_link
from .permit import breach_condition, check_condition, take_over_checklist
from .proposal import decline, take_on
from .risk import accept_risk
from .signature import sign
from .version import publish

__all__ = [
    "Choice",
    "Edition",
    "Lacking",
    "Meanwhile",
    "accept",
    "accept_calculation",
    "accept_risk",
    "acknowledge",
    "add",
    "breach_condition",
    "call",
    "check_condition",
    "command",
    "decide",
    "decline",
    "drop",
    "edit",
    "evaluate",
    "export_paper",
    "fetch",
    "file",
    "finish",
    "issue",
    "make_link",
    "may_write",
    "next_edition",
    "publish",
    "revoke_link",
    "sign",
    "take_on",
    "take_over",
    "take_over_checklist",
    "use_link",
]
