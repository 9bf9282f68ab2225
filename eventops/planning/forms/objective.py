"""The shape of an objective."""

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from .part import Figure, PartForm, reference


class ObjectiveForm(PartForm):
    """What the event shall achieve, and what shows it."""

    NAME, NAMES, ADD = _("Objective"), _("Objectives"), _("Add an objective")
    EMPTY = (_("No objective yet"), _("Say what the event shall achieve, and what will show it."))
    ROWS = (("indicator", "baseline", "target"), ("computed", "target_value"))

    text = TextAreaField(_("Objective"), [DataRequired(), Length(max=2000)])
    problem = reference("problems", _("Problem it answers"))
    indicator = StringField(_("Indicator"), [Length(max=2000)], description=_("What is measured."))
    baseline = StringField(_("Baseline"), [Length(max=2000)], description=_("How it was before."))
    target = StringField(_("Target"), [Length(max=2000)], description=_("Such as: at least 85 %."))
    computed = reference(
        "indicator", _("Computed indicator"), description=_("What the log tells by itself afterwards.")
    )
    target_value = Figure(
        _("Target as a number"), [Optional()], description=_("In the unit of the computed indicator.")
    )
