"""When it happens: the hours of the day by the days of the week, on the event's wall."""

from dataclasses import dataclass, field

from .happenings import Scope, counted
from .spans import HOURS, weekdays


def _empty() -> list[list[int]]:
    return [[0] * 24 for _ in range(7)]


@dataclass
class Matrix:
    """`counts` is 7 by 24: operational days from Monday, and their hours from the one a day begins with (`order`).

    `days` is how many operational days of each weekday were counted.
    """

    order: list[int]
    days: list[int]
    counts: list[list[int]] = field(default_factory=_empty)

    @property
    def by_day(self) -> list[int]:
        """The total of each weekday."""
        return [sum(row) for row in self.counts]

    @property
    def by_hour(self) -> list[int]:
        """The total of each hour of the wall, 0 to 23."""
        return [sum(row[self.order.index(hour)] for row in self.counts) for hour in HOURS]

    @property
    def total(self) -> int:
        return sum(self.by_day)

    @property
    def most(self) -> int:
        """The highest cell."""
        return max(map(max, self.counts))

    def shade(self, count: int) -> int:
        """How dark a cell is drawn, 0 to 5: 0 for none, then fifths of the highest."""
        return -(-5 * count // self.most) if count else 0

    def peaks(self, most: int = 3) -> list[tuple[int, int, int]]:
        """The highest cells: (weekday, hour, count), none that are empty."""
        cells = [
            (weekday, hour, self.counts[weekday][at]) for weekday in range(7) for at, hour in enumerate(self.order)
        ]
        return [cell for cell in sorted(cells, key=lambda cell: -cell[2])[:most] if cell[2]]


def matrix(scope: Scope) -> Matrix:
    """Count a scope by the hour and by the weekday of the operational day that the hour belongs to."""
    event, starts = scope.event, scope.event.day_starts_at
    found = Matrix([(starts + step) % 24 for step in HOURS], weekdays(event, scope.span))
    for slot, count in counted(scope, "slot").items():
        found.counts[slot // 24][slot % 24] += count
    return found
