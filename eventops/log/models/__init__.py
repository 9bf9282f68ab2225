"""The live log: categories, incidents and the entries nobody can change."""

from .card_run import CardRun, CardTick
from .category import Category
from .condition_check import ConditionCheck, Verdict
from .crowd import CountKind, CrowdAlarm, CrowdCapacity, CrowdCount, Scale
from .custody import CellStation
from .decision import Decision, Ground, GroundKind, Outcome, Review
from .dispatch import Dispatch, UnitStatus
from .entry import STRIKABLE, WRITTEN, Entry, EntryKind
from .errand import Errand, ErrandState, ErrandStep, OwnerKind
from .hold import HandedOver, LogHold
from .incident import DISPOSITIONS, NEXT, Incident, State
from .intervention import Age, Force, Intervention, InterventionStep, StepKind
from .link import Attachment, IncidentLink
from .neutral import NeutralLine
from .partner_report import PartnerReport, ReportAct, ReportState, ReportStep
from .person import InterventionPerson, PersonOpening, PersonRole
from .saved_view import SavedView, Sought
from .sitrep import Section, Sitrep, SitrepKind
from .trend import TrendAlert, TrendState
from .unit_state import Availability, UnitPosition, UnitState, WelfareCheck
from .wall import WallLink

__all__ = [
    "DISPOSITIONS", "NEXT", "STRIKABLE", "WRITTEN", "Age", "Attachment", "Availability", "CardRun", "CardTick",
    "Category", "CellStation", "ConditionCheck", "CountKind", "CrowdAlarm", "CrowdCapacity", "CrowdCount", "Decision",
    "Dispatch", "Entry", "EntryKind", "Errand", "ErrandState", "ErrandStep", "Force", "Ground", "GroundKind",
    "HandedOver", "Incident", "IncidentLink", "Intervention", "InterventionPerson", "InterventionStep", "LogHold",
    "NeutralLine", "Outcome", "OwnerKind", "PartnerReport", "PersonOpening", "PersonRole", "ReportAct", "ReportState",
    "ReportStep", "Review", "SavedView", "Scale", "Section", "Sitrep", "SitrepKind", "Sought", "State", "StepKind",
    "TrendAlert", "TrendState", "UnitPosition", "UnitState", "UnitStatus", "Verdict", "WallLink", "WelfareCheck",
]  # fmt: skip
