"""The shapes of a survey's forms: the questionnaire, which is made of its questions, and those of who holds it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ..forms import LARGEST, ClientIdField
from ..words import options
from .survey_models import AskedAs, QuestionKind
from .survey_questions import Question, limits

ASKED_AS = {AskedAs.ASKED: _("people who were asked"), AskedAs.VISITORS: _("visitors")}
KINDS = {
    QuestionKind.GRADE: lazy_pgettext("question", "Grade 1–5"),
    QuestionKind.YESNO: lazy_pgettext("question", "Yes or no"),
    QuestionKind.TEXT: lazy_pgettext("question", "In words"),
}  # fmt: skip


class Questionnaire(FlaskForm):
    """What a visitor answers. Nobody is signed in behind it, so no cookie has to tell it from a stranger's form."""

    class Meta:
        csrf = False


def questionnaire(questions: Sequence[Question], language: str) -> type[Questionnaire]:
    """The form of some questions in a language."""
    return type("Asked", (Questionnaire,), {each.code: _field(each, language) for each in questions})


def _field(question: Question, language: str) -> Any:
    name = question.name(language)
    if question.kind == "text":
        most = limits()["text_length"]
        return TextAreaField(name, [Length(max=most)])
    given = [(answer.code, answer.name(language)) for answer in question.answers]
    nothing = _("Does not apply / do not know") if question.kind == "grade" else _("No answer")
    return RadioField(name, choices=options([*given, ("", nothing)]), default="", validators=[Optional()])


class HoldForm(FlaskForm):
    """When a survey is open and of how many it asks, in the event's time."""

    opens_at = DateTimeLocalField(_("Opens"), [InputRequired()])
    closes_at = DateTimeLocalField(_("Closes"), [InputRequired()])
    asked = IntegerField(
        _("How many are asked"), [Optional(), NumberRange(min=1, max=LARGEST)],
        description=_("The response rate is reckoned from this. Leave it empty only if nobody knows."),
    )  # fmt: skip
    asked_as = SelectField(_("Which are"), choices=options(ASKED_AS.items()))


class AskForm(FlaskForm):
    """A question of the event's own."""

    client_id = ClientIdField()
    kind = SelectField(_("Answered by"), choices=options(KINDS.items()))
    sv = StringField(_("The question in Swedish"), [InputRequired(), Length(max=200)])
    en = StringField(_("The question in English"), [InputRequired(), Length(max=200)])


class ReadForm(FlaskForm):
    """What becomes of a text."""

    theme = StringField(_("Theme"), [Length(max=60)])
    lesson = TextAreaField(_("Lesson, in your own words"), [Length(max=2000)])
