"""What the plan already knows that a calculator can start from, and what of it has changed since."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from ..access import SYSTEM, Actor
from ..events.models import Event, Place, PlaceKind
from ..extensions import db
from .calculators import CALCULATORS, figures, version
from .models import Calculation, LicensedArea
from .queries import visible

WAYS_IN = (PlaceKind.GATE, PlaceKind.ENTRANCE)
WAYS_OUT = (PlaceKind.GATE, PlaceKind.EXIT)
# What an accepted calculation gives to others: calculator, line, column.
HANDED_ON = {
    "entry": ("ingress", "capacity", ""),
    "holding": ("holding", "capacity", ""),
    "exit": ("exits", "capacity", "guide"),
    "emergency": ("exits", "emergency", "guide"),
    "safe": ("capacity", "safe", ""),
}


class Ground(NamedTuple):
    """What is known about an event, or about one sector of it: values by the name that inputs know them by."""

    values: dict[str, Any]

    def of(self, calculator: str) -> dict[str, Any]:
        """What is known of a calculator's inputs, by the name of the input."""
        wanted = {each.name: self.values.get(each.known) for each in CALCULATORS[calculator].inputs if each.known}
        return {name: value for name, value in wanted.items() if value not in (None, [])}


def ground(event: Event, place: str | None = None, actor: Actor = SYSTEM) -> Ground:
    """What the plan knows now, as far as the actor may see it; of one sector where `place` is its code."""
    handed = _handed_on(event, place, actor)
    visitors = _visitors(event)
    places = _places(event, place)
    values = {
        "visitors": visitors,
        "persons": handed["holding"] or visitors,
        "area": next((round(each.area_m2) for each in places if each.code == place and each.area_m2), None),
        "widths": [each.width_m for each in places if each.width_m and each.kind in WAYS_OUT],
        "gates": sum(each.kind in WAYS_IN for each in places) or None,
        "bars": _bars(event, {each.code for each in places}, actor) or None,
        "maurer_kind": figures("maurer")["usual"].get(event.kind),
    }
    return Ground({**handed, **values, "lanes": values["gates"]})


def outdated(calculation: Calculation, now: Ground) -> list[str]:
    """The inputs that the plan knows otherwise now, and "reference" when the numbers behind it are newer."""
    known = now.of(calculation.calculator)
    names = [name for name in {**calculation.known, **known} if calculation.known.get(name) != known.get(name)]
    return [*names, *(["reference"] if calculation.reference != version() else [])]


def _visitors(event: Event) -> int | None:
    return max((day.expected_visitors for day in event.days if day.expected_visitors), default=None)


def _places(event: Event, place: str | None) -> Sequence[Place]:
    query = db.select(Place).filter_by(event_id=event.id, dropped_at=None).order_by(Place.code)
    found = db.session.scalars(query.options(db.joinedload(Place.sector))).all()
    if place is None:
        return found
    return [each for each in found if each.code == place or (each.sector and each.sector.code == place)]


def _bars(event: Event, codes: set[str], actor: Actor) -> int:
    return sum(area.place in codes for area in db.session.scalars(visible(LicensedArea, event, actor)))


def _handed_on(event: Event, place: str | None, actor: Actor) -> dict[str, Any]:
    query = visible(Calculation, event, actor).filter_by(place=place)
    accepted = {each.calculator: each for each in db.session.scalars(query)}
    return {
        name: accepted[calculator].value(line, column) if calculator in accepted else None
        for name, (calculator, line, column) in HANDED_ON.items()
    }
