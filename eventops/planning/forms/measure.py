"""The shapes of a measure and of its evaluation."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from ..models import Measure
from ..models.measure import Carried, Grounds, MeasureKind, MeasureState, Outcome
from .part import PartForm, coded, reference

MOST = 2_000_000_000
KINDS = {
    MeasureKind.SITUATIONAL: _("Situational: light, sight, fences, opening hours"),
    MeasureKind.PROGRAMME: _("Programme: acts and times adjusted"),
    MeasureKind.STAFFING: _("Staffing"),
    MeasureKind.INFORMATION: _("Information"),
    MeasureKind.SOCIAL: _("Social support"),
    MeasureKind.CONDITION: _("Permit condition"),
    MeasureKind.VICTIM_SUPPORT: _("Victim support"),
}
CARRIED = {Carried.OWN: _("by its owner"), Carried.JOINT: _("jointly")}
GROUNDS = {
    Grounds.KNOWN: _("We know that it has effect"),
    Grounds.BELIEVED: _("We believe that it has effect"),
    Grounds.TRIED: _("We try it out"),
}
STATES = {
    MeasureState.PROPOSED: _("Proposed"),
    MeasureState.DECIDED: _("Decided"),
    MeasureState.DONE: _("Done"),
    MeasureState.EVALUATED: _("Evaluated"),
}
OUTCOMES = {Outcome.CONTINUE: _("continue"), Outcome.ADJUST: _("adjust"), Outcome.STOP: _("stop")}


def _amount(text: Any) -> IntegerField:
    return IntegerField(text, [Optional(), NumberRange(min=0, max=MOST)])


class MeasureForm(PartForm):
    """What is done about a cause, by whom, and with what."""

    NAME, NAMES, ADD = _("Measure"), _("Measures"), _("Add a measure")
    EMPTY = (_("No measure yet"), _("Say what is done, about which cause, who answers for it and with what."))
    OPEN = True
    DRAWN = (
        "hours_needed", "hours_committed", "people_needed", "people_committed", "money_needed", "money_committed",
    )  # fmt: skip
    TOLD = {"decided_by": _("Decided by")}
    ROWS = (
        ("kind", "carried", "owner"), ("cause", "objective", "grounds"), ("hours_needed", "hours_committed"),
        ("people_needed", "people_committed"), ("money_needed", "money_committed"), ("due_on", "follow_up_on"),
    )  # fmt: skip

    text = TextAreaField(_("Measure"), [DataRequired(), Length(max=2000)])
    kind = coded(KINDS.items(), _("Kind of measure"))
    carried = coded(CARRIED.items(), _("Carried out"))
    owner = reference("partner", _("Owner"))
    cause = reference("causes", _("Works on cause"))
    objective = reference("objectives", _("Serves objective"))
    grounds = coded(GROUNDS.items(), _("Grounds"), empty=_("Not judged"))
    requirement = TextAreaField(
        _("Requirement"), [Length(max=2000)], description=_("What must be there for it to count as done.")
    )
    hours_needed = _amount(_("Hours needed"))
    hours_committed = _amount(_("Hours committed"))
    people_needed = _amount(_("People needed"))
    people_committed = _amount(_("People committed"))
    money_needed = _amount(_("SEK needed"))
    money_committed = _amount(_("SEK committed"))
    due_on = DateField(_("Due on"), [Optional()])
    follow_up_on = DateField(_("Followed up on"), [Optional()])


class EvaluationForm(FlaskForm):
    """What a measure led to, and what follows from that."""

    outcome = coded(OUTCOMES.items(), _("What follows"))
    evaluation = TextAreaField(_("What it led to"), [Length(max=2000)])


def evaluation_form(measure: Measure, sent: bool = False) -> EvaluationForm:
    """The form of a measure's evaluation, as it stands or as it was sent."""
    prefix = f"evaluation-{measure.number}"
    return EvaluationForm(prefix=prefix) if sent else EvaluationForm(formdata=None, obj=measure, prefix=prefix)
