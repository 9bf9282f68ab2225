"""The watches of a roster as they are worked: the shifts that begin together, whatever the plan calls them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from .models import Shift

TOGETHER = timedelta(hours=2)  # shifts that begin within this of the first are one watch
BEFORE = timedelta(hours=1)  # a watch is called, briefed and commanded from this long before it begins


@dataclass
class RosterWatch:
    """Shifts that begin together; [starts_at, ends_at) holds them all."""

    starts_at: datetime
    shifts: list[Shift] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What it is called in an address."""
        return f"{self.starts_at.astimezone(UTC):%Y%m%dT%H%MZ}"

    @property
    def ends_at(self) -> datetime:
        return max(shift.ends_at for shift in self.shifts)

    def due(self, now: datetime) -> bool:
        """Whether it is worked now, or soon enough to be called."""
        return self.starts_at - BEFORE <= now < self.ends_at


def watches(shifts: Iterable[Shift]) -> list[RosterWatch]:
    """Shifts by the watch they belong to, in time order."""
    found: list[RosterWatch] = []
    for shift in sorted(shifts, key=lambda each: (each.starts_at, each.ends_at, each.id)):
        if not found or shift.starts_at - found[-1].starts_at > TOGETHER:
            found.append(RosterWatch(shift.starts_at))
        found[-1].shifts.append(shift)
    return found


def chosen(known: Sequence[RosterWatch], key: str | None, now: datetime) -> RosterWatch | None:
    """The watch of that key; else the latest that is due, the next to come, or the last one."""
    asked = next((watch for watch in known if watch.key == key), None)
    due = [watch for watch in known if watch.due(now)]
    coming = [watch for watch in known if watch.starts_at > now]
    return asked or next(iter(due[-1:] or coming[:1] or known[-1:]), None)


def beside(known: Sequence[RosterWatch], watch: RosterWatch) -> list[RosterWatch]:
    """A watch with the one before it and the one after."""
    place = [each.key for each in known].index(watch.key)
    return list(known[max(place - 1, 0) : place + 2])
