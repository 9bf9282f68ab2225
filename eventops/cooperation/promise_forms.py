"""The shapes of a promise to the public, of what came of it, and of a dialogue."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from ..forms import ClientIdField
from ..planning.forms.part import Figure, PartForm, coded, reference, references
from ..planning.forms.shared import SharedForm
from ..words import options
from .models import DialogueKind

MOST = 1_000_000
KINDS = {
    DialogueKind.DIALOGUE: _("Dialogue meeting"), DialogueKind.WALK: _("Safety walk"),
    DialogueKind.HEARING: _("Hearing by appointment, survey or stand"),
    DialogueKind.INFORMATION: _("Information meeting"),
}  # fmt: skip


class PromiseForm(SharedForm):
    """What is promised, by whom, and what shows whether it is kept."""

    NAME, NAMES, ADD = _("Promise"), _("Promises"), _("Write a promise")
    ROWS = (("text_sv", "text_en"), ("computed", "target_value"), ("hours_needed", "hours_committed"),
            ("from_on", "until_on"))  # fmt: skip

    text_sv = TextAreaField(
        _("The promise in Swedish"), [DataRequired(), Length(max=300)],
        description=_("As one would say it to those who are there. No persons, nothing that is secret."),
    )  # fmt: skip
    text_en = TextAreaField(_("The promise in English"), [DataRequired(), Length(max=300)])
    partners = references("partner", _("Who promises"))
    problem = reference("problems", _("About the problem area"))
    computed = reference("indicator", _("Shown by the indicator"), empty=_("Judged by hand"))
    target_value = Figure(_("Target in its unit"), [Optional()])
    hours_needed = IntegerField(_("Hours it takes"), [Optional(), NumberRange(0, MOST)])
    hours_committed = IntegerField(_("Hours committed"), [Optional(), NumberRange(0, MOST)])
    from_on = DateField(_("From"), [Optional()])
    until_on = DateField(_("Through"), [Optional()])


class PublishForm(FlaskForm):
    """That it is shown to everybody, and why in spite of hours that nobody committed."""

    because = StringField(_("Why it is promised although hours are missing"), [Length(max=500)])


class WithdrawForm(FlaskForm):
    """Why it is taken back."""

    reason = StringField(_("Why it is withdrawn"), [DataRequired(), Length(max=500)])


class ResultForm(FlaskForm):
    """What came of a promise."""

    value = Figure(_("Value"), [Optional()])
    kept = SelectField(
        _("Was it kept"),
        choices=options([("", _("Not judged")), ("yes", _("Promise kept")), ("no", _("Promise not kept"))]),
        description=_("With a value and a target the figures decide."),
    )  # fmt: skip
    sv = TextAreaField(_("What came of it, in Swedish"), [DataRequired(), Length(max=1000)])
    en = TextAreaField(_("What came of it, in English"), [DataRequired(), Length(max=1000)])


class DialogueForm(PartForm):
    """A meeting for talk: what for, about what, with whom, and what they were told afterwards."""

    NAME, NAMES, ADD = _("Dialogue"), _("Dialogues"), _("Plan a dialogue")
    ROWS = (("kind", "channel", "held_on"), ("reached", "took_part"))

    text = StringField(_("Name of the meeting"), [DataRequired(), Length(max=200)])
    purpose = TextAreaField(_("Purpose of the meeting"), [DataRequired(), Length(max=1000)])
    influenceable = BooleanField(
        _("Those who come can influence it"), default=True,
    )  # fmt: skip
    kind = coded(KINDS.items(), _("Form of meeting"))
    channel = StringField(_("Where and how"), [Length(max=200)])
    held_on = DateField(_("Held on"), [Optional()])
    questions = TextAreaField(_("What is asked"), [Length(max=2000)])
    reached = IntegerField(_("How many were reached"), [Optional(), NumberRange(0, MOST)])
    took_part = IntegerField(_("How many took part"), [Optional(), NumberRange(0, MOST)])
    missed = TextAreaField(
        _("Who did not come"), [Length(max=1000)], description=_("Groups, never persons; and how they can be reached.")
    )
    feedback = TextAreaField(_("What those who took part were told afterwards"), [Length(max=2000)])
    feedback_on = DateField(_("Told on"), [Optional()])


class DialogueResultForm(FlaskForm):
    """Something that came out of a dialogue."""

    client_id = ClientIdField()
    text = TextAreaField(_("What came out, naming nobody"), [DataRequired(), Length(max=1000)])
    as_problem = BooleanField(_("Make it a problem area of the plan"))
