"""The shapes of what is typed on the report and of a lesson."""

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from ..access import ALL, POLICE
from ..forms import ClientIdField
from ..planning.forms.part import reference
from ..planning.forms.shared import SharedForm
from .models import LessonState

STATES = {
    LessonState.OPEN: lazy_pgettext("lesson", "Open"), LessonState.CARRIED: _("Carried over"),
    LessonState.CLOSED: lazy_pgettext("lesson", "Closed"),
}  # fmt: skip


class ExportForm(FlaskForm):
    """Which days of the log are taken out; the button that is pressed says in which form."""

    first = DateField(_("From day"), validators=[Optional()])
    last = DateField(_("Through day"), validators=[Optional()])


class LessonForm(SharedForm):
    """What was learnt."""

    NAME, NAMES, ADD = _("Lesson"), _("Lessons"), _("Add a lesson")
    ROWS = (("owner", "due_on"),)

    text = TextAreaField(_("What happened"), [DataRequired(), Length(max=2000)])
    cause = TextAreaField(_("Why it happened"), [Length(max=2000)])
    next_time = TextAreaField(
        _("Do next time"), [Length(max=2000)], description=_("It is proposed to the next edition's plan as a measure.")
    )
    owner = reference("partner", _("Owner"))
    due_on = DateField(_("Due on"), [Optional()])
    source = HiddenField(filters=[lambda text: text or None])

    def learnt_from(self, source: str, text: str, audience: str) -> None:
        """Begin with what it was learnt from, for no more readers than that has."""
        self.source.data, self.text.data = source, text
        if audience != ALL:
            offered = [choice.value for choice in self.audience.choices]
            self.audience.data = audience if audience in offered else POLICE


class CloseForm(FlaskForm):
    """Why a lesson is closed."""

    reason = StringField(_("Why it is closed"), [Length(max=500)])


class WordingForm(FlaskForm):
    """What is written of a heading of the outcome table."""

    client_id = ClientIdField()
    seen = HiddenField(default="0")
    sv = TextAreaField(_("In Swedish"), [Length(max=2000)])
    en = TextAreaField(_("In English"), [Length(max=2000)])
    added = IntegerField(_("Reported when the log was closed"), [Optional(), NumberRange(0, 100_000)], default=0)
    added_from = StringField(_("Where that number is from"), [Length(max=200)])

    def arrange(self, *, counted: bool) -> None:
        """Words before and after the figures have no number."""
        for name in () if counted else ("added", "added_from"):
            del self[name]
