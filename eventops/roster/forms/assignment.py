"""The shape of who is put on a shift."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length


class AssignForm(FlaskForm):
    """Who is put on a shift, and what they are called on the radio."""

    person = IntegerField(_("Person"), [InputRequired(_("Choose somebody from the list."))])
    call_sign = StringField(_("Call sign"), [Length(max=20)], render_kw={"autocomplete": "off"})
    reason = StringField(_("Why the warnings are accepted"), [Length(max=500)], render_kw={"autocomplete": "off"})
    cautions: Sequence[str] = ()  # the warnings that the action found, in the user's language


class MoveForm(FlaskForm):
    """Who is taken to a shift from the one they are on."""

    assignment = IntegerField(_("Person"), [InputRequired(_("Choose somebody from the list."))])
    reason = StringField(_("Why the warnings are accepted"), [Length(max=500)], render_kw={"autocomplete": "off"})
    cautions: Sequence[str] = ()
