"""Which units to send to an incident: the nearest that can, with what speaks for and against each."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from ..events.measures import distance_m
from ..events.models import Event, Place
from ..events.shapes import middle
from ..extensions import db
from ..paths import asset_folder
from .models import Availability, Dispatch, Incident, UnitPosition, UnitStatus
from .unit_board import BoardUnit

Point = tuple[float, float]


@cache
def reference() -> dict[str, Any]:
    """The weights, and what categories ask for, from seed/reference/dispatch.toml."""
    return tomllib.loads((asset_folder("seed") / "reference" / "dispatch.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Spot:
    """Where a unit is taken to be: `how` is "own", "incident", "post" or "sector", `name` says which."""

    how: str
    name: str
    point: Point


@dataclass
class Suggested:
    """A unit with its cost in minutes, and the reasons: a code and what belongs in its sentence."""

    unit: BoardUnit
    cost: float = 0.0
    reasons: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def add(self, cost: float, code: str, **values: Any) -> None:
        """One more reason."""
        self.cost += cost
        self.reasons.append((code, values))


def asked(category: str) -> tuple[set[str], set[str]]:
    """The skills and the kinds of units that a category asks for; one of each is enough."""
    rows = [row for row in reference()["asks"] if category in row["categories"]]
    return {each for row in rows for each in row["skills"]}, {each for row in rows for each in row["kinds"]}


def suggest(event: Event, incident: Incident, units: Iterable[BoardUnit], now: datetime) -> list[Suggested]:
    """The units that are not on the incident, the best first: fewest minutes by distance, status, skill and work."""
    weights, target = reference()["weights"], point_of(incident)
    free = [unit for unit in units if unit.number != incident.number]
    spots = _spots(event, free, now - timedelta(minutes=weights["fresh"])) if target else {}
    done = worked(event, now - timedelta(minutes=weights["window"]), now)
    skills, kinds = asked(incident.category_code)
    found = []
    for unit in free:
        each = Suggested(unit)
        _distance(each, target, spots.get(unit.call_sign), weights)
        _status(each, now, weights)
        _ability(each, skills, kinds, weights)
        _work(each, done.get(unit.call_sign, (0, 0.0)), weights)
        found.append(each)
    return sorted(found, key=lambda each: (each.cost, each.unit.call_sign))[: weights["shown"]]


def point_of(incident: Incident) -> Point | None:
    """Where an incident is: its point, else the middle of its sector."""
    if incident.lat is not None and incident.lon is not None:
        return incident.lat, incident.lon
    return _middle(incident.sector)


def worked(event: Event, since: datetime, now: datetime) -> dict[str, tuple[int, float]]:
    """How often units were sent and for how many hours they worked in a window, by call sign."""
    query = db.select(Dispatch).join(Dispatch.incident).where(Incident.event_id == event.id, Dispatch.since >= since)
    found: dict[str, tuple[int, float]] = {}
    for each in db.session.scalars(query.options(db.contains_eager(Dispatch.incident))):
        count, hours = found.get(each.call_sign, (0, 0.0))
        over = each.since if each.status is UnitStatus.RELEASED else each.incident.closed_at or now
        began = max(each.incident.opened_at, since)
        found[each.call_sign] = count + 1, hours + max(0.0, (over - began).total_seconds() / 3600)
    return found


def _distance(each: Suggested, target: Point | None, spot: Spot | None, weights: dict[str, Any]) -> None:
    if target is None:
        return
    if spot is None:
        each.add(weights["anywhere"], "nowhere")
        return
    metres = distance_m(*spot.point, *target)
    each.add(metres / 1000 * weights["per_km"], spot.how, metres=metres, name=spot.name)


def _status(each: Suggested, now: datetime, weights: dict[str, Any]) -> None:
    unit = each.unit
    minutes = max(0, int((now - unit.since).total_seconds() // 60)) if unit.since else None
    if unit.status is not None:
        there = unit.status is UnitStatus.ON_SCENE
        each.add(weights["on_scene" if there else "en_route"], "at_work", status=unit.status, number=unit.number)
    elif unit.availability is not Availability.AVAILABLE:
        each.add(weights[unit.availability.value], unit.availability.value, minutes=minutes)
    else:
        each.add(0, "free", minutes=minutes)
    if unit.until is None:
        return
    if unit.until <= now:
        each.add(weights["ended"], "ended", at=unit.until)
    elif unit.until <= now + timedelta(minutes=weights["soon"]):
        each.add(weights["ending"], "ending", at=unit.until)


def _ability(each: Suggested, skills: set[str], kinds: set[str], weights: dict[str, Any]) -> None:
    held = [kind for kind in each.unit.skills if kind in skills]
    if held:
        each.add(0, "skilled", skills=held)
    elif skills and each.unit.kind not in kinds:
        each.add(weights["unskilled"], "unskilled", skills=sorted(skills))
    if kinds and each.unit.kind in kinds:
        each.add(0, "kind", kind=each.unit.kind)
    elif kinds:
        each.add(weights["other_kind"], "other_kind", kind=each.unit.kind)


def _work(each: Suggested, done: tuple[int, float], weights: dict[str, Any]) -> None:
    count, hours = done
    if count:
        cost = count * weights["per_dispatch"] + hours * weights["per_worked_hour"]
        each.add(cost, "worked", count=count, minutes=round(hours * 60), hours=weights["window"] // 60)


def _spots(event: Event, units: list[BoardUnit], since: datetime) -> dict[str, Spot]:
    """Where units are: as they said lately, else where they work, else at the post of their shift."""
    query = db.select(UnitPosition).where(UnitPosition.event_id == event.id, UnitPosition.at >= since)
    own = {each.call_sign: each for each in db.session.scalars(query.where(UnitPosition.lat.is_not(None)))}
    found = {}
    for unit in units:
        if (told := own.get(unit.call_sign)) and told.lat is not None and told.lon is not None:
            found[unit.call_sign] = Spot("own", unit.call_sign, (told.lat, told.lon))
        elif spot := _at_work(unit) or _posted(unit):
            found[unit.call_sign] = spot
    return found


def _at_work(unit: BoardUnit) -> Spot | None:
    incident = unit.dispatch.incident if unit.dispatch and unit.number is not None else None
    point = point_of(incident) if incident else None
    return Spot("incident", f"#{unit.number}", point) if point else None


def _posted(unit: BoardUnit) -> Spot | None:
    for place in (shift.place for shift in unit.shifts if shift.place):
        for how, each in (("post", place), ("sector", place.sector)):
            if each is not None and (point := _middle(each)):
                return Spot(how, each.code, point)
    return None


def _middle(place: Place | None) -> Point | None:
    return middle(place.geometry) if place is not None and place.geometry else None


