"""The shape of an action card."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FloatField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from ...doors import said
from ...errors import Refused
from ..models.card import Occasion, Unit, steps_of
from .part import PartForm, coded

OCCASIONS = {
    Occasion.EVACUATION: _("Evacuation"), Occasion.SHOW_STOP: _("Show stop"), Occasion.LOST_CHILD: _("Lost child"),
    Occasion.SUSPICIOUS_OBJECT: _("Suspicious object"), Occasion.WIND: _("Wind"), Occasion.HEAT: _("Heat"),
    Occasion.REINFORCEMENT: _("Reinforcement withdrawn"), Occasion.OTHER: _("Other"),
}  # fmt: skip


class LimitField(FloatField):
    """A number, also with a decimal comma."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take a comma for a point."""
        super().process_formdata([str(value).replace(",", ".") for value in valuelist])


class CardForm(PartForm):
    """When the card is used, who decides, and what each role does, in order."""

    NAME, NAMES, ADD = _("Action card"), _("Action cards"), _("Add an action card")
    EMPTY = (
        _("No action card yet"),
        _("Take one over below, or say when it is used, who decides and who does what."),
    )
    DRAWN = ("limit_value", "limit_unit", "steps", "origin")
    TOLD = {"origin": _("Taken over from")}
    ROWS = (("occasion", "decides"), ("limit_value", "limit_unit"))

    name = StringField(_("Title"), [DataRequired(), Length(max=120)])
    used_when = TextAreaField(_("When it is used"), [DataRequired(), Length(max=2000)])
    occasion = coded(OCCASIONS.items(), _("Occasion"), DataRequired())
    decides = StringField(_("Who decides"), [DataRequired(), Length(max=200)])
    limit_value = LimitField(_("Limit"), [Optional()], description=_("For wind and heat: at what it is used."))
    limit_unit = coded([(unit, unit) for unit in Unit], _("Unit"), empty=_("None"))
    steps = TextAreaField(
        _("Steps in order"), [DataRequired(), Length(max=6000)], render_kw={"rows": 8},
        description=_("One a line, in order: WHO: what. Such as: Commander: decides to evacuate sector A."),
    )  # fmt: skip
    source = StringField(_("Source"), [Length(max=500)], description=_("Where the card or its limit comes from."))

    def validate_steps(self, field: TextAreaField) -> None:
        """Say which line is no step."""
        try:
            steps_of(field.data or "")
        except Refused as refusal:
            raise ValidationError(said(refusal)) from refusal
