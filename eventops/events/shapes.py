"""A GeoJSON geometry as it may be stored: a known type, closed rings, positions on earth and near the event."""

from collections.abc import Iterator
from itertools import pairwise
from math import cos, hypot, isfinite, radians
from typing import Any

from ..errors import N_, Refused

DEPTH = {"Point": 0, "LineString": 1, "Polygon": 2, "MultiPolygon": 3}
AREAS = ("Polygon", "MultiPolygon")
MOST = 10_000  # positions in one geometry
FAR = 1_000.0  # km from the event; farther off, latitude and longitude have changed places

Position = list[float]


def checked(geometry: Any, *, lat: float, lon: float) -> dict[str, Any]:
    """The geometry with nothing but type and coordinates. `lat` and `lon` are the event's middle.

    Refused, on the field "geometry", when it is not a Point, LineString, Polygon or MultiPolygon in WGS84, has an open
    or flat ring, or lies far from the event.
    """
    kind, coordinates = _parts(geometry)
    positions = list(_positions(coordinates, DEPTH[kind]))
    if not positions or (kind == "LineString" and len(positions) < 2):
        raise _refused(N_("The geometry has too few positions."))
    if len(positions) > MOST:
        raise _refused(N_("The geometry has more than %(most)s positions. Simplify it first."), most=MOST)
    for ring in _rings(kind, coordinates):
        _check_ring(ring)
    _check_near(positions, lat, lon)
    return {"type": kind, "coordinates": coordinates}


def middle(geometry: dict[str, Any]) -> tuple[float, float]:
    """(lat, lon) that stands for a geometry: the point itself, else the middle of what encloses it."""
    positions = list(_positions(geometry["coordinates"], DEPTH[geometry["type"]]))
    lons, lats = [each[0] for each in positions], [each[1] for each in positions]
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2


def _parts(geometry: Any) -> tuple[str, Any]:
    if not isinstance(geometry, dict) or geometry.get("type") not in DEPTH:
        raise _refused(N_("Give a GeoJSON geometry: Point, LineString, Polygon or MultiPolygon."))
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
    if abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) < 1e-12:
        raise _refused(N_("An outline encloses nothing. Give at least three different corners."))


def _check_near(positions: list[Position], lat: float, lon: float) -> None:
    away = max(hypot((each[1] - lat), (each[0] - lon) * cos(radians(lat))) * 111.2 for each in positions)
    if away > FAR:
        raise _refused(
            N_("That lies %(km)s km from the event. GeoJSON has longitude first, then latitude."), km=round(away)
        )


def _refused(message: str, **values: Any) -> Refused:
    return Refused(message, field="geometry", **values)
