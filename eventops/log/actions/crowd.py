"""Counting a crowd, saying what a zone holds, and the alarms that follow from both."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from ... import clock
from ...access import Actor
from ...changes import Change, change
from ...errors import N_, Refused
from ...events.models import Event, Place, PlaceKind
from ...extensions import db
from ..crowd import Zone, gates, standing, zone_of
from ..crowd_limits import Level, by_code, level_at, levels
from ..models import CountKind, CrowdAlarm, CrowdCapacity, CrowdCount, Incident, Scale
from .checks import moment_of, must_be_live
from .incident import Opening, open_incident

MOST, LARGEST, TIGHTEST = 1000, 1_000_000, 15.0  # in one count; inside a zone; persons/m²


@dataclass(frozen=True)
class Counted:
    """What was counted: so many in and out (below zero takes a slip back), or a total by hand, or a density."""

    zone: str
    client_id: str = field(default_factory=lambda: str(uuid4()))
    came_in: int = 0
    went_out: int = 0
    total: int | None = None
    density: float | None = None
    gate: str | None = None
    because: str | None = None
    counted_at: datetime | None = None

    @property
    def kind(self) -> CountKind:
        """What it says."""
        if self.total is not None:
            return CountKind.TOTAL
        return CountKind.FLOW if self.density is None else CountKind.DENSITY


def count(event: Event, actor: Actor, said: Counted) -> tuple[CrowdCount, bool]:
    """Add a count. The same client_id again gives the first one and False.

    It counts from when it was counted, also when it arrives later; what was counted before a count by hand is in that.
    """
    with change(event, actor) as record:
        known = db.select(CrowdCount).filter_by(event_id=event.id, client_id=said.client_id)
        if served := db.session.scalar(known):
            record.nothing()
            return served, False
        must_be_live(event)
        place, gate = _zone(event, said.zone), _gate(event, said.gate)
        _check(said)
        row = CrowdCount(
            event_id=event.id, number=record.count("crowd_count"), client_id=said.client_id, zone_id=place.id,
            gate_id=gate.id if gate else None, kind=said.kind, came_in=said.came_in, went_out=said.went_out,
            total=said.total, density=said.density, because=_clean(said.because),
            counted_at=min(moment_of(said.counted_at), clock.now()), entered_at=clock.now(), author=actor.name,
        )  # fmt: skip
        record.insert(row)
        zone = _now(event, place)
        row.stands(zone.data())
        record("crowd_count.added", row)
        _watch(event, record, zone)
    return row, True


def set_capacity(event: Event, actor: Actor, place: Place, capacity: int | None, because: str | None) -> None:
    """Say how many a zone safely holds, and why; None: as the plan reckons again."""
    with change(event, actor) as record:
        held = db.session.scalar(db.select(CrowdCapacity).filter_by(zone_id=place.id))
        if capacity == (held.capacity if held else None):
            return record.nothing()
        if capacity is not None and not 1 <= capacity <= LARGEST:
            raise Refused(N_("Choose %(least)s–%(most)s."), field="capacity", least=1, most=LARGEST)
        if capacity is not None and not _clean(because):
            raise Refused(N_("Say what the number is from."), field="because")
        row = held or CrowdCapacity(event_id=event.id, zone_id=place.id)
        row.capacity, row.because, row.set_at, row.set_by = capacity, _clean(because), clock.now(), actor.name
        db.session.add(row)
        db.session.flush()
        zone = _now(event, place)
        row.stands(zone.data())
        record("crowd_capacity.set", row)
        _watch(event, record, zone)


def acknowledge_alarm(event: Event, actor: Actor, alarm: CrowdAlarm) -> None:
    """Say by name that one has seen an alarm; it sounds no more."""
    with change(event, actor) as record:
        if not _seen(actor, alarm):
            return record.nothing()
        record("crowd_alarm.acknowledged", alarm)


def open_from_alarm(event: Event, actor: Actor, alarm: CrowdAlarm, title: str, text: str) -> Incident:
    """Open the incident that an alarm is about, once; the alarm is acknowledged by it."""
    with change(event, actor) as record:
        if alarm.incident is not None:
            record.nothing()
            known = db.select(Incident).filter_by(event_id=event.id, number=alarm.incident)
            opened: Incident = db.session.scalars(known).one()
            return opened
        place = alarm.zone
        sector = place if place.kind is PlaceKind.SECTOR else place.sector
        incident, _ = open_incident(event, actor, Opening(
            category=by_code()[alarm.level].category, title=title, text=text, sector=sector.code if sector else None,
            place=place.name,
        ))  # fmt: skip
        alarm.incident = incident.number
        _seen(actor, alarm)
        record("crowd_alarm.acknowledged", alarm)
    return incident


def _watch(event: Event, record: Change, zone: Zone) -> None:
    """Raise, ease or end the alarms of a zone as it stands now."""
    db.session.flush()  # what this very change did to them counts
    for scale in Scale:
        query = db.select(CrowdAlarm).filter_by(event_id=event.id, zone_id=zone.place.id, scale=scale, ended_at=None)
        held = db.session.scalar(query)
        level = level_at(scale, zone.value(scale), zone.numbers, held.level if held else None)
        wanted = level if level and level.alarm else None
        codes = [each.code for each in levels(scale)]
        if held and (wanted is None or codes.index(wanted.code) > codes.index(held.level)):
            held.ended_at = clock.now()
            record("crowd_alarm.ended", held)
        elif held and wanted and wanted.code != held.level:
            held.level, held.value = wanted.code, round(zone.value(scale) or 0, 2)
            record("crowd_alarm.eased", held)
        if wanted and (held is None or held.ended_at is not None):
            _raise(event, record, zone, wanted)


def _raise(event: Event, record: Change, zone: Zone, level: Level) -> None:
    alarm = CrowdAlarm(
        event_id=event.id, number=record.count("crowd_alarm"), zone=zone.place, zone_id=zone.place.id,
        scale=level.scale, level=level.code, value=round(zone.value(level.scale) or 0, 2), inside=zone.inside,
        capacity=zone.room.capacity, raised_at=clock.now(),
    )  # fmt: skip
    db.session.add(alarm)
    record("crowd_alarm.raised", alarm)


def _seen(actor: Actor, alarm: CrowdAlarm) -> bool:
    """Note who saw it first; whether that is new."""
    if alarm.acknowledged_at is not None:
        return False
    alarm.acknowledged_at, alarm.acknowledged_by = clock.now(), actor.name
    return True


def _now(event: Event, place: Place) -> Zone:
    return standing(event, clock.now(), [place])[0]


def _zone(event: Event, code: str) -> Place:
    found = zone_of(event, code)
    if found is None:
        raise Refused(N_("There is no zone %(code)s."), field="zone", code=code)
    return found


def _gate(event: Event, code: str | None) -> Place | None:
    if not code:
        return None
    found = next((each for each in gates(event) if each.code == code), None)
    if found is None:
        raise Refused(N_("There is no gate %(code)s."), field="gate", code=code)
    return found


def _check(said: Counted) -> None:
    if (said.total is not None) + (said.density is not None) + bool(said.came_in or said.went_out) != 1:
        raise Refused(N_("Say one thing: who came and went, a total, or a density."), field="came_in")
    for name in ("came_in", "went_out"):
        if abs(getattr(said, name)) > MOST:
            raise Refused(N_("At most %(most)s at a time."), field=name, most=MOST)
    if said.total is not None and not 0 <= said.total <= LARGEST:
        raise Refused(N_("Choose %(least)s–%(most)s."), field="total", least=0, most=LARGEST)
    if said.total is not None and not _clean(said.because):
        raise Refused(N_("Say how it was counted."), field="because")
    if said.density is not None and not 0 <= said.density <= TIGHTEST:
        raise Refused(N_("Choose %(least)s–%(most)s."), field="density", least=0, most=TIGHTEST)


def _clean(text: str | None) -> str | None:
    return " ".join((text or "").split())[:300] or None
