"""The shapes of what is typed on the report and of a lesson."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ..access import ALL, POLICE
from ..forms import ClientIdField
from ..planning.forms.part import coded, reference
from ..planning.forms.shared import SharedForm
from ..words import current_language, options
from .headings import headings
from .lesson_categories import lesson_categories
from .models import Lesson, LessonState

STATES = {
    LessonState.OPEN: lazy_pgettext("lesson", "Open"), LessonState.CARRIED: _("Carried over"),
    LessonState.CLOSED: lazy_pgettext("lesson", "Closed"),
}  # fmt: skip


class LessonForm(SharedForm):
    """What was learnt."""

    NAME, NAMES, ADD = _("Lesson"), _("Lessons"), _("Add a lesson")
    ROWS = (("owner", "due_on"),)

    text = TextAreaField(_("What happened"), [DataRequired(), Length(max=2000)])
    category = coded((), _("What it is about"), empty=_("Not sorted"))
    cause = TextAreaField(_("Why it happened"), [Length(max=2000)])
    next_time = TextAreaField(
        _("Do next time"), [Length(max=2000)], description=_("It is proposed to the next edition's plan as a measure.")
    )
    owner = reference("partner", _("Owner"))
    due_on = DateField(_("Due on"), [Optional()])
    source = HiddenField(filters=[lambda text: text or None])

    def __init__(self, part: Lesson | None = None, **more: Any):
        super().__init__(part, **more)
        named = lesson_categories(current_language()).items()
        self.category.choices = options([("", _("Not sorted")), *named])

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


class HeadingForm(FlaskForm):
    """A heading of the event's own in the outcome table."""

    client_id = ClientIdField()
    section = SelectField(_("Section"))
    sv = StringField(_("In Swedish"), [DataRequired(), Length(max=120)])
    en = StringField(_("In English"), [DataRequired(), Length(max=120)])
    gathers = SelectMultipleField(
        _("Usual headings that it gathers"), [Optional()], widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )  # fmt: skip
    words = StringField(
        _("Only what is told in one of these words"), [Length(max=200)],
        description=_(
            "With commas between. Looked for in titles, grounds and notes. Empty means all that is counted there."
        ),
    )  # fmt: skip

    def offer(self, language: str) -> None:
        """Fill in the sections and the usual headings."""
        found = headings()
        self.section.choices = options((code, named.name(language)) for code, named in found.sections.items())
        self.gathers.choices = options((code, each.name(language)) for code, each in found.all.items())

    def wanted(self) -> tuple[str, ...]:
        """The words, each once."""
        parts = [part.strip() for part in (self.words.data or "").split(",")]
        return tuple(dict.fromkeys(part for part in parts if part))


class DropForm(FlaskForm):
    """Why a heading is taken out."""

    reason = StringField(_("Why it is taken out"), [Length(max=500)])
