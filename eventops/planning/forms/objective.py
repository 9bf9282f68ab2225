"""The shape of an objective."""

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from .part import PartForm


class ObjectiveForm(PartForm):
    """What the event shall achieve, and what shows it."""

    NAME, NAMES, ADD = _("Objective"), _("Objectives"), _("Add an objective")
    EMPTY = (_("No objective yet"), _("Say what the event shall achieve, and what will show it."))
    ROWS = (("indicator", "target"),)

    text = TextAreaField(_("Objective"), [DataRequired(), Length(max=2000)])
    indicator = StringField(_("Indicator"), [Length(max=2000)], description=_("What is measured."))
    target = StringField(_("Target"), [Length(max=2000)], description=_("Such as: at least 85 %."))
