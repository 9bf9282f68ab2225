"""The shapes of what planners type: one form for each kind of part, by its plural, and the note of a version."""

from .agreement import AgreementForm
from .briefing import BriefingForm, CallForm
from .calculation import CalculationForm
from .card import CardForm
from .cause import CauseForm
from .channel import CallSignForm, ChannelForm
from .command import CommandPostForm, IntentForm, WatchForm
from .copying import ChoiceForm, DeclineForm, NextEditionForm
from .deviation import AcceptForm, DeviationForm
from .document import DocumentForm, FileForm
from .duty import DutyForm
from .measure import MeasureForm
from .objective import ObjectiveForm
from .part import DropForm, PartForm
from .partner_role import PartnerRoleForm
from .permit import AssetForm, ConditionForm, LicensedAreaForm, PermitForm
from .problem import EvidenceForm, ProblemForm
from .risk import AcceptRiskForm, RiskForm
from .task import TaskForm
from .version import PublishForm

FORMS: dict[str, type[PartForm]] = {
    "deviations": DeviationForm,
    "problems": ProblemForm,
    "evidence": EvidenceForm,
    "causes": CauseForm,
    "objectives": ObjectiveForm,
    "measures": MeasureForm,
    "risks": RiskForm,
    "partner_roles": PartnerRoleForm,
    "tasks": TaskForm,
    "agreements": AgreementForm,
    "duties": DutyForm,
    "cards": CardForm,
    "intents": IntentForm,
    "watches": WatchForm,
    "commands": CommandPostForm,
    "calculations": CalculationForm,
    "permits": PermitForm,
    "conditions": ConditionForm,
    "assets": AssetForm,
    "licensed_areas": LicensedAreaForm,
    "documents": DocumentForm,
    "channels": ChannelForm,
    "call_signs": CallSignForm,
}

__all__ = [
    "FORMS",
    "AcceptForm",
    "AcceptRiskForm",
    "BriefingForm",
    "CallForm",
    "ChoiceForm",
    "DeclineForm",
    "DropForm",
    "FileForm",
    "NextEditionForm",
    "PartForm",
    "PublishForm",
]
