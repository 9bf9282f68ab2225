"""The shapes of what planners type: one form for each kind of part, by its plural, and the note of a version."""

from .card import CardForm
from .channel import CallSignForm, ChannelForm
from .deviation import AcceptForm, DeviationForm
from .objective import ObjectiveForm
from .part import DropForm, PartForm
from .risk import AcceptRiskForm, RiskForm
from .version import PublishForm

FORMS: dict[str, type[PartForm]] = {
    "deviations": DeviationForm,
    "objectives": ObjectiveForm,
    "risks": RiskForm,
    "cards": CardForm,
    "channels": ChannelForm,
    "call_signs": CallSignForm,
}

__all__ = ["FORMS", "AcceptForm", "AcceptRiskForm", "DropForm", "PartForm", "PublishForm"]
