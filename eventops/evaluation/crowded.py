"""How tight it was in each zone: the most there were, and for how many minutes they stood too close."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from .. import clock
from ..events.models import Event, Place
from ..extensions import db
from ..log.crowd import standing
from ..log.crowd_limits import limits
from ..log.models import CountKind, CrowdCount


@dataclass(frozen=True)
class Crowded:
    """A zone over the whole event: the most inside, percent of the safe capacity, persons/m², and minutes too close."""

    place: Place
    inside: int
    share: float | None
    density: float | None
    minutes: float


def crowded(event: Event) -> list[Crowded]:
    """Each zone that was counted, the tightest first."""
    ever = db.select(CrowdCount.id).where(CrowdCount.zone_id == Place.id).exists()
    places = db.session.scalars(db.select(Place).filter_by(event_id=event.id, dropped_at=None).where(ever)).all()
    numbers, found = limits(event), []
    for zone in standing(event, clock.now(), places):
        query = db.select(CrowdCount).filter_by(zone_id=zone.place.id).order_by(CrowdCount.counted_at, CrowdCount.id)
        counts = db.session.scalars(query).all()
        inside = max([0, *(level for _, level in insides(counts))])
        steps = densities(counts, zone.room.area, timedelta(minutes=numbers["crowd_observed"]))
        minutes = minutes_at(steps, numbers["crowd_contact"])
        share = 100 * inside / zone.room.capacity if zone.room.capacity else None
        most = max((level for _, level in steps if level is not None), default=None)
        found.append(Crowded(zone.place, inside, share, most, minutes))
    return sorted(found, key=lambda each: -(each.density or 0))


def insides(counts: Iterable[CrowdCount]) -> list[tuple[datetime, int]]:
    """How many were inside after each count, in order: flows add up, a count by hand begins anew."""
    inside, found = 0, []
    for each in counts:
        if each.kind is CountKind.TOTAL:
            inside = each.total or 0
        elif each.kind is CountKind.FLOW:
            inside += each.came_in - each.went_out
        else:
            continue
        found.append((each.counted_at, inside))
    return found


Steps = Sequence[tuple[datetime, float | None]]


def densities(counts: Sequence[CrowdCount], area: float | None, fresh: timedelta) -> Steps:
    """Persons/m² from each moment on: the higher of who is counted on the area and what was estimated of late."""
    flat = [(at, inside / area) for at, inside in insides(counts)] if area else []
    seen = [(each.counted_at, each.density) for each in counts if each.kind is CountKind.DENSITY]
    moments = sorted({at for at, _ in (*flat, *seen)} | {at + fresh for at, _ in seen})
    found: list[tuple[datetime, float | None]] = []
    for moment in moments:
        average = next((level for at, level in reversed(flat) if at <= moment), None)
        last = next(((at, level) for at, level in reversed(seen) if at <= moment), None)
        observed = last[1] if last and moment - last[0] < fresh else None
        found.append((moment, max((each for each in (average, observed) if each is not None), default=None)))
    return found


def minutes_at(steps: Steps, limit: float) -> float:
    """For how many minutes a density was at or above a limit; nothing is claimed after the last count."""
    close = (until - at for (at, level), (until, _) in pairwise(steps) if (level or 0) >= limit)
    return sum(close, timedelta()).total_seconds() / 60
