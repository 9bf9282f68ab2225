"""How a form meets an action: its shape is checked, the action tried, and a refusal lands beside its field."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from flask import request
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, DateTimeField, Field, FloatField, HiddenField, IntegerField
from wtforms.validators import ValidationError

from .doors import said
from .errors import N_, Refused
from .formats import legible

SAID_BY_WTFORMS = (
    N_("This field is required."),
    N_("Field cannot be longer than %(max)d characters."),
    N_("Number must be between %(min)s and %(max)s."),
    N_("Number must be at least %(min)s."),
    N_("Number must be at most %(max)s."),
    N_("Not a valid choice."),
    N_("Invalid Choice: could not coerce."),
    N_("Not a valid date value."),
    N_("Not a valid datetime value."),
    N_("Not a valid time value."),
    N_("Not a valid integer value."),
    N_("Not a valid float value."),
)


class Catalogue:
    """What WTForms says, from our catalogue: the library's own Swedish does not say what to do."""

    def gettext(self, text: str) -> str:
        return str(gettext(text))

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)


EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
LARGEST = 2**31 - 1  # of what the database numbers


class Meta(FlaskForm.Meta):
    """What holds for every form: what is typed can be stored, shown and reckoned with.

    A form that stands on a page beside others names itself in `within`, so that its fields' ids are its own.
    """

    within = ""

    def get_translations(self, form: FlaskForm) -> Catalogue:
        return Catalogue()

    def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
        """The same without characters that a database or paper refuses; all else stays as it was typed."""
        if formdata is not None and request.is_json and not isinstance(request.get_json(), dict):
            return MultiDict()
        sent = super().wrap_formdata(form, formdata)
        if sent is None or not any(isinstance(text, str) and not text.isprintable() for text in _values(sent)):
            return sent
        return MultiDict([(name, _cleaned(value)) for name, value in sent.items(multi=True)])

    def bind_field(self, form: FlaskForm, unbound_field: Any, options: Any) -> Field:
        field = super().bind_field(form, unbound_field, options)
        if self.within:
            field.id = field.label.field_id = f"{self.within}-{field.id}"
        check = next((check for kind, check in CHECKS.items() if isinstance(field, kind)), None)
        if check is not None:
            field.validators = [*field.validators, check]
        return field


def _values(sent: Any) -> Iterator[Any]:
    return (value for values in sent.listvalues() for value in values)


def _cleaned(value: Any) -> Any:
    return legible(value) if isinstance(value, str) else value


def _day(form: FlaskForm, field: Field) -> None:
    day = field.data.date() if isinstance(field.data, datetime) else field.data
    if isinstance(day, date) and not EARLIEST <= day < LATEST:
        raise ValidationError(gettext("Choose a day between 1900 and 2199."))


def _number(form: FlaskForm, field: Field) -> None:
    if field.data is not None and not abs(field.data) <= LARGEST:  # neither is what is no number
        raise ValidationError(gettext("That number is too large."))


CHECKS: dict[type[Field], Callable[[FlaskForm, Field], None]] = {
    DateField: _day, DateTimeField: _day, IntegerField: _number, FloatField: _number,
}  # fmt: skip
FlaskForm.Meta = Meta


class ClientIdField(HiddenField):
    """An id made once for each form shown, so that sending it twice is done once."""

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        self.data: str = self.data if self.data and len(self.data) <= 36 else str(uuid4())


def attempted(form: FlaskForm, act: Callable[[], Any]) -> bool:
    """Whether the form was sent, is valid, and the action it is for did not refuse."""
    if not form.validate_on_submit():
        return False
    try:
        act()
    except Refused as refusal:
        beside(form, refusal)
        return False
    return True


def beside(form: FlaskForm, refusal: Refused) -> None:
    """Put what an action refused beside its field, or above the form when it is about no field of it."""
    if refusal.field in form:
        form[refusal.field].errors = [*form[refusal.field].errors, said(refusal)]
    else:
        form.form_errors.append(said(refusal))
