"""How a form meets an action: its shape is checked, the action tried, and a refusal lands beside its field."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField

from .doors import said
from .errors import N_, Refused

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


FlaskForm.Meta.get_translations = lambda meta, form: Catalogue()


class ClientIdField(HiddenField):
    """An id made once for each form shown, so that sending it twice is done once."""

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        self.data: str = self.data or str(uuid4())


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
