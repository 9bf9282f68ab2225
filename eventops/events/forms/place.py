"""The shape of a place: what it is, and where; and of a file of places."""

from typing import Any

import orjson
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from ...errors import N_, Refused
from ...words import choices
from ..actions import seen
from ..models import PASSAGES, Place, PlaceKind
from ..place_files import Row, read
from .degrees import DegreesField


class PlaceForm(FlaskForm):
    """A sector, a post or another place. `was` holds what its writer had seen."""

    kind = SelectField(
        _("Kind"), choices=choices("place_kind"), coerce=PlaceKind, default=PlaceKind.POST,
        render_kw={"data-wide": " ".join(PASSAGES)},
    )  # fmt: skip
    code = StringField(_("Code"), [DataRequired(), Length(max=12)], description=_("Such as P12. On every screen."))
    name = StringField(_("Name"), [DataRequired(), Length(max=120)])
    width_m = DegreesField(
        _("Width in metres"), [Optional()],
        description=_("Free width, for gates, entrances, exits and emergency routes."),
    )  # fmt: skip
    lat = DegreesField(_("Latitude"), [Optional(), NumberRange(-90, 90)])
    lon = DegreesField(_("Longitude"), [Optional(), NumberRange(-180, 180)])
    geometry = TextAreaField(
        _("Outline as GeoJSON"), [Length(max=1_000_000)],
        description=_("For an area or a line: a GeoJSON geometry in WGS84. Leave latitude and longitude empty then."),
    )  # fmt: skip
    was = HiddenField()

    def place(self) -> dict[str, Any]:
        """What was typed, as the actions on places take it."""
        told = {name: self[name].data for name in ("kind", "code", "name", "width_m")}
        return {**told, "geometry": self._outline() or self._point()}

    def remember(self, place: Place) -> None:
        """Take what the place says now for what its writer has seen."""
        self.was.data = orjson.dumps(seen(place)).decode()

    def seen(self) -> dict[str, Any] | None:
        """What its writer had seen when beginning; None for a form that does not say."""
        try:
            told = orjson.loads(self.was.data or "null")
        except orjson.JSONDecodeError:
            return None
        return told if isinstance(told, dict) else None

    def _outline(self) -> Any:
        text = (self.geometry.data or "").strip()
        try:
            drawn: Any = orjson.loads(text) if text else None
        except orjson.JSONDecodeError:
            raise Refused(N_("That is not GeoJSON. Paste a geometry, from { to }."), field="geometry") from None
        is_feature = isinstance(drawn, dict) and drawn.get("type") == "Feature"
        return drawn["geometry"] if is_feature and "geometry" in drawn else drawn

    def _point(self) -> dict[str, Any] | None:
        lat, lon = self.lat.data, self.lon.data
        if (lat is None) != (lon is None):
            raise Refused(N_("Give both latitude and longitude."), field="lon" if lon is None else "lat")
        return None if lat is None else {"type": "Point", "coordinates": [lon, lat]}


class PlacesFileForm(FlaskForm):
    """A file of places, to be looked at or taken in."""

    file = FileField(_("File"), description=_("GeoJSON, KML, KMZ or GPX, at most 10 MB and 10 000 places."))
    kind = SelectField(
        _("Kind, where the file says none"), choices=choices("place_kind"), coerce=PlaceKind, default=PlaceKind.OTHER
    )
    update = BooleanField(_("Change the places that are there already"))

    def rows(self) -> list[Row]:
        """The places in the file. Refused for one that cannot be read."""
        sent = self.file.data
        if not sent or not sent.filename:
            raise Refused(N_("Choose a file."), field="file")
        return read(sent.filename, sent.read())


def shown_place(place: Place) -> dict[str, Any]:
    """A place as PlaceForm shows it: a point by its latitude and longitude, the rest as text."""
    shown = {name: getattr(place, name) for name in ("kind", "code", "name", "width_m")}
    if place.geometry and place.geometry["type"] == "Point":
        shown["lon"], shown["lat"] = place.geometry["coordinates"][:2]
    elif place.geometry:
        shown["geometry"] = orjson.dumps(place.geometry).decode()
    return shown
