"""The cells: how many are taken and expected to be, how many will be, and where to go when a station is full (R35)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from ..events.models import Event
from ..extensions import db
from .kinds import terms
from .models import CellStation, Intervention


def forecast(current: float, arrivals: float, stay: float) -> float:
    """How many will be in the cells: current + arrival rate x mean stay (R35).

    `arrivals` per hour, `stay` in hours. Within one mean stay that many more come; it reckons with nobody leaving
    meanwhile, so it errs on the side of too many. 9 there, 1.5 an hour for 4 hours: 9 + 1.5 x 4 = 15.
    """
    return current + arrivals * stay


@dataclass(frozen=True)
class Station:
    """A station, and who of the event's is in its cells or on the way there."""

    cells: CellStation
    taken: Sequence[Intervention]
    now: datetime

    @property
    def occupied(self) -> int:
        """Cells taken now, also by others."""
        return self.cells.others + sum(each.arrived_at is not None for each in self.here)

    @property
    def expected(self) -> int:
        """On their way."""
        return self.cells.expected + sum(each.arrived_at is None for each in self.here)

    @cached_property
    def here(self) -> list[Intervention]:
        """Who is in custody at this station, or on the way there."""
        return [each for each in self.taken if each.running]

    @property
    def free(self) -> int:
        """Cells left for others than those on their way; never below none."""
        return max(0, self.cells.cells - self.occupied - self.expected)

    @property
    def full(self) -> bool:
        return self.free == 0

    @property
    def arrivals(self) -> float:
        """How many come in an hour, of late."""
        window = timedelta(minutes=terms().arrivals)
        came = [each for each in self.taken if each.arrived_at and self.now - window < each.arrived_at <= self.now]
        return len(came) / (window / timedelta(hours=1))

    @property
    def stay(self) -> float:
        """How many hours those who have left were there, on average; a rule of thumb until somebody has."""
        stays = [each.ended_at - each.arrived_at for each in self.taken if each.arrived_at and each.ended_at]
        mean = sum(stays, timedelta()) / len(stays) if stays else timedelta(minutes=terms().stay)
        return mean / timedelta(hours=1)

    @property
    def forecast(self) -> float:
        """How many cells will be taken within one mean stay."""
        return forecast(self.occupied + self.expected, self.arrivals, self.stay)


@dataclass(frozen=True)
class Custody:
    """All stations of an event, the nearest first."""

    stations: list[Station]

    @property
    def cells(self) -> int:
        return sum(each.cells.cells for each in self.stations)

    @property
    def occupied(self) -> int:
        return sum(each.occupied for each in self.stations)

    @property
    def expected(self) -> int:
        return sum(each.expected for each in self.stations)

    def overflow(self, full: Station) -> Station | None:
        """Where to go instead of a full station: the nearest other that has a free cell."""
        return next((each for each in self.stations if each is not full and not each.full), None)


def stations(event: Event) -> Sequence[CellStation]:
    """The stations that stand, the nearest first."""
    query = db.select(CellStation).filter_by(event_id=event.id, dropped_at=None)
    return db.session.scalars(query.order_by(CellStation.minutes, CellStation.id)).all()


def custody(event: Event, now: datetime) -> Custody:
    """How the cells stand."""
    query = db.select(Intervention).filter_by(event_id=event.id, struck_at=None)
    taken = db.session.scalars(query.where(Intervention.station_id.is_not(None))).all()
    return Custody([Station(each, _at(each, taken), now) for each in stations(event)])


def _at(station: CellStation, taken: Iterable[Intervention]) -> list[Intervention]:
    return [each for each in taken if each.station_id == station.id]
