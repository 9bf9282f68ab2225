"""The shape of a risk."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from ...words import options
from .part import PartForm

LIKELIHOOD = (_("1 Very unlikely"), _("2 Unlikely"), _("3 Possible"), _("4 Likely"), _("5 Very likely"))
CONSEQUENCE = (_("1 Very limited"), _("2 Limited"), _("3 Serious"), _("4 Very serious"), _("5 Catastrophic"))


def _grade(label: Any, words: tuple[Any, ...], *, empty: Any = None) -> SelectField:
    choices: list[tuple[Any, Any]] = [("", empty)] if empty else []
    choices += list(enumerate(words, start=1))
    return SelectField(label, choices=options(choices), coerce=_number)


def _number(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


class RiskForm(PartForm):
    """What can go wrong, how likely and how bad, before and after the main measure (R70)."""

    NAME, NAMES, ADD = _("Risk"), _("Risks"), _("Add a risk")
    EMPTY = (_("No risk yet"), _("Say what can go wrong, how likely and how bad, and what is done about it."))
    DRAWN = ("likelihood", "consequence", "residual_likelihood", "residual_consequence")
    ROWS = (("likelihood", "consequence"), ("residual_likelihood", "residual_consequence"))

    text = TextAreaField(_("Risk"), [DataRequired(), Length(max=2000)])
    cause = StringField(_("Cause"), [Length(max=2000)])
    likelihood = _grade(_("Likelihood"), LIKELIHOOD)
    consequence = _grade(_("Consequence"), CONSEQUENCE)
    measure = TextAreaField(_("Main measure"), [Length(max=2000)])
    owner = StringField(_("Owner"), [Length(max=120)], description=_("Who answers for the measure."))
    residual_likelihood = _grade(_("Likelihood after the measure"), LIKELIHOOD, empty=_("Not judged"))
    residual_consequence = _grade(_("Consequence after the measure"), CONSEQUENCE, empty=_("Not judged"))
