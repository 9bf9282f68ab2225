"""A zone's history as a small drawing: points in a box of 240 x 60, with what it was at least and at most."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from ..events.models import Event

WIDTH, HEIGHT, ROOM = 240, 60, 2
Point = tuple[datetime, int]


class Drawing(NamedTuple):
    """`line` is the points of an SVG polyline; `full` the height of the capacity, None where it is out of sight."""

    line: str
    full: float | None
    least: int
    least_at: str
    most: int
    most_at: str
    since: str
    until: str


def drawn(event: Event, points: Sequence[Point], capacity: int | None = None) -> Drawing:
    """Draw how many were inside; the ground is nobody, the top the most there were or can safely be."""
    least, most = min(points, key=lambda each: each[1]), max(points, key=lambda each: each[1])
    top = max(most[1], capacity or 0, 1)
    step = WIDTH / max(1, len(points) - 1)
    line = " ".join(f"{place * step:.1f},{_height(inside, top)}" for place, (_, inside) in enumerate(points))
    told = [f"{event.local(at):%H:%M}" for at in (least[0], most[0], points[0][0], points[-1][0])]
    full = _height(capacity, top) if capacity else None
    return Drawing(line, full, least[1], told[0], most[1], told[1], told[2], told[3])


def _height(inside: int, top: int) -> float:
    return round(HEIGHT - ROOM - (HEIGHT - 2 * ROOM) * max(0, inside) / top, 1)
