"""Saying which cells there are."""

from dataclasses import dataclass

from ... import clock
from ...access import Actor
from ...changes import change
from ...errors import N_, Refused
from ...events.models import Event
from ...extensions import db
from ..models import CellStation, Intervention


@dataclass(frozen=True)
class Cells:
    """What is said of a station with cells; `minutes` of transport."""

    name: str
    cells: int
    minutes: int
    others: int = 0
    expected: int = 0


def add_station(event: Event, actor: Actor, said: Cells) -> CellStation:
    """Add a station with cells."""
    with change(event, actor) as record:
        made = CellStation(event=event, **vars(_checked(said)))
        db.session.add(made)
        record("cell_station.added", made)
    return made


def edit_station(event: Event, actor: Actor, station: CellStation, said: Cells) -> None:
    """Say anew how many cells it has, how many others hold or expect, and how far it is."""
    with change(event, actor) as record:
        wanted = vars(_checked(said))
        if all(getattr(station, name) == value for name, value in wanted.items()):
            return record.nothing()
        for name, value in wanted.items():
            setattr(station, name, value)
        record("cell_station.edited", station)


def drop_station(event: Event, actor: Actor, station: CellStation) -> None:
    """Use a station no more; refused while somebody is there or on the way."""
    with change(event, actor) as record:
        held = db.select(Intervention.id).filter_by(station_id=station.id, ended_at=None, struck_at=None)
        if db.session.scalar(held.limit(1)):
            raise Refused(N_("Somebody is in a cell there, or on the way. Note where they go first."))
        if station.dropped_at:
            return record.nothing()
        station.dropped_at = clock.now()
        record("cell_station.dropped", station)


def _checked(said: Cells) -> Cells:
    if not said.name.strip():
        raise Refused(N_("Enter the name of the station."), field="name")
    for field in ("cells", "others", "expected", "minutes"):
        if not 0 <= getattr(said, field) <= 1000:
            raise Refused(N_("Give a number from 0 to 1000."), field=field)
    return said
