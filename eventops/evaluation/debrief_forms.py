"""The shapes of what is typed at a debrief."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from ..forms import ClientIdField
from ..planning.forms.part import reference
from ..words import current_language, options
from .debrief_models import Side
from .lesson_categories import lesson_categories

SIDES = {Side.CHANGE: lazy_pgettext("debrief", "Change"), Side.KEEP: lazy_pgettext("debrief", "Keep")}


class ObserveForm(FlaskForm):
    """One line: keep or change, what it is about, what was seen."""

    client_id = ClientIdField()
    side = RadioField(_("Keep or change"), choices=lambda: options(SIDES.items()), default=Side.CHANGE.value)
    category = SelectField(
        _("What it is about"), choices=lambda: options(lesson_categories(current_language()).items())
    )
    text = StringField(_("What you saw"), [Length(max=500)])


class MergeForm(FlaskForm):
    """The lines that make a lesson, and what it says."""

    client_id = ClientIdField()
    lines = SelectMultipleField(_("Lines"), coerce=int, choices=[])
    text = TextAreaField(_("What happened"), [DataRequired(), Length(max=2000)])
    cause = TextAreaField(_("Why it happened"), [Length(max=2000)])
    next_time = TextAreaField(_("Do next time"), [Length(max=2000)])
    owner = reference("partner", _("Owner"))
    due_on = DateField(_("Due on"), [Optional()])

    def said(self, category: str | None) -> dict[str, Any]:
        """What was typed, as a lesson's fields."""
        names = ("text", "cause", "next_time", "owner", "due_on")
        return {**{name: self[name].data for name in names}, "category": category}
