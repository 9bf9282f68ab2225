"""What does not fit together among the places: sectors over each other, posts in no sector, exits without a width."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

import orjson
import shapely

from .measures import area_m2
from .models import Place, PlaceKind
from .shapes import AREAS, drawn

LEAST = 1.0  # m²; sectors that share a border overlap by less, from rounding
STAFFED = (PlaceKind.POST, PlaceKind.MEDICAL)  # gates and exits stand in the fence itself
MEASURED = (PlaceKind.EXIT, PlaceKind.ENTRANCE)


class FindingKind(StrEnum):
    """What is wrong."""

    OVERLAP = "overlap"
    OUTSIDE = "outside"
    UNPLACED = "unplaced"
    NO_WIDTH = "no_width"


class Finding(NamedTuple):
    """Something to put right: the places it is about, and for an overlap how large it is in square metres."""

    kind: FindingKind
    places: tuple[Place, ...]
    area_m2: float | None = None


def findings(places: Sequence[Place]) -> list[Finding]:
    """Everything to put right, the overlaps first. `places` are those of one event that have not been taken away."""
    return [*_overlaps(places), *_outside(places), *_without_width(places)]


def _overlaps(places: Sequence[Place]) -> Iterator[Finding]:
    sectors = [place for place in places if place.kind is PlaceKind.SECTOR and place.geometry]
    shapes = [drawn(place.geometry or {}) for place in sectors]
    meeting = shapely.STRtree(shapes).query(shapes, predicate="intersects").T.tolist() if shapes else []
    for one, other in sorted(pair for pair in meeting if pair[0] < pair[1]):
        area = _area(shapely.intersection(shapes[one], shapes[other]))
        if area >= LEAST:
            yield Finding(FindingKind.OVERLAP, (sectors[one], sectors[other]), area)


def _outside(places: Sequence[Place]) -> Iterator[Finding]:
    fenced = any(place.kind is PlaceKind.SECTOR for place in places)
    for place in places:
        if place.kind in STAFFED and place.geometry is None:
            yield Finding(FindingKind.UNPLACED, (place,))
        elif place.kind in STAFFED and fenced and place.sector is None:
            yield Finding(FindingKind.OUTSIDE, (place,))


def _without_width(places: Sequence[Place]) -> Iterator[Finding]:
    for place in places:
        if place.kind in MEASURED and place.width_m is None:
            yield Finding(FindingKind.NO_WIDTH, (place,))


def _area(shape: Any) -> float:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in AREAS]
    return sum(area_m2(orjson.loads(shapely.to_geojson(part))) or 0 for part in parts)
