"""What partners report in a steady rhythm, and what they do first about it."""

from .dialogue import Dialogue, DialogueKind, DialogueResult
from .meeting import (
    Meeting,
    MeetingAttendee,
    MeetingDecision,
    MeetingKind,
    MeetingNote,
    MeetingPoint,
    MeetingSeries,
    ParkedItem,
)
from .municipality import KeptPaper, Municipality, MunicipalText, MunicipalVersion
from .period import (
    MatterSource,
    PeriodKind,
    PeriodReport,
    ReportedMatter,
    ReportingPeriod,
    ReportingRhythm,
    ReportLink,
    ReportReminder,
    Representation,
)
from .priority import Priority, PrioritySet
from .promise import Promise
from .situation import MonthReport, MonthSending
from .trend import PictureTrend

__all__ = [
    "Dialogue",
    "DialogueKind",
    "DialogueResult",
    "KeptPaper",
    "MatterSource",
    "Meeting",
    "MeetingAttendee",
    "MeetingDecision",
    "MeetingKind",
    "MeetingNote",
    "MeetingPoint",
    "MeetingSeries",
    "MonthReport",
    "MonthSending",
    "MunicipalText",
    "MunicipalVersion",
    "Municipality",
    "ParkedItem",
    "PeriodKind",
    "PeriodReport",
    "PictureTrend",
    "Priority",
    "PrioritySet",
    "Promise",
    "ReportLink",
    "ReportReminder",
    "ReportedMatter",
    "ReportingPeriod",
    "ReportingRhythm",
    "Representation",
]  # fmt: skip
