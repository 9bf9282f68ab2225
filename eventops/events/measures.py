"""How large a place is on the ground: geodesic areas and lengths on the WGS84 ellipsoid, not in the plane of a map.

C. F. F. Karney, Algorithms for geodesics, J. Geodesy 87 (2013) 43-55, by the author's own GeographicLib; map-measure.js
reckons with the same library in the browser.
"""

from itertools import pairwise
from typing import Any

from geographiclib.geodesic import Geodesic

from .shapes import AREAS, LINES

EARTH = Geodesic.WGS84
Ring = list[list[float]]


def area_m2(geometry: dict[str, Any] | None) -> float | None:
    """The area of a Polygon or MultiPolygon in square metres, holes left out; None for what has no area."""
    if geometry is None or geometry["type"] not in AREAS:
        return None
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return sum(_ring_m2(outline) - sum(map(_ring_m2, holes)) for outline, *holes in parts)


def length_m(geometry: dict[str, Any] | None) -> float | None:
    """The length of a line in metres; None for what is no line."""
    if geometry is None or geometry["type"] not in LINES:
        return None
    lines = geometry["coordinates"] if geometry["type"] == "MultiLineString" else [geometry["coordinates"]]
    return sum(_apart(here, there) for line in lines for here, there in pairwise(line))


def distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance between two points in metres."""
    return _apart([lon, lat], [other_lon, other_lat])


def _ring_m2(ring: Ring) -> float:
    outline = EARTH.Polygon()
    for lon, lat, *_ in ring[:-1]:
        outline.AddPoint(lat, lon)
    return abs(float(outline.Compute()[2]))


def _apart(here: list[float], there: list[float]) -> float:
    return float(EARTH.Inverse(here[1], here[0], there[1], there[0], Geodesic.DISTANCE)["s12"])
