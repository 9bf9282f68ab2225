"""A GeoJSON geometry as it may be stored: a known type, outlines that close and do not cross, near the event."""

import hashlib
import re
from collections.abc import Iterator
from math import cos, hypot, isfinite, radians
from typing import Any

import orjson
import shapely

from ..errors import N_, Refused

DEPTH = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
AREAS = ("Polygon", "MultiPolygon")
LINES = ("LineString", "MultiLineString")
DIGITS = 7  # of a degree: a centimetre
MOST = 10_000  # positions in one geometry
FLAT = 1e-13  # square degrees: a few square decimetres
FAR = 1_000.0  # km from the event; farther off, latitude and longitude have changed places

Position = list[float]


def checked(geometry: Any, *, lat: float, lon: float) -> dict[str, Any]:
    """The geometry with nothing but type and coordinates, without heights. `lat` and `lon` are the event's middle.

    Refused, on the field "geometry", when it is not a point, lines or areas in WGS84, has an outline that is open, flat
    or crosses itself, or lies far from the event.
    """
    kind, coordinates = _parts(geometry)
    positions = list(_positions(coordinates, DEPTH[kind]))
    _check_count(kind, coordinates, positions)
    for ring in _rings(kind, coordinates):
        _check_ring(ring)
    _check_near(positions, lat, lon)
    kept = {"type": kind, "coordinates": _plain(coordinates)}
    if kind in AREAS:
        _check_area(drawn(kept))
    return kept


def drawn(geometry: dict[str, Any]) -> Any:
    """The geometry for shapely to reckon with, in degrees."""
    return shapely.from_geojson(orjson.dumps(geometry))


def middle(geometry: dict[str, Any]) -> tuple[float, float]:
    """(lat, lon) that stands for a geometry and lies in it or on it: halfway along a line, well inside an area."""
    if geometry["type"] == "Point":
        lon, lat = geometry["coordinates"][:2]
        return lat, lon
    shape = drawn(geometry)
    found = shape.interpolate(0.5, normalized=True) if geometry["type"] in LINES else shape.representative_point()
    return found.y, found.x


def fingerprint(geometry: dict[str, Any] | None) -> str | None:
    """A short text that is the same for the same geometry only."""
    if geometry is None:
        return None
    return hashlib.blake2b(orjson.dumps(geometry, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def _check_count(kind: str, coordinates: Any, positions: list[Position]) -> None:
    lines = [coordinates] if kind == "LineString" else coordinates if kind == "MultiLineString" else []
    if not positions or any(len(line) < 2 for line in lines):
        raise _refused(N_("The geometry has too few positions."))
    if len(positions) > MOST:
        raise _refused(N_("The geometry has more than %(most)s positions. Simplify it first."), most=MOST)


def _plain(coordinates: Any) -> Any:
    if isinstance(coordinates[0], list):
        return [_plain(part) for part in coordinates]
    return [round(number, DIGITS) for number in coordinates[:2]]


def _parts(geometry: Any) -> tuple[str, Any]:
    if not isinstance(geometry, dict) or geometry.get("type") not in DEPTH:
        raise _refused(N_("Give a GeoJSON geometry: Point, LineString, Polygon, MultiLineString or MultiPolygon."))
    return geometry["type"], geometry.get("coordinates")


def _positions(coordinates: Any, depth: int) -> Iterator[Position]:
    if not isinstance(coordinates, list):
        raise _refused(N_("The coordinates of the geometry are nested wrongly."))
    if depth:
        for part in coordinates:
            yield from _positions(part, depth - 1)
    else:
        _check_position(coordinates)
        yield coordinates


def _check_position(position: list[Any]) -> None:
    numbers = all(isinstance(each, int | float) and not isinstance(each, bool) for each in position)
    if not numbers or len(position) not in (2, 3) or not all(map(isfinite, position)):
        raise _refused(N_("A position is longitude and latitude in degrees."))
    if not (-180 <= position[0] <= 180 and -90 <= position[1] <= 90):
        raise _refused(N_("A position lies outside WGS84. GeoJSON has longitude first, then latitude."))


def _rings(kind: str, coordinates: Any) -> Iterator[list[Position]]:
    if kind == "Polygon":
        yield from coordinates
    elif kind == "MultiPolygon":
        for part in coordinates:
            yield from part


def _check_ring(ring: list[Position]) -> None:
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise _refused(N_("An outline must be closed: at least four positions, the last the same as the first."))
    if shapely.convex_hull(shapely.multipoints(shapely.points([each[:2] for each in ring]))).area < FLAT:
        raise _refused(N_("An outline encloses nothing. Give at least three different corners."))


def _check_area(shape: Any) -> None:
    if not shape.is_valid:
        reason = shapely.is_valid_reason(shape)
        crossing = re.fullmatch(r"(?:Ring )?Self-intersection\[(\S+) (\S+)\]", reason)
        if crossing is None:
            raise _refused(N_("The outline does not enclose one area: its parts overlap, or a hole lies outside."))
        lon, lat = (round(float(number), 5) for number in crossing.groups())
        raise _refused(N_("The outline crosses itself at %(lat)s, %(lon)s."), lat=lat, lon=lon)


def _check_near(positions: list[Position], lat: float, lon: float) -> None:
    away = max(hypot((each[1] - lat), (each[0] - lon) * cos(radians(lat))) * 111.2 for each in positions)
    if away > FAR:
        raise _refused(
            N_("That lies %(km)s km from the event. GeoJSON has longitude first, then latitude."), km=round(away)
        )


def _refused(message: str, **values: Any) -> Refused:
    return Refused(message, field="geometry", **values)
