"""How a form meets an action: its shape is checked, the action tried, and a refusal lands beside its field."""

from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm

from .doors import said
from .errors import Refused


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
