"""Where a point lies among the event's places."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from .models import Place, PlaceKind
from .shapes import drawn


class Sectors:
    """The sectors among some places, to look many points up in."""

    def __init__(self, places: Iterable[Place]):
        sectors = [place for place in places if place.kind is PlaceKind.SECTOR and place.geometry]
        self._within = [(drawn(place.geometry or {}).bounds, place) for place in sectors]

    def at(self, *, lat: float, lon: float) -> Place | None:
        """The same as `sector_at`, without asking those that lie elsewhere."""
        for (west, south, east, north), place in self._within:
            if west <= lon <= east and south <= lat <= north and _holds(place.geometry or {}, lat, lon):
                return place
        return None


def sector_at(places: Iterable[Place], *, lat: float, lon: float) -> Place | None:
    """The sector whose outline holds the point, if one does."""
    sectors = (place for place in places if place.kind is PlaceKind.SECTOR and place.geometry)
    return next((place for place in sectors if _holds(place.geometry or {}, lat, lon)), None)


def _holds(geometry: dict[str, Any], lat: float, lon: float) -> bool:
    if geometry["type"] == "MultiPolygon":
        return any(_holds({"type": "Polygon", "coordinates": part}, lat, lon) for part in geometry["coordinates"])
    if geometry["type"] != "Polygon":
        return False
    outline, *holes = geometry["coordinates"]
    return _inside(outline, lat, lon) and not any(_inside(hole, lat, lon) for hole in holes)


def _inside(ring: list[list[float]], lat: float, lon: float) -> bool:
    """Ray casting: an odd number of edges lies east of a point that is inside."""
    inside = False
    for (lon1, lat1, *_), (lon2, lat2, *_) in pairwise(ring):
        if (lat1 > lat) != (lat2 > lat) and lon < (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1:
            inside = not inside
    return inside
