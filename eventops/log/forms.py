"""The shape of what is typed into the live log."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import FloatField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from ..events.models import Event
from .actions import AHEAD, MAX_TEXT, MAX_TITLE


class ClientIdField(HiddenField):
    """An id made once for each form shown, so that sending it twice is done once."""

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        self.data = self.data or str(uuid4())


class ClockField(StringField):
    """A time on the event's wall clock: HH:MM of the running operational day, or YYYY-MM-DD HH:MM."""

    def moment(self, event: Event, now: datetime) -> datetime | None:
        """The aware moment meant, or None when nothing was typed. Raises ValueError."""
        text = (self.data or "").strip().replace("T", " ").replace(".", ":")
        if not text:
            return None
        if len(text) > 5:
            return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=event.zone)
        local = event.local(now)
        meant = datetime.combine(local.date(), datetime.strptime(text, "%H:%M").time(), event.zone)
        return meant if meant <= local + AHEAD else meant - timedelta(days=1)


class IncidentForm(FlaskForm):
    """A new incident."""

    client_id = ClientIdField()
    category = SelectField(_("Category"), validators=[DataRequired(_("Choose a category."))])
    title = StringField(_("What has happened"), validators=[DataRequired(_("Say in a few words what has happened.")), Length(max=MAX_TITLE)])
    priority = SelectField(_("Priority"), validators=[Optional()])
    audience = SelectField(_("Audience"), validators=[Optional()])
    sector = SelectField(_("Sector"), validators=[Optional()])
    place = StringField(_("Place"), validators=[Length(max=200)])
    occurred_at = ClockField(_("Occurred at"), description=_("HH:MM, or YYYY-MM-DD HH:MM. Empty means now."))
    on_behalf = StringField(_("Reported by"), validators=[Length(max=100)])
    text = TextAreaField(_("Text"), validators=[Length(max=MAX_TEXT)])
    lat = FloatField(validators=[Optional()])
    lon = FloatField(validators=[Optional()])


class EntryForm(FlaskForm):
    """A line of the log."""

    client_id = ClientIdField()
    text = TextAreaField(_("Text"), validators=[DataRequired(_("Write something.")), Length(max=MAX_TEXT)])
    kind = SelectField(_("Kind"), choices=[("note", _("Note")), ("decision", _("Decision"))], default="note")
    audience = SelectField(_("Audience"), validators=[Optional()])
    occurred_at = ClockField(_("Occurred at"), description=_("HH:MM, or YYYY-MM-DD HH:MM. Empty means now."))
    on_behalf = StringField(_("Reported by"), validators=[Length(max=100)])


class ReasonForm(FlaskForm):
    """Why a line is struck."""

    client_id = ClientIdField()
    reason = StringField(_("Why is the line struck?"), validators=[DataRequired(_("Say why the line is struck.")), Length(max=500)])


class ErasureForm(FlaskForm):
    """On which ground a line's content is erased."""

    ground = StringField(_("Legal ground"), validators=[DataRequired(_("State the legal ground for erasing.")), Length(max=500)])
