"""The shapes of what is typed of a redacted edition."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from ..forms import ClientIdField
from ..words import current_language, options
from .disclosure_models import MaskedField
from .secrecy import grounds

FIELDS = {
    MaskedField.SAID: _("Text"), MaskedField.WHERE: _("Place"), MaskedField.ABOUT: _("Incident"),
    MaskedField.AUTHOR: _("Author"), MaskedField.ON_BEHALF: _("Reported by"),
}  # fmt: skip


class BeginForm(FlaskForm):
    """What somebody asked for."""

    client_id = ClientIdField()
    title = StringField(_("What is asked for"), [DataRequired(), Length(max=300)])
    requester = StringField(_("Who asks"), [DataRequired(), Length(max=300)])
    reference = StringField(_("Register number"), [Length(max=100)])
    first = DateField(_("From day"), [Optional()])
    last = DateField(_("Through day"), [Optional()])
    incident = IntegerField(_("Only incident number"), [Optional(), NumberRange(1, 10_000_000)])


class MaskForm(FlaskForm):
    """What is masked in a line, and why."""

    client_id = ClientIdField()
    field = SelectField(_("In"), choices=options((code.value, name) for code, name in FIELDS.items()))
    words = StringField(_("Words"), [Length(max=2000)], description=_("Mark them in the text. Empty: all of it."))
    ground = SelectField(_("Ground"))
    everywhere = BooleanField(_("In every line"))
    line = HiddenField()

    def offer(self) -> None:
        """The grounds that there are."""
        language = current_language()
        found = [(code, f"{each.section} – {each.name(language)}") for code, each in grounds().items()]
        self.ground.choices = options(found)


class IssueForm(FlaskForm):
    """Who decided that it is given out."""

    client_id = ClientIdField()
    decider = StringField(_("Who decided"), [DataRequired(), Length(max=300)])


class WithdrawForm(FlaskForm):
    """Why a draft is given up."""

    client_id = ClientIdField()
    reason = StringField(_("Why it is given up"), [DataRequired(), Length(max=500)])
