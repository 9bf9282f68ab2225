"""How well each day is staffed, function by function."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from ..events.models import Event
from ..roster.models import Function
from ..roster.queries import shifts, staffing

Cell = tuple[int, int]  # staffed and needed; what is over on one shift does not fill another


@dataclass
class Coverage:
    """Staffed and needed places of each function on each operational day."""

    days: list[date] = field(default_factory=list)
    cells: dict[tuple[Function, date], Cell] = field(default_factory=lambda: defaultdict(lambda: (0, 0)))

    @property
    def functions(self) -> list[Function]:
        """The functions anybody is needed in, in their order."""
        return [function for function in Function if any(each is function for each, _ in self.cells)]

    @property
    def filled(self) -> int:
        return sum(filled for filled, _ in self.cells.values())

    @property
    def needed(self) -> int:
        return sum(needed for _, needed in self.cells.values())

    def on(self, day: date) -> Cell:
        """All functions together on a day."""
        cells = [cell for (_, each), cell in self.cells.items() if each == day]
        return sum(filled for filled, _ in cells), sum(needed for _, needed in cells)


def coverage(event: Event) -> Coverage:
    """The roster of an event, summed by function and operational day."""
    told, staffed = Coverage(), staffing(event)
    for shift in shifts(event):
        key = (shift.function, event.operational_day(shift.starts_at))
        filled, needed = told.cells[key]
        told.cells[key] = (filled + min(staffed.get(shift.id, 0), shift.needed), needed + shift.needed)
    told.days = sorted({day for _, day in told.cells})
    return told
