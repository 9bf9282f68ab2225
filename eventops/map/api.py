"""The JSON door to the map: everything on it as one GeoJSON document."""

from typing import Any

from flask import Response, g
from marshmallow import Schema, fields

from ..access import Permission, requires
from ..api import PREFIX, Blueprint
from ..events.models import Event
from ..events.scope import scope
from ..log.filtering import Filters
from ..log.schemas import IncidentFilters
from . import layers
from .delivery import streamed

bp = Blueprint("map_api", __name__, url_prefix=f"{PREFIX}/events/<event>", description="The map of an event.")
scope(bp)


class MapFilters(IncidentFilters):
    """What the incidents on the map are narrowed to; `bbox` narrows the places too."""

    class Meta(IncidentFilters.Meta):
        exclude = ("cursor", "limit")


class Feature(Schema):
    """A place or an incident; `properties` are as elsewhere in the API, an incident without a point has no geometry."""

    type = fields.Constant("Feature")
    id = fields.String(metadata={"description": "place/NUMBER or incident/NUMBER"})
    geometry = fields.Dict(allow_none=True)
    properties = fields.Dict()


class FeatureCollection(Schema):
    """GeoJSON as in RFC 7946: WGS84, longitude first."""

    type = fields.Constant("FeatureCollection")
    features = fields.List(fields.Nested(Feature))


@bp.route("/map.geojson")
@bp.arguments(MapFilters, location="query")
@bp.response(200, FeatureCollection, content_type="application/geo+json")
@requires(Permission.EVENT_READ)
def show_map(asked: dict[str, Any], event: Event) -> Response:
    """The event's places, and the incidents the caller may know of, narrowed by what is asked for."""
    return streamed(layers.feature_collection(event, g.actor, Filters(**asked)), "application/geo+json")
