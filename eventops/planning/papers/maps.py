"""The map of a sector on paper: drawn from the places' own geometry, north up, to a scale that fits the page."""

from collections.abc import Iterable, Sequence
from math import atan2, cos, degrees, hypot, radians
from typing import Any, NamedTuple

import shapely
from flask_babel import gettext, pgettext

from ...events.shapes import drawn
from ...words import label
from .blocks import Block, picture
from .reading import Reading, Said

WIDTH, HEIGHT = 170.0, 96.0  # mm on the page
AROUND = 1.24  # how much more than the sector is shown
LEAST = 60.0  # metres across, however small the sector
BARS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)  # metres that a scale bar may stand for
LONGEST = 40.0  # mm of a scale bar
SYMBOL, LETTER, LINE = 3.2, 1.6, 3.2  # mm: a symbol, a letter of a code, a line of text
FAR = ("medical", "assembly", "rendezvous")  # what is told of even where it lies beside the map

Box = tuple[float, float, float, float]
Point = tuple[float, float]


class View(NamedTuple):
    """What the page shows: its middle in degrees, metres in a degree each way, and millimetres for a metre."""

    lat: float
    lon: float
    east: float
    north: float
    scale: float

    def on_page(self, geometry: dict[str, Any]) -> Any:
        """A geometry in millimetres from the upper left corner."""
        scaled = [self.east * self.scale, -self.north * self.scale]
        return shapely.transform(drawn(geometry), lambda at: (at - [self.lon, self.lat]) * scaled + FRAME_MIDDLE)


ORNAMENTS: tuple[Box, ...] = ((WIDTH - 9, 0, WIDTH, 14), (0, HEIGHT - 10, LONGEST + 6, HEIGHT))  # north, scale bar
FRAME = shapely.box(0, 0, WIDTH, HEIGHT)
FRAME_MIDDLE = [WIDTH / 2, HEIGHT / 2]


def sector_map(reading: Reading, sector: Said) -> list[Block]:
    """The map of a sector; nothing where the sector has not been drawn."""
    if not sector.get("geometry"):
        return []
    view = _view(sector["geometry"])
    placed = [(each, view.on_page(each["geometry"])) for each in reading.places() if each.get("geometry")]
    shown = [(place, shape) for place, shape in placed if shape.intersects(FRAME)]
    own = [(place, shape) for place, shape in shown if _lies_in(place, sector)]
    rest = [(place, shape) for place, shape in shown if not _lies_in(place, sector)]
    shapes = [_shape(place, shape, _lies_in(place, sector)) for place, shape in [*rest, *own] if _extends(shape)]
    marks = _marks([*own, *rest], sector["code"])
    kinds = dict.fromkeys(place["kind"] for place, _ in [*own, *rest] if place["kind"] != "sector")
    legend = [[kind, label("place_kind", kind)] for kind in kinds]
    far = [_beside(place, shape, view) for place, shape in _nearest(placed, shown)]
    return [picture((WIDTH, HEIGHT), sorted(shapes, key=_depth), marks, _bar(view), legend, _letters(), far)]


def _letters() -> dict[str, str]:
    """What stands in the symbols."""
    return {
        "north": pgettext("map", "N"), "gate": pgettext("map", "G"), "entrance": pgettext("map", "IN"),
        "exit": pgettext("map", "EX"), "rendezvous": pgettext("map", "R"), "assembly": pgettext("map", "A"),
    }  # fmt: skip


def _view(geometry: dict[str, Any]) -> View:
    west, south, east, north = drawn(geometry).bounds
    lat, lon = (south + north) / 2, (west + east) / 2
    per_lon, per_lat = _metres(lat)
    wide = max((east - west) * per_lon * AROUND, LEAST)
    high = max((north - south) * per_lat * AROUND, LEAST)
    return View(lat, lon, per_lon, per_lat, min(WIDTH / wide, HEIGHT / high))


def _metres(lat: float) -> Point:
    """Metres in a degree of longitude and of latitude there, on the WGS84 ellipsoid (series to the centimetre)."""
    at = radians(lat)
    return 111_412.84 * cos(at) - 93.5 * cos(3 * at), 111_132.92 - 559.82 * cos(2 * at) + 1.175 * cos(4 * at)


def _lies_in(place: Said, sector: Said) -> bool:
    return sector["code"] in (place["code"], place["sector"])


def _extends(shape: Any) -> bool:
    return str(shape.geom_type) != "Point"


def _depth(shape: dict[str, Any]) -> int:
    """Sectors lie under licensed areas, and those under routes."""
    return ("neighbour", "sector").index(shape["kind"]) if shape["kind"] in ("neighbour", "sector") else 2


def _shape(place: Said, shape: Any, own: bool) -> dict[str, Any]:
    kind = place["kind"] if own or place["kind"] != "sector" else "neighbour"
    closed = shape.geom_type.endswith("Polygon")
    parts = getattr(shape, "geoms", [shape])
    rings = [part.exterior.coords if closed else part.coords for part in parts]
    return {"kind": kind, "closed": closed, "lines": [_rounded(ring) for ring in rings]}


def _rounded(points: Iterable[Sequence[float]]) -> list[Point]:
    return [(round(x, 2), round(y, 2)) for x, y, *_ in points]


def _marks(placed: Sequence[tuple[Said, Any]], code: str) -> list[dict[str, Any]]:
    """A symbol at each place, and its code beside it where it covers nothing; the sector's own stands large."""
    points = [(place, shape.x, shape.y) for place, shape in placed if not _extends(shape)]
    taken = [*ORNAMENTS, *(_around(x, y, SYMBOL, SYMBOL) for _, x, y in points)]
    marks = []
    for place, shape in sorted(placed, key=lambda each: _extends(each[1])):
        x, y = _anchor(shape)
        size = (len(place["code"]) * LETTER + 0.8, LINE)
        at = _free(x, y, size, taken, beside=not _extends(shape))
        taken.append(_around(*at, *size))
        kind = "neighbour" if place["kind"] == "sector" and place["code"] != code else place["kind"]
        marks.append({
            "kind": kind, "code": place["code"], "symbol": not _extends(shape),
            "at": _rounded([(x, y)])[0], "label": _rounded([at])[0],
        })  # fmt: skip
    return marks


def _anchor(shape: Any) -> Point:
    """Where a place is marked: halfway along what is seen of a route, well inside what is seen of an area."""
    seen = shape.intersection(FRAME) if _extends(shape) else shape
    longest = max(getattr(seen, "geoms", [seen]), key=lambda part: (part.length, part.area))
    found = longest.interpolate(0.5, normalized=True) if longest.geom_type == "LineString" else None
    at = found or longest.representative_point()
    return at.x, at.y


def _free(x: float, y: float, size: Point, taken: Sequence[Box], *, beside: bool) -> Point:
    """The middle of a text near a point that covers nothing and stays on the map; the first place if all do."""
    over, up = (size[0] + SYMBOL) / 2 + 0.3, (size[1] + SYMBOL) / 2
    near = [(over, 0.0), (-over, 0.0), (0.0, -up), (0.0, up), (over, -up), (-over, -up), (over, up), (-over, up)]
    ways = near if beside else [(0.0, 0.0), *near]
    places = [(x + dx, y + dy) for dx, dy in ways]
    return next((at for at in places if _fits(_around(*at, *size), taken)), places[0])


def _fits(box: Box, taken: Sequence[Box]) -> bool:
    west, north, east, south = box
    if west < 0 or north < 0 or east > WIDTH or south > HEIGHT:
        return False
    return not any(west < e and w < east and north < s and n < south for w, n, e, s in taken)


def _around(x: float, y: float, wide: float, high: float) -> Box:
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _bar(view: View) -> dict[str, Any]:
    """The longest round distance that a scale bar has room for, and how long it is on the page."""
    metres = max((each for each in BARS if each * view.scale <= LONGEST), default=BARS[0])
    name = f"{metres} m" if metres < 1000 else f"{metres // 1000} km"
    return {"mm": round(metres * view.scale, 2), "name": name}


def _nearest(placed: Sequence[tuple[Said, Any]], shown: Sequence[tuple[Said, Any]]) -> list[tuple[Said, Any]]:
    """Of each kind of help that the map does not show, the nearest place."""
    there = {place["kind"] for place, _ in shown}
    found = []
    for kind in FAR:
        beside = [each for each in placed if each[0]["kind"] == kind]
        if beside and kind not in there:
            found.append(min(beside, key=lambda each: each[1].distance(shapely.Point(FRAME_MIDDLE))))
    return found


def _beside(place: Said, shape: Any, view: View) -> str:
    """What lies beside the map, how far off the middle and in which direction."""
    x, y = _anchor_beside(shape)
    metres = round(hypot(x, y) / view.scale / 10) * 10
    winds = (
        gettext("north"), gettext("north-east"), gettext("east"), gettext("south-east"), gettext("south"),
        gettext("south-west"), gettext("west"), gettext("north-west"),
    )  # fmt: skip
    wind, name = winds[round(degrees(atan2(x, -y)) / 45) % 8], f"{place['code']} {place['name']}"
    return str(gettext("%(place)s: %(metres)s m %(wind)s", place=name, metres=metres, wind=wind))


def _anchor_beside(shape: Any) -> Point:
    at = shape.representative_point()
    return at.x - WIDTH / 2, at.y - HEIGHT / 2
