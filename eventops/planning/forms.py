"""The shape of what planners type: an objective, a risk, the note of a version."""

from dataclasses import fields
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from ..words import options
from .actions import MAX_TEXT, Aim, Judgement

LIKELIHOOD = (_("1 Very unlikely"), _("2 Unlikely"), _("3 Possible"), _("4 Likely"), _("5 Very likely"))
CONSEQUENCE = (_("1 Very limited"), _("2 Limited"), _("3 Serious"), _("4 Very serious"), _("5 Catastrophic"))


class ObjectiveForm(FlaskForm):
    """What the event shall achieve, and what shows it."""

    text = TextAreaField(_("Objective"), [DataRequired(), Length(max=MAX_TEXT)])
    indicator = StringField(_("Indicator"), [Length(max=MAX_TEXT)], description=_("What is measured."))
    target = StringField(_("Target"), [Length(max=MAX_TEXT)], description=_("Such as: at least 85 %."))

    def aim(self) -> Aim:
        """What was typed."""
        return Aim(**{part.name: self[part.name].data for part in fields(Aim)})


def _grade(label: Any, words: tuple[Any, ...], *, empty: Any = None) -> SelectField:
    choices = [("", empty)] if empty else []
    choices += [(str(grade), word) for grade, word in enumerate(words, start=1)]
    return SelectField(label, choices=options(choices), coerce=_number)


def _number(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


class RiskForm(FlaskForm):
    """What can go wrong, how likely and how bad, before and after the main measure."""

    text = TextAreaField(_("Risk"), [DataRequired(), Length(max=MAX_TEXT)])
    cause = StringField(_("Cause"), [Length(max=MAX_TEXT)])
    likelihood = _grade(_("Likelihood"), LIKELIHOOD)
    consequence = _grade(_("Consequence"), CONSEQUENCE)
    measure = TextAreaField(_("Main measure"), [Length(max=MAX_TEXT)])
    owner = StringField(_("Owner"), [Length(max=120)], description=_("Who answers for the measure."))
    residual_likelihood = _grade(_("Likelihood after the measure"), LIKELIHOOD, empty=_("Not judged"))
    residual_consequence = _grade(_("Consequence after the measure"), CONSEQUENCE, empty=_("Not judged"))

    def judgement(self) -> Judgement:
        """What was typed."""
        return Judgement(**{part.name: self[part.name].data for part in fields(Judgement)})


class PublishForm(FlaskForm):
    """Why a version is published now."""

    note = StringField(_("What is new in this version"), [Length(max=500)], render_kw={"autocomplete": "off"})
