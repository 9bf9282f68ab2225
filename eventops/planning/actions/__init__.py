"""What planners do: write parts of the plan, drop them, and publish versions that nobody can change afterwards."""

from . import command
from .briefing import acknowledge, call, issue
from .card import take_over
from .deviation import accept
from .document import file
from .measure import Lacking, decide, evaluate, finish
from .part import Meanwhile, add, drop, edit, may_write
from .partner_link import make_link, revoke_link, use_link
from .risk import accept_risk
from .signature import sign
from .version import publish

__all__ = [
    "Lacking", "Meanwhile", "accept", "accept_risk", "acknowledge", "add", "call", "command", "decide", "drop", "edit", "evaluate",
    "file", "finish", "issue", "make_link", "may_write", "publish", "revoke_link", "sign", "take_over",
    "use_link",
]
