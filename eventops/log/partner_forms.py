"""The shape of what partners report, what is answered, what is told neutrally, and how an alert is judged."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from ..events.models import Place
from ..forms import ClientIdField
from ..words import LABELS, options
from .actions.neutral import MAX_NEUTRAL
from .actions.partner_report import MAX_REPORT
from .actions.trend import MAX_REASON
from .forms import ClockField, MomentField
from .models import Category, Incident

WRITE = _("Write something.")


def _number(text: Any) -> int | None:
    return int(text) if text else None


class ReportForm(FlaskForm):
    """A report to the command post."""

    class Meta:
        within = "report"

    client_id = ClientIdField()
    written_at = MomentField()
    text = TextAreaField(_("What has happened"), [DataRequired(WRITE), Length(max=MAX_REPORT)])
    priority = RadioField(_("How urgent"), coerce=int, default=3)
    sector = SelectField(_("Sector"), [Optional()])
    place = StringField(_("Place"), [Length(max=200)])
    on_behalf = StringField(_("On behalf of"), [Length(max=100)])
    occurred_at = ClockField(_("Occurred at"), description=_("HH:MM, or YYYY-MM-DD HH:MM. Empty means now."))
    late_because = StringField(_("Why is it written only now?"), [Length(max=400)])

    def offer(self, sectors: Iterable[Place]) -> None:
        """Fill in the event's own choices."""
        self.priority.choices = options((int(code), word) for code, word in LABELS["priority"].items())
        named = ((each.code, f"{each.code} {each.name}") for each in sectors)
        self.sector.choices = options([("", _("Not said")), *named])


class SayForm(FlaskForm):
    """What is asked, answered or given as a reason."""

    class Meta:
        within = "say"

    text = TextAreaField(_("Message"), [DataRequired(WRITE), Length(max=MAX_REPORT)])


class AcceptForm(FlaskForm):
    """What a report becomes: a new incident, a line on one, or a line on its own."""

    class Meta:
        within = "accept"

    category = SelectField(_("Category"), [Optional()])
    title = StringField(_("What has happened"), [Length(max=200)])
    priority = SelectField(_("Priority"), coerce=_number, validators=[Optional()])
    incident = SelectField(_("Incident"), coerce=_number, validators=[Optional()])
    audience = SelectField(_("Audience"), [Optional()])
    answer = StringField(_("Answer to the partner"), [Length(max=400)])

    def offer(
        self, categories: Iterable[Category], incidents: Iterable[Incident], audiences: Iterable[Any], language: str
    ) -> None:
        """Fill in the event's own choices."""
        coded = ((each.code, f"{each.code} {each.name(language)}") for each in categories)
        self.category.choices = options([("", _("Choose a category.")), *coded])
        self.priority.choices = options([("", _("As reported")), *LABELS["priority"].items()])
        named = ((each.number, f"#{each.number} {each.title}") for each in incidents)
        self.incident.choices = options([("", _("No incident")), *named])
        self.audience.choices = options([("", _("As usual")), *audiences])


class NeutralForm(FlaskForm):
    """What partners are told of an incident they may not see."""

    class Meta:
        within = "neutral"

    client_id = ClientIdField()
    text = StringField(_("Neutral line"), [DataRequired(WRITE), Length(max=MAX_NEUTRAL)])
    audience = SelectField(_("To"))


class JudgeForm(FlaskForm):
    """What somebody makes of an alert."""

    class Meta:
        within = "judge"

    reason = StringField(_("What you go by"), [DataRequired(_("Say what you go by.")), Length(max=MAX_REASON)])
