"""The shape of what a calculator is given, and the words of a calculation that was accepted."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import TextInput

from ...audit import canonical
from ...forms import ClientIdField
from ...words import options
from ..calculators import CALCULATORS, Input, Kind, Verdict, figures
from ..ground import Ground, outdated
from ..models import Calculation
from ..reckoning import spoken
from .part import Figure, PartForm, reference

VERDICTS = {Verdict.GREEN: _("Green"), Verdict.AMBER: _("Amber"), Verdict.RED: _("Red")}


class CalculationForm(PartForm):
    """An accepted calculation in words. It is accepted on the calculator's own page, and not edited afterwards."""

    NAME, NAMES = _("Calculation"), _("Accepted calculations")
    EMPTY = (_("No calculation accepted yet"), _("Choose a calculator, look at what it finds, and accept it by name."))
    BY_HAND = False
    DRAWN = ("inputs", "known", "result", "reference", "accepted_at")

    calculator = SelectField(
        _("Calculator"), choices=lambda: options((name, _(each.title)) for name, each in CALCULATORS.items())
    )
    place = StringField(_("Sector"))
    verdict = SelectField(_("Verdict"), choices=options(VERDICTS.items()))
    accepted_by = StringField(_("Accepted by"))
    reason = StringField(_("Reason"))

    @classmethod
    def more(cls, part: Mapping[str, Any]) -> list[tuple[str, str]]:
        return spoken(part)


class Widths(Field):
    """Widths in metres, separated by spaces or semicolons; "2,4" is one width."""

    widget = TextInput()
    typed = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0] if valuelist else ""
        parts = self.typed.replace(",", ".").replace(";", " ").replace("+", " ").split()
        try:
            self.data = [float(each) for each in parts]
        except ValueError:
            raise ValueError(gettext("Write widths in metres with spaces between: 6 4.5 4.5")) from None

    def _value(self) -> str:
        return self.typed


class EachBetween:
    """Holds every number of a list to the same limits."""

    def __init__(self, least: float, most: float):
        self.least, self.most = least, most

    def __call__(self, form: FlaskForm, field: Field) -> None:
        for each in field.data or ():
            if not self.least <= each <= self.most:
                wrong = gettext("Number must be between %(min)s and %(max)s.", min=self.least, max=self.most)
                raise ValidationError(wrong)


class WorkForm(FlaskForm):
    """What every calculator is given beside its own inputs; the token that keeps it ours travels with the button."""

    class Meta:
        csrf = False

    client_id = ClientIdField()
    place = HiddenField()
    audience = SelectField(_("Who may see it"), choices=[])
    reason = TextAreaField(_("Reason"), [Length(max=2000)])

    def inputs(self, name: str) -> dict[str, Any]:
        """What was typed, by the name of the input."""
        return {each.name: self[each.name].data for each in CALCULATORS[name].inputs}

    def sound(self, name: str) -> bool:
        """Whether every input can be; what is wrong stands beside its field."""
        return all([self[each.name].validate(self) for each in CALCULATORS[name].inputs])

    def once(self, inputs: dict[str, Any]) -> str:
        """An id of this very acceptance: the same form sent twice is one, sent again with other inputs another."""
        return str(uuid5(NAMESPACE_OID, canonical([self.client_id.data, self.place.data, inputs, self.reason.data])))


class PlaceForm(FlaskForm):
    """What a calculation is about: the whole event, or one of its sectors."""

    class Meta:
        csrf = False

    place = reference("sector", _("About"), empty=_("The event as a whole"))


@cache
def work_form(name: str) -> type[WorkForm]:
    """The form of a calculator, with a field for each of its inputs."""
    ranges = figures(name).get("range", {})
    fields = {each.name: _field(each, ranges.get(each.name)) for each in CALCULATORS[name].inputs}
    return type("CalculatorForm", (WorkForm,), fields)


def beginnings(name: str, ground: Ground, standing: Calculation | None = None) -> dict[str, str]:
    """What the fields start from, as it would be typed.

    What was accepted before, unless the plan knows it otherwise since; else what the plan knows, else the default of
    the reference data.
    """
    before = {key: value for key, value in standing.inputs.items() if value is not None} if standing else {}
    changed = outdated(standing, ground) if standing else []
    kept = {key: value for key, value in before.items() if key not in changed}
    start = {**figures(name).get("default", {}), **before, **ground.of(name), **kept}
    return {key: _typed(value) for key, value in start.items() if value is not False}


def _typed(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(_typed(each) for each in value)
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


def _field(each: Input, between: tuple[float, float] | None) -> Any:
    label = _(each.label)
    if each.kind is Kind.YES:
        return BooleanField(label)
    if each.kind is Kind.CHOICE:
        return SelectField(label, choices=options((code, _(text)) for code, text in each.options))
    if each.kind is Kind.WIDTHS:
        return Widths(label, [InputRequired(), EachBetween(*figures("exits")["range"]["width"])])
    limits = [NumberRange(*between)] if between else []
    kind = IntegerField if each.kind is Kind.COUNT else Figure
    return kind(label, [Optional() if each.optional else InputRequired(), *limits])
