"""Where it happens: the sectors, and the squares on the ground that hold most, whatever is drawn on the map.

Points are gathered into small cells a third of a square wide; the square of three by three cells that holds most is the
first hot spot, what it holds is set aside, and so on. So no grid line cuts a place in two, and no chain of neighbours
makes one spot of a whole site. A cell's width is reckoned for the nearest whole degree of latitude (within 3 %).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import cos, floor, radians
from operator import itemgetter
from typing import Any

from .happenings import NONE, Scope, rows
from .spans import Span

METRES = 111_195  # of a degree of latitude, on a sphere of 6,371 km
ACROSS = 3  # cells in a square's side

Cell = tuple[int, int]
Point = tuple[float, float, int]  # lat, lon and how many


@dataclass
class Spot:
    """One hot spot: how many of how many, how many before, when (by the hour of the wall), of what."""

    count: int
    of: int
    before: int | None = None
    lat: float | None = None
    lon: float | None = None
    sector: str = ""
    name: str = ""
    hours: list[int] = field(default_factory=lambda: [0] * 24)
    categories: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """Of all, in percent."""
        return 100 * self.count / self.of if self.of else 0.0

    @property
    def peak(self) -> tuple[int, int]:
        """The four hours on end that hold most: from the first until after the last, on the wall."""
        sums = [sum(self.hours[(start + step) % 24] for step in range(4)) for start in range(24)]
        start = sums.index(max(sums))
        return start, (start + 4) % 24


@dataclass
class Ground:
    """All of a scope, as (sector, lat, lon, category, place, hour of the week); and of the stretch before, if any."""

    scope: Scope
    now: list[tuple[Any, ...]]
    before: list[tuple[Any, ...]] | None

    def hour(self, slot: int) -> int:
        """An hour of the week as the hour of the wall."""
        return (slot + self.scope.event.day_starts_at) % 24


def ground(scope: Scope, before: Span | None) -> Ground:
    """Read what both kinds of hot spots are reckoned from."""
    now = rows(scope, "sector_id", "lat", "lon", "category", "place", "slot")
    return Ground(scope, now, rows(scope.of(before), "sector_id", "lat", "lon") if before else None)


def sector_spots(on: Ground, codes: dict[int | None, tuple[str, str]]) -> list[Spot]:
    """The sectors with their figures, most first; `codes` are their (code, name) by id."""
    earlier = None if on.before is None else Counter(map(itemgetter(0), on.before))
    found: dict[int | None, Spot] = {}
    for (sector, category), count in Counter(map(itemgetter(0, 3), on.now)).items():
        code, name = codes.get(sector, (NONE, ""))
        spot = found.setdefault(sector, Spot(0, len(on.now), sector=code, name=name))
        spot.categories[category] += count
        spot.count += count
        spot.before = None if earlier is None else earlier[sector]
    for (sector, slot), count in Counter(map(itemgetter(0, 5), on.now)).items():
        found[sector].hours[on.hour(slot)] += count
    return sorted(found.values(), key=lambda spot: (-spot.count, spot.sector))


def square_spots(on: Ground, side: float, least: float, most: int = 10) -> list[Spot]:
    """The squares of `side` metres that hold most, `least` or more each, most first."""
    points = _points(on.now)
    squares = densest(points, side, least, most)
    earlier = _cells(_points(on.before), side) if on.before and squares else {}
    found, at = [], dict[tuple[float, float], Spot]()
    for cells, held in squares:
        spot = _spot(held, sum(count for *_, count in points))
        if on.before is not None:
            spot.before = sum(count for cell in cells for *_, count in earlier.get(cell, ()))
        found.append(spot)
        at |= {(lat, lon): spot for lat, lon, _ in held}
    for _, lat, lon, category, place, slot in on.now:
        if spot_here := at.get((lat, lon)):
            spot_here.categories[category] += 1
            spot_here.places[place] += 1 if place else 0
            spot_here.hours[on.hour(slot)] += 1
    return found


def _points(found: Iterable[tuple[Any, ...]]) -> list[Point]:
    counts = Counter(map(itemgetter(1, 2), found)).items()
    return [(lat, lon, count) for (lat, lon), count in counts if lat is not None and lon is not None]


def densest(points: Iterable[Point], side: float, least: float, most: int) -> list[tuple[list[Cell], list[Point]]]:
    """The squares that hold most, one after the other, each as its cells and the points in them that were left."""
    cells = _cells(points, side)
    weights = {cell: sum(count for *_, count in held) for cell, held in cells.items()}
    sums: dict[Cell, int] = defaultdict(int)
    for cell, weight in weights.items():
        for middle in _square(cell):
            sums[middle] += weight
    found: list[tuple[list[Cell], list[Point]]] = []
    while len(found) < most and sums:
        best = max(sums, key=lambda middle: (sums[middle], weights.get(middle, 0), middle))
        if sums[best] < least:
            break
        square = _square(best)
        found.append((square, [point for cell in square for point in cells.get(cell, ())]))
        for cell in square:
            cells.pop(cell, None)
            gone = weights.pop(cell, 0)
            for middle in _square(cell) if gone else ():
                sums[middle] -= gone
    return found


def cell_of(lat: float, lon: float, side: float) -> Cell:
    """The small cell that holds a point: rows of latitude, columns of longitude."""
    per_degree = METRES * ACROSS / side
    return floor(lat * per_degree), floor(lon * per_degree * _narrower(lat))


def _narrower(lat: float) -> float:
    return cos(radians(min(89, abs(round(lat)))))


def _square(middle: Cell) -> list[Cell]:
    row, column = middle
    return [(row + up, column + right) for up in (-1, 0, 1) for right in (-1, 0, 1)]


def _cells(points: Iterable[Point], side: float) -> dict[Cell, list[Point]]:
    cells: dict[Cell, list[Point]] = defaultdict(list)
    for point in points:
        cells[cell_of(point[0], point[1], side)].append(point)
    return cells


def _spot(held: list[Point], total: int) -> Spot:
    count = sum(many for *_, many in held)
    lat = sum(lat * many for lat, _, many in held) / count
    lon = sum(lon * many for _, lon, many in held) / count
    return Spot(count, total, lat=lat, lon=lon)
