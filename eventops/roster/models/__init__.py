"""The tables of the roster."""

from .assignment import ABSENT, HERE, Acceptance, Assignment, Attendance, Notification, Presence, Reply
from .enlistment import Enlistment, Wish, WishKind
from .filling import Filling, FillingState
from .guards import Directive, DirectiveReceipt, Suspension
from .limit import RosterLimit
from .need import Need
from .people_import import PeopleImport
from .rate import Rate
from .shift import Function, LegalBasis, Shift
from .swap import DutyLink, Swap, SwapState
from .unit import Unit, UnitKind

__all__ = [
    "ABSENT", "HERE", "Acceptance", "Assignment", "Attendance", "Directive", "DirectiveReceipt", "DutyLink",
    "Enlistment", "Filling", "FillingState", "Function", "LegalBasis", "Need", "Notification", "PeopleImport",
    "Presence", "Rate", "Reply", "RosterLimit", "Shift", "Suspension", "Swap", "SwapState", "Unit", "UnitKind", "Wish",
    "WishKind",
]  # fmt: skip
