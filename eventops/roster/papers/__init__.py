"""The papers of the roster that are typeset: duty reports of guards, and badges."""

from .badges import badge_sheet
from .duty_report import duty_reports

__all__ = ["badge_sheet", "duty_reports"]
