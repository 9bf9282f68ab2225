"""The site as a drawing: sectors and incidents projected onto a sheet, for paper that no browser has seen."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, log10, radians
from statistics import median
from typing import Any

from ..access import Actor
from ..events.models import Event, Place, PlaceKind
from ..extensions import db
from ..log.models import Category, Incident
from ..log.queries import visible_incidents

WIDTH, HEIGHT, MARGIN = 720.0, 560.0, 24.0
METRES = 111_320.0  # a degree of latitude
HIDDEN = {"sexual", "minor"}  # whose places tell what happened to whom
FAR = 4
LEAST_SPAN = 0.0005  # degrees: a site that is one point is still drawn
Ring = list[list[float]]


@dataclass(frozen=True)
class Drawing:
    """Areas as (points, code, x, y) and incidents as (x, y, priority) in a box of WIDTH x HEIGHT; `bar` is the scale's.

    `unplaced` have no point, `hidden` are of categories whose places are not drawn, `outside` lie far from the site.
    """

    areas: list[tuple[str, str, float, float]]
    marks: list[tuple[float, float, int]]
    bar: tuple[int, float]  # metres, and how wide that is
    unplaced: int
    hidden: int
    outside: int
    far: list[str]  # the codes of sectors that lie too far away to be drawn with the others


def site(event: Event, actor: Actor) -> Drawing | None:
    """The sectors and the visible incidents of an event; None where there is nothing to draw."""
    query = db.select(Place).filter_by(event_id=event.id, kind=PlaceKind.SECTOR, dropped_at=None).order_by(Place.code)
    sectors = [(place.code, ring) for place in db.session.scalars(query) for ring in _rings(place.geometry)]
    points, unplaced, hidden = _points(event, actor)
    frame = [point for ring in _near([ring for _, ring in sectors]) for point in ring]
    frame = frame or [[lon, lat] for lon, lat, _ in points]
    if not frame:
        return None
    sheet = Sheet(frame)
    inside = [(lon, lat, priority) for lon, lat, priority in points if sheet.holds(lon, lat)]
    drawn = [(code, ring) for code, ring in sectors if sheet.holds(*ring[0][:2])]
    areas = [(sheet.line(ring), code, *sheet.middle(ring)) for code, ring in drawn]
    far = sorted({code for code, _ in sectors} - {code for code, _ in drawn})
    marks = sorted(((*sheet.at(lon, lat), priority) for lon, lat, priority in inside), key=lambda mark: -mark[2])
    return Drawing(areas, marks, sheet.bar, unplaced, hidden, len(points) - len(inside), far)


class Sheet:
    """A sheet that holds a frame of points [lon, lat], as large as can be: metres are alike in both directions."""

    def __init__(self, frame: Sequence[Sequence[float]]):
        lons, lats = [point[0] for point in frame], [point[1] for point in frame]
        self.west, self.north = min(lons), max(lats)
        self.squeeze = cos(radians((min(lats) + max(lats)) / 2))
        wide = max((max(lons) - self.west) * self.squeeze, LEAST_SPAN)
        high = max(self.north - min(lats), LEAST_SPAN)
        self.scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)  # for each degree of latitude
        self.left, self.top = (WIDTH - wide * self.scale) / 2, (HEIGHT - high * self.scale) / 2

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a place is on the sheet."""
        x = self.left + (lon - self.west) * self.squeeze * self.scale
        return round(x, 1), round(self.top + (self.north - lat) * self.scale, 1)

    def all(self, ring: Iterable[Sequence[float]]) -> Iterator[tuple[float, float]]:
        """The points of a ring on the sheet."""
        return (self.at(point[0], point[1]) for point in ring)

    def line(self, ring: Ring) -> str:
        """A ring as the points of an SVG polygon."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.all(ring))

    def middle(self, ring: Ring) -> tuple[float, float]:
        """Where the name of an area stands."""
        points = list(self.all(ring))
        return round(sum(x for x, _ in points) / len(points), 1), round(sum(y for _, y in points) / len(points), 1)

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a place is on the sheet."""
        x, y = self.at(lon, lat)
        return 0 <= x <= WIDTH and 0 <= y <= HEIGHT

    @property
    def bar(self) -> tuple[int, float]:
        """A round number of metres for the scale, and how wide it is: a fifth of the sheet at most."""
        most = WIDTH / 5 / self.scale * METRES
        base = 10 ** int(log10(max(most, 1)))
        metres = next(step * base for step in (5, 2, 1) if step * base <= max(most, 1))
        return metres, round(metres / METRES * self.scale, 1)


def _rings(geometry: dict[str, Any] | None) -> list[Ring]:
    if not geometry or "Polygon" not in geometry["type"]:
        return []
    drawn = geometry["coordinates"]
    return [drawn[0]] if geometry["type"] == "Polygon" else [each[0] for each in drawn]


def _near(rings: Sequence[Ring]) -> list[Ring]:
    """The areas that lie together: none further from the middle one than FAR times as the middle one is."""
    if not rings:
        return []
    spots = [(sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)) for ring in rings]
    lon, lat = median(x for x, _ in spots), median(y for _, y in spots)
    away = [hypot((x - lon) * cos(radians(lat)), y - lat) for x, y in spots]
    most = FAR * max(median(away), LEAST_SPAN)
    return [ring for ring, distance in zip(rings, away, strict=True) if distance <= most]


def _points(event: Event, actor: Actor) -> tuple[list[tuple[float, float, int]], int, int]:
    secret = {each.code for each in db.session.scalars(db.select(Category)) if HIDDEN & set(each.compartments)}
    told = (Incident.lon, Incident.lat, Incident.priority, Incident.category_code)
    rows: list[Any] = list(db.session.execute(visible_incidents(event, actor).with_only_columns(*told)))
    placed = [row for row in rows if row[0] is not None and row[1] is not None]
    open_ = [(lon, lat, priority) for lon, lat, priority, category in placed if category not in secret]
    return open_, len(rows) - len(placed), len(placed) - len(open_)
