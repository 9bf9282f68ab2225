"""The shape of a place: what it is, and where."""

import json
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from ...errors import N_, Refused
from ...words import choices
from ..models import PlaceKind
from .degrees import DegreesField


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
