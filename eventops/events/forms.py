"""The shape of what people type about an event's frame: the event, its days, partners, members and places."""

import json
from dataclasses import fields
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FloatField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from ..access import Role
from ..errors import N_, Refused
from ..words import choices
from .actions import Day, Frame
from .hours import span, zone_of
from .models import EventDay, EventKind, LegalMode, PlaceKind

LONGEST = 31  # days that can be made at once


class DegreesField(FloatField):
    """Degrees with a decimal point or a decimal comma."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value.replace(",", ".") for value in valuelist])


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
    lead = SelectField(_("Leading organisation"), coerce=int)
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


class PartnerForm(FlaskForm):
    """An organisation that is to take part."""

    organisation = SelectField(_("Organisation"), coerce=int)
    name = StringField(_("Called here"), [Length(max=120)], description=_("Empty: the organisation's own name."))
    is_lead = BooleanField(_("Leads the event"))


class MemberForm(FlaskForm):
    """Somebody who is to act in the event."""

    account = EmailField(_("E-mail address of the account"), [DataRequired()], render_kw={"autocomplete": "off"})
    partner = SelectField(_("Acts for"), coerce=int)
    role = SelectField(_("Role"), choices=choices("role"), coerce=Role, default=Role.FIELD)


class PlaceForm(FlaskForm):
    """A sector, a post or another place."""

    kind = SelectField(_("Kind"), choices=choices("place_kind"), coerce=PlaceKind, default=PlaceKind.POST)
    code = StringField(_("Code"), [DataRequired(), Length(max=12)], description=_("Such as P12. On every screen."))
    name = StringField(_("Name"), [DataRequired(), Length(max=120)])
    lat = DegreesField(_("Latitude"), [Optional(), NumberRange(-90, 90)])
    lon = DegreesField(_("Longitude"), [Optional(), NumberRange(-180, 180)])
    geometry = TextAreaField(
        _("Outline as GeoJSON"), [Length(max=1_000_000)],
        description=_("For an area or a line: a GeoJSON geometry in WGS84. Leave latitude and longitude empty then."),
    )  # fmt: skip

    def place(self) -> dict[str, Any]:
        """What was typed, as the actions on places take it."""
        told = {name: self[name].data for name in ("kind", "code", "name")}
        return {**told, "geometry": self._outline() or self._point()}

    def _outline(self) -> Any:
        text = (self.geometry.data or "").strip()
        try:
            drawn: Any = json.loads(text) if text else None
        except ValueError:
            raise Refused(N_("That is not GeoJSON. Paste a geometry, from { to }."), field="geometry") from None
        is_feature = isinstance(drawn, dict) and drawn.get("type") == "Feature"
        return drawn["geometry"] if is_feature and "geometry" in drawn else drawn

    def _point(self) -> dict[str, Any] | None:
        lat, lon = self.lat.data, self.lon.data
        if (lat is None) != (lon is None):
            raise Refused(N_("Give both latitude and longitude."), field="lon" if lon is None else "lat")
        return None if lat is None else {"type": "Point", "coordinates": [lon, lat]}


def shown_place(kind: PlaceKind, code: str, name: str, geometry: dict[str, Any] | None) -> dict[str, Any]:
    """A place as PlaceForm shows it: a point by its latitude and longitude, the rest as text."""
    shown: dict[str, Any] = {"kind": kind, "code": code, "name": name}
    if geometry and geometry["type"] == "Point":
        shown["lon"], shown["lat"] = geometry["coordinates"][:2]
    elif geometry:
        shown["geometry"] = json.dumps(geometry)
    return shown


def _day(zone: ZoneInfo, day: date, form: Any) -> Day:
    opens, closes = form.opens.data, form.closes.data
    if (opens is None) != (closes is None):
        missing = "opens" if opens is None else "closes"
        raise Refused(N_("Say both when it opens and when it closes, or neither."), field=missing)
    hours: tuple[Any, Any] = (None, None)
    if isinstance(opens, time) and isinstance(closes, time):
        hours = span(zone, day, opens, closes, fields=("opens", "closes"))
    return Day(day, *hours, form.expected_visitors.data)
