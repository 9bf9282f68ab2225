"""The shapes of what is typed on a meeting's pages."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import g
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from ..access import ALL
from ..events.models import Event, Partner
from ..forms import ClientIdField
from ..people.models import Account
from ..planning.forms.part import reference
from ..words import options
from .agenda_rules import limits
from .meeting_calls import Slot, Wanted
from .models.meeting import Gathering, Meeting, MeetingKind, MeetingSeries

WEEKDAYS = {
    0: _("Monday"), 1: _("Tuesday"), 2: _("Wednesday"), 3: _("Thursday"), 4: _("Friday"), 5: _("Saturday"),
    6: _("Sunday"),
}  # fmt: skip
KINDS = {
    MeetingKind.REGULAR: _("Meeting"), MeetingKind.FOLLOWUP: _("Follow-up"), MeetingKind.HOT: _("Hot debrief"),
    MeetingKind.COLD: _("Cold debrief"),
}  # fmt: skip


CHOSEN = (MeetingKind.REGULAR, MeetingKind.HOT, MeetingKind.COLD)


class GatheringForm(FlaskForm):
    """What is said of a series and of a meeting alike."""

    client_id = ClientIdField()
    title = StringField(_("What it is called"), [DataRequired(), Length(max=200)])
    minutes = IntegerField(_("Minutes"), [InputRequired(), NumberRange(1, 480)])
    place = StringField(
        _("Where"), [Length(max=300)], description=_("A room, a telephone number or a link that all can reach.")
    )
    chair = SelectField(_("Chair"), coerce=int, choices=[])
    secretary = SelectField(_("Secretary"), coerce=int, choices=[])
    invited = SelectMultipleField(
        _("Who is asked"), choices=[], widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
        description=_("Those who lead the cooperation always take part. Nobody else sees the meeting."),
    )  # fmt: skip
    everybody = BooleanField(_("Everybody in the event, also those who serve in the field"))

    def offer(self, event: Event, people: Sequence[tuple[Account, Partner]], thing: Gathering | None = None) -> None:
        """Offer whom one can ask, and begin with what a meeting or a series says now."""
        named = [(account.id, f"{account.name} ({partner.name})") for account, partner in people]
        self.chair.choices = self.secretary.choices = options([(0, gettext("Nobody yet")), *named])
        self.invited.choices = options((each.slug, each.name) for each in event.partners if not each.inner)
        if not self.formdata_given():
            self._begin(thing)

    def formdata_given(self) -> bool:
        """Whether the form was made of what somebody typed, so that nothing is filled in over it."""
        return any(field.raw_data for field in self)

    def _begin(self, thing: Gathering | None) -> None:
        if thing is None:
            self.minutes.data, self.secretary.data = limits()["minutes"], 0
            self.chair.data = g.actor.account_id
            return
        self.title.data, self.minutes.data, self.place.data = thing.title, thing.minutes, thing.place
        self.chair.data, self.secretary.data = thing.chair_id or 0, thing.secretary_id or 0
        self.invited.data, self.everybody.data = thing.invited, thing.audience == ALL

    def wanted(self) -> Wanted:
        """What was typed."""
        return Wanted(
            self.title.data or "", self.minutes.data or 0, self.place.data, self.chair.data or None,
            self.secretary.data or None, tuple(self.invited.data or ()), everybody=bool(self.everybody.data),
        )  # fmt: skip


class SeriesForm(GatheringForm):
    """The same day and hour every week."""

    weekday = SelectField(_("Day of the week"), coerce=int, choices=lambda: options(WEEKDAYS.items()))
    hour = StringField(_("Begins at"), [DataRequired(), Regexp(r"^([01]\d|2[0-3]):[0-5]\d$")])
    first_on = DateField(_("From day"), [DataRequired()])
    last_on = DateField(_("Through day"), [DataRequired()])

    def begin(self, event: Event, today: Any, series: MeetingSeries | None) -> None:
        """Begin with a series' slot, or with today through two weeks after the event."""
        if self.formdata_given():
            return
        days = [day.date for day in event.days]
        self.weekday.data = series.weekday if series else today.weekday()
        self.hour.data = series.hour if series else "08:30"
        self.first_on.data = series.first_on if series else today
        latest = max([*days, today]) + timedelta(weeks=2)
        self.last_on.data = series.last_on if series else min(latest, today + timedelta(weeks=limits()["most"] - 1))

    def slot(self) -> Slot:
        """The slot that was typed."""
        assert self.first_on.data and self.last_on.data
        return Slot(self.weekday.data, self.hour.data or "", self.first_on.data, self.last_on.data)


class MeetingForm(GatheringForm):
    """One meeting."""

    kind = SelectField(_("What kind"), choices=lambda: options((k.value, KINDS[k]) for k in CHOSEN))
    starts_at = DateTimeLocalField(_("Begins"), [DataRequired()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])

    def begin(self, event: Event, now: Any, meeting: Meeting | None, kind: str) -> None:
        """Begin with a meeting's time, or with the next whole hour."""
        if self.formdata_given():
            return
        whole = event.local(now).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        self.starts_at.data = event.local(meeting.starts_at) if meeting else whole
        self.kind.data = meeting.kind.value if meeting else kind
        if meeting is None and MeetingKind(kind).debriefs:
            self.title.data, self.minutes.data = str(KINDS[MeetingKind(kind)]), 60 if kind == "cold" else 30




class ReasonForm(FlaskForm):
    """Why something is called off, struck or settled."""

    reason = StringField(_("Why"), [Length(max=500)])


class NoteForm(FlaskForm):
    """A note at a point."""

    client_id = ClientIdField()
    text = TextAreaField(_("Note"), [Length(max=4000)])


class PointForm(FlaskForm):
    """A point of the agenda of one's own."""

    client_id = ClientIdField()
    title = StringField(_("Point"), [Length(max=200)])
    minutes = IntegerField(_("Minutes"), [InputRequired(), NumberRange(1, 240)], default=5)


class AttendeeForm(FlaskForm):
    """Who came, for whom, and with which mandate."""

    client_id = ClientIdField()
    partner = reference("partner", _("For"), DataRequired(), empty=_("Choose whom they came for"))
    name = StringField(_("Name"), [Length(max=120)])
    decides = BooleanField(_("May decide for it"))
    commits = BooleanField(_("May commit hours, people or money"))


class ParkForm(FlaskForm):
    """What is parked, and whom it concerns."""

    client_id = ClientIdField()
    text = StringField(_("What"), [Length(max=300)])
    concerned = SelectMultipleField(
        _("Whom it concerns"), choices=[], widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


class FollowForm(FlaskForm):
    """When those concerned meet."""

    starts_at = DateTimeLocalField(_("When"), [DataRequired()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])


class DecisionForm(FlaskForm):
    """What was decided, who does it by when, and what it becomes; the rest is what a measure is asked for."""

    client_id = ClientIdField()
    text = TextAreaField(_("Decision"), [Length(max=2000)])
    owner = reference("partner", _("Who does it"))
    due_on = DateField(_("Due on"), [Optional()])
    becomes = SelectField(_("It becomes"), choices=[])
    cause = reference("causes", _("Cause that it works on"))
    requirement = StringField(_("What is required of it"), [Length(max=500)])
    hours = IntegerField(_("Hours set aside"), [Optional(), NumberRange(0, 100_000)])
    follow_up_on = DateField(_("Followed up on"), [Optional()])
