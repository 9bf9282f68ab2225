"""The shape of what is noted of guards: notifications, a suspension, directives."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from ...planning.forms.wall import WallClockField
from ...words import choices


class NotifyForm(FlaskForm):
    """Which guards the police were notified of, by which reference and when; the same form tells of the end of duty."""

    guards = SelectMultipleField(_("Guards"), coerce=int, validate_choice=False)
    reference = StringField(_("Reference"), [Length(max=60)], description=_("Of the notification to the police."))
    at = WallClockField(_("Time"), [Optional()], description=_("Empty: now."))


class SuspendForm(FlaskForm):
    """Why a guard is suspended for this watch, and who decides it."""

    reason = TextAreaField(_("Reason"), [DataRequired(), Length(max=500)])
    officer = StringField(_("Officer who decides"), [DataRequired(), Length(max=120)])


class ReportedForm(FlaskForm):
    """To whom at the Police Authority a suspension was reported."""

    reported_to = StringField(_("Reported to"), [DataRequired(), Length(max=120)])


class DirectiveForm(FlaskForm):
    """What an officer tells guards to do."""

    text = TextAreaField(_("Directive"), [DataRequired(), Length(max=500)])
    call_sign = SelectField(_("To"))
    officer = StringField(_("Officer who gives it"), [DataRequired(), Length(max=120)])


class MarkForm(FlaskForm):
    """A tap of the roll-call: what is so, since when, and the reference of a guard who is not notified."""

    presence = SelectField(_("State"), choices=choices("presence"))
    at = StringField(_("Time"), [Length(max=40)])
    arrived = WallClockField(_("Came"), [Optional()])
    note = StringField(_("Note"), [Length(max=200)])
    reference = StringField(_("Reference of the notification"), [Length(max=60)])
    client_id = StringField(validators=[Length(max=40)])


class BackForm(FlaskForm):
    """A tap that puts somebody who was replaced back: when they came, who goes, the reference of a new notification."""

    at = StringField(_("Time"), [Length(max=40)])
    stand_in = IntegerField(validators=[Optional()])
    reference = StringField(_("Reference of the notification"), [Length(max=60)])
    client_id = StringField(validators=[Length(max=40)])
