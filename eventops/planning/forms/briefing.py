"""The shapes of what is said when a briefing is prepared, issued and held."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from ...forms import ClientIdField
from ...words import options
from ..briefing import Asked
from .part import audiences, reference


class BriefingForm(FlaskForm):
    """Which card, for whom, and what only its writer knows."""

    client_id = ClientIdField()
    watch = reference("watches", _("Watch"), DataRequired(), empty=_("Choose a watch"))
    day = DateField(_("Day"), [InputRequired()])
    sector = reference("sector", _("Sector"), empty=_("The whole event"))
    audience = SelectField(_("Who may see it"), choices=lambda: options(audiences()))
    situation = TextAreaField(
        _("Situation"), [Length(max=1500)], description=_("What has happened, and what is expected in this watch.")
    )
    task = TextAreaField(_("Task"), [Length(max=1500)], description=_("What this watch shall do, in a few lines."))

    def asked(self) -> Asked:
        """What was chosen and typed."""
        day: date = self.day.data
        said: dict[str, Any] = {name: _text(self[name].data) for name in ("sector", "situation", "task")}
        return Asked(self.watch.data, day, self.audience.data, **said)


class CallForm(FlaskForm):
    """Somebody who is called."""

    name = StringField(_("Name"), [DataRequired(), Length(max=120)], render_kw={"autocomplete": "off"})
    present = BooleanField(_("Present"))


def _text(value: str | None) -> str | None:
    return (value or "").replace("\r\n", "\n").strip() or None
