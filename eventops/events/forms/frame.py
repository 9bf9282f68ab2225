"""The shape of an event and of its days."""

from dataclasses import fields
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from ...errors import N_, Refused
from ...words import choices
from ..actions import Day, Frame
from ..hours import span, zone_of
from ..models import EventDay, EventKind, LegalMode
from .degrees import DegreesField

LONGEST = 31  # days that can be made at once


class FrameForm(FlaskForm):
    """What an event is."""

    name = StringField(_("Name"), [DataRequired(), Length(max=120)])
    kind = SelectField(_("Kind"), choices=choices("event_kind"), coerce=EventKind)
    edition = StringField(_("Edition"), [Length(max=40)], description=_("Such as 2027."), filters=[lambda x: x or None])
    legal_mode = SelectField(
        _("Legal mode"), choices=choices("legal_mode"), coerce=LegalMode,
        description=_("Under which law the log is kept. Stands for good once the log has begun."),
    )  # fmt: skip
    exercise = BooleanField(_("This is an exercise"))
    timezone = StringField(_("Time zone"), [DataRequired()], default=Frame.timezone)
    day_starts_at = IntegerField(
        _("The day begins at"), [InputRequired(), NumberRange(0, 12)], default=Frame.day_starts_at,
        description=_("Hour. What happens before it belongs to the night before."),
    )  # fmt: skip
    lat = DegreesField(_("Latitude"), [InputRequired(), NumberRange(-90, 90)], default=Frame.lat)
    lon = DegreesField(_("Longitude"), [InputRequired(), NumberRange(-180, 180)], default=Frame.lon)
    zoom = IntegerField(_("Zoom of the map"), [InputRequired(), NumberRange(1, 22)], default=Frame.zoom)

    def frame(self) -> Frame:
        """What was typed."""
        return Frame(**{part.name: self[part.name].data for part in fields(Frame)})


class EventForm(FrameForm):
    """A new event with its days, its lead and its first commander."""

    slug = StringField(
        _("Short name"), [Length(max=60)],
        description=_("In addresses: a–z, 0–9 and hyphens. Empty: made from the name. Never changes."),
    )  # fmt: skip
    series = StringField(
        _("Series"), [Length(max=120)], description=_("Editions of the same event, so that they can be compared.")
    )
    lead = SelectField(
        _("Leading organisation"), [DataRequired()], coerce=int,
        description=_("If it is not there, add it among the organisations first."),
    )  # fmt: skip
    commander = SelectField(_("First commander"), coerce=int)
    first_day = DateField(_("First day"), [Optional()])
    last_day = DateField(_("Last day"), [Optional()])
    opens = TimeField(_("Opens"), [Optional()])
    closes = TimeField(_("Closes"), [Optional()], description=_("After midnight counts to the same day."))
    expected_visitors = IntegerField(_("Visitors expected a day"), [Optional(), NumberRange(0, 10_000_000)])

    def days(self) -> list[Day]:
        """One Day for each date from the first to the last, all with the same hours; none without a first day."""
        first, last = self.first_day.data, self.last_day.data or self.first_day.data
        if first is None:
            return []
        if not 0 <= (last - first).days < LONGEST:
            raise Refused(
                N_("The last day comes after the first, at most %(most)s days on."), field="last_day", most=LONGEST
            )
        zone = zone_of(self.timezone.data)
        dates = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return [_day(zone, each, self) for each in dates]


class DayForm(FlaskForm):
    """One day."""

    date = DateField(_("Date"), [InputRequired()])
    opens = TimeField(_("Opens"), [Optional()])
    closes = TimeField(_("Closes"), [Optional()])
    expected_visitors = IntegerField(_("Visitors expected"), [Optional(), NumberRange(0, 10_000_000)])

    def day(self, zone: ZoneInfo) -> Day:
        """What was typed."""
        return _day(zone, self.date.data, self)


def shown_day(zone: ZoneInfo, day: EventDay) -> dict[str, Any]:
    """A day as DayForm shows it."""
    opens, closes = (moment and moment.astimezone(zone).time() for moment in (day.opens_at, day.closes_at))
    return {"date": day.date, "opens": opens, "closes": closes, "expected_visitors": day.expected_visitors}


def _day(zone: ZoneInfo, day: date, form: Any) -> Day:
    opens, closes = form.opens.data, form.closes.data
    if (opens is None) != (closes is None):
        missing = "opens" if opens is None else "closes"
        raise Refused(N_("Say both when it opens and when it closes, or neither."), field=missing)
    hours: tuple[Any, Any] = (None, None)
    if isinstance(opens, time) and isinstance(closes, time):
        hours = span(zone, day, opens, closes, fields=("opens", "closes"))
    return Day(day, *hours, form.expected_visitors.data)
