"""Places as GeoJSON (RFC 7946), with the members of our own API."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from ...errors import N_, Refused
from ...formats import geojson_file
from ..models import Place
from .row import OURS, Row, drafted, refused


def read(content: bytes) -> Iterator[Row]:
    """The features of a FeatureCollection, or the one Feature."""
    try:
        told = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise refused(N_("That is not GeoJSON: line %(line)s cannot be read."), line=error.lineno) from None
    kind = told.get("type") if isinstance(told, dict) else None
    features = told.get("features") if kind == "FeatureCollection" else [told] if kind == "Feature" else None
    if not isinstance(features, list):
        raise refused(N_("That is not GeoJSON: it holds no FeatureCollection."))
    for line, feature in enumerate(features, 1):
        yield _row(line, feature)


def write(name: str, places: Iterable[Place]) -> Iterator[bytes]:
    """A FeatureCollection of places."""
    return geojson_file({"name": name}, map(_feature, places))


def _row(line: int, feature: Any) -> Row:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return Row(line, problem=Refused(N_("That is not a Feature.")))
    said = feature.get("properties")
    said = said if isinstance(said, dict) else {}
    geometry = feature.get("geometry")
    if geometry is not None and not isinstance(geometry, dict):
        return Row(line, problem=Refused(N_("That is not a geometry."), field="geometry"))
    return drafted(line, said, geometry)


def _feature(place: Place) -> dict[str, Any]:
    about = place.snapshot()
    return {
        "type": "Feature", "id": f"place/{place.id}", "geometry": place.geometry,
        "properties": {key: about[key] for key in (*OURS, "sector")},
    }  # fmt: skip
