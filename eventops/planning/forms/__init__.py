"""The shapes of what planners type: one form for each kind of part, by its plural, and the note of a version."""

from .objective import ObjectiveForm
from .part import DropForm, PartForm
from .risk import RiskForm
from .version import PublishForm

FORMS: dict[str, type[PartForm]] = {
    "objectives": ObjectiveForm,
    "risks": RiskForm,
}

__all__ = ["FORMS", "DropForm", "PartForm", "PublishForm"]
