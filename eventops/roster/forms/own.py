"""The shape of what somebody says of their own shifts, and of what the planner answers."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length


class ReplyForm(FlaskForm):
    """Why a shift is declined."""

    because = StringField(_("Why"), [Length(max=200)], render_kw={"autocomplete": "off"})


class SwapForm(FlaskForm):
    """Why somebody wants out of a shift, and who could work it instead."""

    because = StringField(_("Why"), [Length(max=200)], render_kw={"autocomplete": "off"})
    with_ = SelectField(_("Who could work it instead"), name="with", coerce=int)


class ApproveForm(FlaskForm):
    """Who works the shift instead, and why in spite of a warning."""

    person = IntegerField(_("Who works it instead"), [InputRequired(_("Choose somebody from the list."))])
    accepting = StringField(_("Why in spite of this"), [Length(max=300)], render_kw={"autocomplete": "off"})


class DeclineForm(FlaskForm):
    """Why a swap is not approved."""

    because = StringField(_("Why not"), [Length(max=200)], render_kw={"autocomplete": "off"})
