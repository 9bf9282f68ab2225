"""How full the zones are (R51, R55): who is inside, how tightly, how fast it fills, and how it was before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func

from .. import clock
from ..access import SYSTEM
from ..events.models import PASSAGES, Event, Place, PlaceKind, iso
from ..events.queries import natural
from ..extensions import db
from ..planning.calculators.occupancy import fill_minutes
from ..planning.models import Calculation
from ..planning.queries import visible
from .crowd_limits import Level, level_at, limits
from .models import CountKind, CrowdAlarm, CrowdCapacity, CrowdCount, Scale

AREAS = (PlaceKind.SECTOR, PlaceKind.LICENSED, PlaceKind.ASSEMBLY, PlaceKind.OTHER)
STEP = timedelta(minutes=5)  # between two points of a history


class Origin(StrEnum):
    """Where the capacity of a zone is from."""

    SAID = "said"  # set for the event, with a reason
    PLAN = "plan"  # the plan's calculation of the safe capacity (R53)
    PARTS = "parts"  # the smallest of what the plan has calculated of it
    AREA = "area"  # area x density (R50)
    NONE = "none"


class Room(NamedTuple):
    """How many a zone safely holds, by what, and the m² they stand on."""

    capacity: int | None
    origin: Origin
    area: float | None


@dataclass(frozen=True)
class Zone:
    """How a zone stands at a moment; shares in percent, densities in persons/m², flows in persons a minute."""

    place: Place
    room: Room
    at: datetime
    inside: int
    inflow: float
    outflow: float
    counted_at: datetime | None
    observed: float | None
    observed_at: datetime | None
    numbers: Mapping[str, float]

    @property
    def share(self) -> float | None:
        """How much of the safe capacity is taken (R55)."""
        return 100 * self.inside / self.room.capacity if self.room.capacity else None

    @property
    def average(self) -> float | None:
        """Persons inside on each m² of the zone."""
        return max(0, self.inside) / self.room.area if self.room.area else None

    @property
    def density(self) -> float | None:
        """The higher of the average and what somebody has estimated of late where it is tightest."""
        known = [each for each in (self.average, self.observed) if each is not None]
        return max(known, default=None)

    @property
    def net(self) -> float:
        """How many more come than go, a minute."""
        return self.inflow - self.outflow

    @property
    def full_at(self) -> datetime | None:
        """When it is full if it goes on like this: (capacity − inside) ÷ net inflow (R55); None if it is far off."""
        if self.room.capacity is None:
            return None
        minutes = fill_minutes(self.room.capacity - self.inside, self.inflow, self.outflow)
        return self._ahead(minutes)

    @property
    def empty_at(self) -> datetime | None:
        """When it is empty if it goes on like this: inside ÷ net outflow; None if it does not empty, or far off."""
        minutes = fill_minutes(self.inside, self.outflow, self.inflow)
        return self._ahead(minutes)

    def _ahead(self, minutes: float | None) -> datetime | None:
        if minutes is None or minutes > self.numbers["crowd_ahead"]:
            return None
        return self.at + timedelta(minutes=minutes)

    def level(self, scale: Scale) -> Level | None:
        """Which level it has reached on a scale."""
        return level_at(scale, self.value(scale), self.numbers)

    def value(self, scale: Scale) -> float | None:
        """What it is judged by on a scale."""
        return self.share if scale is Scale.SHARE else self.density

    @property
    def tone(self) -> str:
        """bad, warn or nothing: the worse of both scales."""
        tones = [level.tone for scale in Scale if (level := self.level(scale))]
        return "bad" if "bad" in tones else "warn" if "warn" in tones else ""

    @property
    def counted(self) -> bool:
        """Whether anybody has said anything of it."""
        return self.counted_at is not None or self.observed_at is not None

    def data(self) -> dict[str, Any]:
        """The one shape of it for the API, the screens and whoever else listens."""
        share, density = self.level(Scale.SHARE), self.level(Scale.DENSITY)
        return {
            "zone": self.place.code, "name": self.place.name, "place": self.place.id, "inside": self.inside,
            "capacity": self.room.capacity, "origin": self.room.origin.value, "share": _rounded(self.share, 1),
            "density": _rounded(self.density, 2), "observed": self.observed, "inflow": round(self.inflow, 1),
            "outflow": round(self.outflow, 1), "full_at": iso(self.full_at), "empty_at": iso(self.empty_at),
            "tone": self.tone, "share_level": share.code if share else None,
            "density_level": density.code if density else None,
            "counted_at": iso(self.counted_at), "standing_at": iso(self.at),
        }  # fmt: skip


def places(event: Event) -> list[Place]:
    """The zones: what has an area, sectors first, in the order of their codes."""
    query = db.select(Place).filter_by(event_id=event.id, dropped_at=None).where(Place.kind.in_(AREAS))
    found = [each for each in db.session.scalars(query) if each.geometry and "Polygon" in each.geometry["type"]]
    return sorted(found, key=lambda each: (each.kind is not PlaceKind.SECTOR, natural(each.code)))


def gates(event: Event) -> list[Place]:
    """Where one comes in and out, in the order of their codes."""
    query = db.select(Place).filter_by(event_id=event.id, dropped_at=None).where(Place.kind.in_(PASSAGES))
    ways = (each for each in db.session.scalars(query) if each.kind is not PlaceKind.EMERGENCY_ROUTE)
    return sorted(ways, key=lambda each: natural(each.code))


def zone_of(event: Event, code: str | None) -> Place | None:
    """A zone by its code."""
    return next((each for each in places(event) if each.code == code), None)


def standing(event: Event, now: datetime, of: Sequence[Place] | None = None) -> list[Zone]:
    """How zones stand; all of them unless said which."""
    wanted, numbers = places(event) if of is None else of, limits(event)
    rooms = _rooms(event, wanted, numbers)
    return [_stand(each, rooms[each.id], numbers, now) for each in wanted]


def counted(event: Event, now: datetime | None = None) -> list[Zone]:
    """The zones that are counted, the fullest first."""
    ever = db.select(CrowdCount.id).where(CrowdCount.zone_id == Place.id).exists()
    query = db.select(Place).filter_by(event_id=event.id, dropped_at=None).where(ever)
    known = standing(event, now or clock.now(), db.session.scalars(query.order_by(Place.code)).all())
    return sorted(known, key=lambda each: -(each.share or 0))


def alarms(event: Event, limit: int = 50) -> Sequence[CrowdAlarm]:
    """The alarms that are not over, the latest first."""
    query = db.select(CrowdAlarm).filter_by(event_id=event.id, ended_at=None).options(db.joinedload(CrowdAlarm.zone))
    return db.session.scalars(query.order_by(CrowdAlarm.number.desc()).limit(limit)).all()


def past_alarms(event: Event, limit: int = 30) -> Sequence[CrowdAlarm]:
    """The alarms that are over, the latest first."""
    query = db.select(CrowdAlarm).filter_by(event_id=event.id).where(CrowdAlarm.ended_at.is_not(None))
    query = query.options(db.joinedload(CrowdAlarm.zone)).order_by(CrowdAlarm.number.desc())
    return db.session.scalars(query.limit(limit)).all()


def latest(event: Event, zone: Place, limit: int = 30) -> Sequence[CrowdCount]:
    """The last counts of a zone, the latest first."""
    query = db.select(CrowdCount).filter_by(event_id=event.id, zone_id=zone.id).options(db.joinedload(CrowdCount.gate))
    return db.session.scalars(query.order_by(CrowdCount.counted_at.desc(), CrowdCount.id.desc()).limit(limit)).all()


def _stand(place: Place, room: Room, numbers: Mapping[str, float], now: datetime) -> Zone:
    base, seen = _last(place, CountKind.TOTAL, now), _last(place, CountKind.DENSITY, now)
    within = timedelta(minutes=numbers["crowd_flow"])
    moved, came, went, last = _flows(place, base.counted_at if base else None, now - within, now)
    fresh = seen is not None and now - seen.counted_at <= timedelta(minutes=numbers["crowd_observed"])
    latest = max((each for each in (last, base.counted_at if base else None) if each), default=None)
    return Zone(
        place=place, room=room, at=now, inside=(base.total or 0 if base else 0) + moved,
        inflow=came / numbers["crowd_flow"], outflow=went / numbers["crowd_flow"], counted_at=latest,
        observed=seen.density if seen and fresh else None, observed_at=seen.counted_at if seen else None,
        numbers=numbers,
    )  # fmt: skip


def _last(place: Place, kind: CountKind, now: datetime) -> CrowdCount | None:
    query = db.select(CrowdCount).filter_by(zone_id=place.id, kind=kind).where(CrowdCount.counted_at <= now)
    found: CrowdCount | None = db.session.scalar(
        query.order_by(CrowdCount.counted_at.desc(), CrowdCount.id.desc()).limit(1)
    )
    return found


def _flows(
    place: Place, base: datetime | None, since: datetime, now: datetime
) -> tuple[int, int, int, datetime | None]:
    """Net since a count by hand, in and out since a moment, and when the last flow was counted."""
    at, net = CrowdCount.counted_at, CrowdCount.came_in - CrowdCount.went_out
    of_late = [func.sum(case((at > since, column), else_=0)) for column in (CrowdCount.came_in, CrowdCount.went_out)]
    moved = func.sum(case((at > base, net), else_=0) if base else net)
    query = db.select(moved, *of_late, func.max(at)).filter_by(zone_id=place.id, kind=CountKind.FLOW)
    total, came, went, last = db.session.execute(query.where(at <= now)).one()
    return int(total or 0), int(came or 0), int(went or 0), last


def _rooms(event: Event, wanted: Iterable[Place], numbers: Mapping[str, float]) -> dict[int, Room]:
    """How much room the zones have.

    What the plan has calculated is told to all who see how full a zone is, whoever reads the calculation itself: it is
    what everybody at the gates goes by.
    """
    set_by_hand = {
        each.zone_id: each.capacity
        for each in db.session.scalars(db.select(CrowdCapacity).filter_by(event_id=event.id))
    }
    accepted: dict[str, dict[str, Calculation]] = {}
    for each in db.session.scalars(visible(Calculation, event, SYSTEM)):
        accepted.setdefault(each.place or "", {})[each.calculator] = each
    return {
        each.id: _room(each, set_by_hand.get(each.id), accepted.get(each.code, {}), numbers["crowd_holding"])
        for each in wanted
    }


def _room(place: Place, said: int | None, accepted: Mapping[str, Calculation], density: float) -> Room:
    holding = accepted.get("holding")
    area = holding.value("usable") if holding else place.area_m2
    if said is not None:
        return Room(said, Origin.SAID, area)
    if "capacity" in accepted:
        return Room(int(accepted["capacity"].value("safe")), Origin.PLAN, area)
    exits = accepted.get("exits")
    parts = [
        holding.value("capacity") if holding else None,
        exits.value("capacity", "guide") if exits else None,
        exits.value("emergency", "guide") if exits else None,
    ]
    known = [int(each) for each in parts if isinstance(each, int | float)]
    if known:
        return Room(min(known), Origin.PARTS, area)
    return Room(int(area * density), Origin.AREA, area) if area else Room(None, Origin.NONE, None)


Point = tuple[datetime, int]


def histories(event: Event, zones: Sequence[Zone], hours: int = 12) -> dict[int, list[Point]]:
    """How many were inside, every five minutes of the last hours, by the zone's place; the last point is now."""
    if not zones:
        return {}
    until, since = zones[0].at, zones[0].at - timedelta(hours=hours)
    moves: dict[int, list[tuple[datetime, int]]] = {each.place.id: [] for each in zones}
    for zone_id, minute, net in db.session.execute(_by_minute(moves, since, until)):
        moves[zone_id].append((datetime.fromisoformat(minute).replace(tzinfo=UTC), int(net)))
    return {each.place.id: list(_line(each, since, moves[each.place.id])) for each in zones}


def _by_minute(zones: Iterable[int], since: datetime, until: datetime) -> Select[Any]:
    at = CrowdCount.counted_at
    if db.engine.dialect.name == "sqlite":
        minute = func.substr(at, 1, 16)
    else:
        minute = func.to_char(func.timezone("UTC", at), "YYYY-MM-DD HH24:MI")
    net = func.sum(CrowdCount.came_in - CrowdCount.went_out)
    query: Select[Any] = db.select(CrowdCount.zone_id, minute, net).where(CrowdCount.zone_id.in_(list(zones)))
    query = query.where(CrowdCount.kind == CountKind.FLOW, at > since, at <= until)
    return query.group_by(CrowdCount.zone_id, minute).order_by(minute)


def _line(zone: Zone, since: datetime, moves: list[tuple[datetime, int]]) -> Iterator[Point]:
    """Reckoned back from now, so that the end is right; at a count by hand the line jumps to what was counted."""
    fixed = [(each.counted_at, each.total or 0) for each in _totals(zone.place, since, zone.at)]
    ticks = [zone.at - STEP * back for back in range(int((zone.at - since) / STEP) + 1)]
    inside, points = zone.inside, [(zone.at, zone.inside)]
    for later, earlier in pairwise(ticks):
        jumped = [(at, total) for at, total in fixed if earlier < at <= later]
        if jumped:
            at = jumped[0][0]
            inside = _before(zone.place, at)
            later = at
        inside -= sum(net for minute, net in moves if earlier < minute <= later)
        points.append((earlier, inside))
    return iter(reversed(points))


def _totals(place: Place, since: datetime, until: datetime) -> Sequence[CrowdCount]:
    query = db.select(CrowdCount).filter_by(zone_id=place.id, kind=CountKind.TOTAL)
    query = query.where(CrowdCount.counted_at > since, CrowdCount.counted_at <= until)
    return db.session.scalars(query.order_by(CrowdCount.counted_at)).all()


def _before(place: Place, at: datetime) -> int:
    """Who was reckoned inside just before a count by hand."""
    moment = at - timedelta(microseconds=1)
    base = _last(place, CountKind.TOTAL, moment)
    moved, *_ = _flows(place, base.counted_at if base else None, moment, moment)
    return (base.total or 0 if base else 0) + moved


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
