"""The shape of what is typed into the live log."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    FloatField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from .. import clock
from ..events.models import Event, Place
from ..forms import ClientIdField
from ..words import LABELS, options
from .actions import AHEAD, MAX_TEXT, MAX_TITLE
from .filtering import Filters
from .models import WRITTEN, Category, Incident, State


class ClockField(StringField):
    """A time on the event's wall clock: HH:MM of the running operational day, or YYYY-MM-DD HH:MM."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no time, beside the field."""
        try:
            self.moment(g.event, clock.now())
        except ValueError as error:
            raise ValidationError(_("Write the time as 22:40, or 2027-06-18 22:40.")) from error

    def moment(self, event: Event, now: datetime) -> datetime | None:
        """The aware moment meant, or None when nothing was typed. Raises ValueError."""
        text = (self.data or "").strip().replace("T", " ").replace(".", ":")
        if not text:
            return None
        if len(text) > 5:
            return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=event.zone)
        local = event.local(now)
        meant = datetime.combine(local.date(), time.fromisoformat(text.rjust(5, "0")), event.zone)
        return meant if meant <= local + AHEAD else meant - timedelta(days=1)


class MomentField(HiddenField):
    """A moment that the browser sends, as ISO 8601; what is none counts as not sent."""

    def moment(self) -> datetime | None:
        """The aware moment, or None."""
        try:
            sent = datetime.fromisoformat(self.data or "")
        except ValueError:
            return None
        return sent if sent.tzinfo else None


class LineForm(FlaskForm):
    """The entry line, and what goes with it."""

    class Meta:
        within = "line"

    client_id = ClientIdField()
    written_at = MomentField()
    line = TextAreaField(
        _("Entry line"), [DataRequired(_("Write something.")), Length(max=MAX_TEXT)],
        description=_("Time, category, sector, priority, who reports and units in any order, then what happened."),
    )  # fmt: skip
    late_because = StringField(_("Why is it written only now?"), [Length(max=400)])
    from_paper = BooleanField(_("From paper"))


class AheadField(ClockField):
    """A time to come on the event's wall clock: HH:MM of today or tomorrow, or YYYY-MM-DD HH:MM."""

    def coming(self, event: Event) -> datetime | None:
        """The next such moment, or None when nothing was typed."""
        now = clock.now()
        meant = self.moment(event, now)
        short = len((self.data or "").strip()) <= 5
        return meant + timedelta(days=1) if meant and short and meant <= now else meant


class StateForm(FlaskForm):
    """Another state of an incident; closed says how it ended, on hold when it is looked at again."""

    class Meta:
        within = "state"

    state = SelectField(_("State"), [DataRequired(_("Choose a state."))])
    disposition = SelectField(_("How it ended"), default="")
    review_at = AheadField(_("Looked at again"), description=_("HH:MM, or YYYY-MM-DD HH:MM."))
    because = StringField(_("What is said of it"), [Length(max=400)])

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.disposition.choices = options([("", _("Not said")), *LABELS["disposition"].items()])

    def validate_disposition(self, field: SelectField) -> None:
        """Closed says how it ended."""
        if self.state.data == State.CLOSED and not field.data:
            raise ValidationError(_("Choose how it ended."))


class PriorityForm(FlaskForm):
    """Another priority of an incident, and why."""

    class Meta:
        within = "priority"

    priority = RadioField(_("Priority"), coerce=int, choices=options((n, str(n)) for n in (1, 2, 3, 4)))
    reason = StringField(
        _("Why it is another"), [DataRequired(_("Say why the priority is another.")), Length(max=400)]
    )


HOW = options([("link", _("belong together")), ("merge", _("are the same: close this one"))])


class TogetherForm(FlaskForm):
    """Another incident that belongs together with this one, or is the same."""

    class Meta:
        within = "together"

    other = IntegerField(_("The other incident"), [DataRequired(_("Write its number."))])
    how = RadioField(_("They"), choices=HOW, default="link")


class FileForm(FlaskForm):
    """A picture or a paper."""

    class Meta:
        within = "file"

    client_id = ClientIdField()
    file = FileField(_("Picture or paper"), [FileRequired(_("Choose a file."))])


class IncidentForm(FlaskForm):
    """A new incident."""

    class Meta:
        within = "new"

    client_id = ClientIdField()
    category = SelectField(_("Category"), validators=[DataRequired(_("Choose a category."))])
    title = StringField(
        _("What has happened"),
        validators=[DataRequired(_("Say in a few words what has happened.")), Length(max=MAX_TITLE)],
    )
    priority = SelectField(_("Priority"), validators=[Optional()])
    audience = SelectField(_("Audience"), validators=[Optional()])
    sector = SelectField(_("Sector"), validators=[Optional()])
    place = StringField(_("Place"), validators=[Length(max=200)])
    occurred_at = ClockField(_("Occurred at"), description=_("HH:MM, or YYYY-MM-DD HH:MM. Empty means now."))
    on_behalf = StringField(_("Reported by"), validators=[Length(max=100)])
    late_because = StringField(_("Why is it written only now?"), [Length(max=400)])
    text = TextAreaField(_("Text"), validators=[Length(max=MAX_TEXT)])
    lat = FloatField(validators=[Optional()])
    lon = FloatField(validators=[Optional()])


class EntryForm(FlaskForm):
    """A line of the log."""

    class Meta:
        within = "entry"

    client_id = ClientIdField()
    text = TextAreaField(_("Text"), validators=[DataRequired(_("Write something.")), Length(max=MAX_TEXT)])
    kind = SelectField(_("Kind"), default="note")
    audience = SelectField(_("Audience"), validators=[Optional()])
    occurred_at = ClockField(_("Occurred at"), description=_("HH:MM, or YYYY-MM-DD HH:MM. Empty means now."))
    on_behalf = StringField(_("Reported by"), validators=[Length(max=100)])
    receiver = StringField(_("Said to"), validators=[Length(max=100)])
    channel = StringField(_("Channel"), validators=[Length(max=100)])
    quoted = BooleanField(_("Direct speech"))
    late_because = StringField(_("Why is it written only now?"), [Length(max=400)])

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind.choices = options([(kind, LABELS["entry_kind"][kind]) for kind in WRITTEN])


class IncidentEntryForm(EntryForm):
    """A line on the incident that stands open."""

    class Meta:
        within = "on"


class ReasonForm(FlaskForm):
    """Why a line is struck."""

    client_id = ClientIdField()
    reason = StringField(
        _("Why is the line struck?"), validators=[DataRequired(_("Say why the line is struck.")), Length(max=500)]
    )


class ErasureForm(FlaskForm):
    """On which ground a line's content is erased."""

    ground = StringField(
        _("Legal ground"), validators=[DataRequired(_("State the legal ground for erasing.")), Length(max=500)]
    )


class StartCardForm(FlaskForm):
    """Starting an action card, on an incident or on its own."""

    client_id = ClientIdField()
    incident = SelectField(_("Incident"), [Optional()], coerce=lambda number: int(number) if number else None)

    def offer(self, incidents: Iterable[Incident]) -> None:
        """Fill in the incidents that are open."""
        named = ((each.number, f"#{each.number} {each.title}") for each in incidents)
        self.incident.choices = options([("", _("No incident")), *named])


class EndCardForm(FlaskForm):
    """Why a card is ended before all its steps are done."""

    reason = StringField(_("Why it is ended"), [DataRequired(_("Say why the card is ended.")), Length(max=500)])


class FilterForm(FlaskForm):
    """What the list of incidents is narrowed to."""

    q = StringField(_("Search"))
    state = SelectField(_("State"), validators=[Optional()])
    priority = SelectField(_("Priority"), validators=[Optional()])
    category = SelectField(_("Category"), validators=[Optional()])
    sector = SelectField(_("Sector"), validators=[Optional()])
    since = StringField(_("From"), validators=[Optional()])
    until = StringField(_("To"), validators=[Optional()])

    def offer(self, categories: Iterable[Category], sectors: Iterable[Place], language: str) -> None:
        """Fill in the event's own choices."""
        anything = ("", _("All"))
        self.state.choices = options([anything, ("open", _("Open")), *LABELS["state"].items()])
        self.priority.choices = options([anything, *LABELS["priority"].items()])
        self.category.choices = options(
            [anything, *((each.code, f"{each.code} {each.name(language)}") for each in categories)]
        )
        self.sector.choices = options([anything, *((each.code, f"{each.code} {each.name}") for each in sectors)])

    def validate_since(self, field: StringField) -> None:
        """A date, with a time or without."""
        _local(field.data)

    validate_until = validate_since

    def filters(self, event: Event) -> Filters:
        """What was chosen, with times on the event's wall clock."""
        until = _local(self.until.data)
        if until and len((self.until.data or "").strip()) <= 10:
            until += timedelta(days=1)
        since = _local(self.since.data)
        return Filters(
            state=self.state.data or "", category=self.category.data or "", sector=self.sector.data or "",
            priority=int(self.priority.data) if self.priority.data else None, q=self.q.data or "",
            since=since.replace(tzinfo=event.zone) if since else None,
            until=until.replace(tzinfo=event.zone) if until else None,
        )  # fmt: skip


def _local(text: str | None) -> datetime | None:
    if not (text or "").strip():
        return None
    try:
        return datetime.fromisoformat((text or "").strip())
    except ValueError as error:
        raise ValidationError(_("Write a date like 2027-06-18, or with a time like 2027-06-18 22:40.")) from error
