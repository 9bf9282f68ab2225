"""What people do to a live log; nothing here edits or deletes a line."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, func

from .. import audit, clock, push
from ..access import ALL, COMMAND, PARTNER, POLICE, Actor, within
from ..changes import Change, change
from ..errors import N_, Conflict, Refused
from ..events.geometry import sector_at
from ..events.models import Event, Phase, Place, PlaceKind
from ..extensions import db
from ..planning.models import PlanVersion
from ..roster.models import Assignment, Shift
from ..search import stems
from .models import NEXT, Category, Dispatch, Entry, EntryKind, Incident, State, UnitStatus
from .models.entry import WRITTEN

Sectors = Callable[[], Sequence[Place]]  # asked for only when needed, and once for a whole batch

MAX_TITLE, MAX_TEXT = 200, 10_000
AHEAD = timedelta(minutes=5)  # clocks differ; more than this is a mistake

# Asked on every write, so built once.
SERVED: dict[Any, Any] = {
    kind: db.select(kind).where(kind.event_id == bindparam("event"), kind.client_id == bindparam("client_id"))
    for kind in (Incident, Entry)
}
SECTORS = db.select(Place).where(Place.event_id == bindparam("event"), Place.kind == PlaceKind.SECTOR)


@dataclass(frozen=True)
class Opening:
    """What is said when an incident is opened; what is left out has its default from the category."""

    category: str
    title: str
    client_id: str = field(default_factory=lambda: str(uuid4()))
    priority: int | None = None
    audience: str | None = None
    occurred_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None
    sector: str | None = None
    place: str | None = None
    text: str | None = None
    on_behalf: str | None = None


def go_live(event: Event, actor: Actor) -> None:
    """Open the log. Refused until a plan is published."""
    with change(event, actor) as record:
        if event.phase is not Phase.PLANNING:
            raise Conflict(N_("The event is already live or closed."))
        if not db.session.scalar(db.select(func.count(PlanVersion.id)).filter_by(event_id=event.id)):
            raise Conflict(N_("Publish the plan first: the event cannot go live without a published plan."))
        event.phase, event.went_live_at = Phase.LIVE, clock.now()
        record("event.went_live", event)


def close_event(event: Event, actor: Actor) -> None:
    """Close the log. Refused while an incident is open."""
    with change(event, actor) as record:
        _must_be_live(event)
        open_ones = db.select(func.count(Incident.id)).filter_by(event_id=event.id)
        left = db.session.scalar(open_ones.where(Incident.state != State.CLOSED))
        if left:
            raise Conflict(N_("%(left)s incidents are still open. Close or hand them over first."), left=left)
        event.phase, event.closed_at = Phase.CLOSED, clock.now()
        record("event.closed", event)


def open_incident(event: Event, actor: Actor, said: Opening) -> tuple[Incident, bool]:
    """Open an incident with its first line. The same client_id again gives the first one and False."""
    with change(event, actor) as record:
        if served := _served(Incident, event, actor, said.client_id, record):
            return served, False
        _must_be_live(event)
        incident = _open(event, actor, said, record, partial(_sectors, event))
    return incident, True


def open_incidents(event: Event, actor: Actor, openings: Iterable[Opening], *, closed: bool = False) -> int:
    """Open many incidents in one change, each with its own record; those already there are passed over.

    With `closed` they are history: they enter the log as closed. Returns how many were new.
    """
    told = {said.client_id: said for said in openings}
    with change(event, actor) as record, db.session.no_autoflush:
        _must_be_live(event)
        record.nothing()
        query = db.select(Incident.client_id).filter_by(event_id=event.id).where(Incident.client_id.in_(told))
        there, sectors = set(db.session.scalars(query)), cache(partial(_sectors, event))
        for said in told.values():
            if said.client_id not in there:
                _open(event, actor, said, record, sectors, State.CLOSED if closed else State.NEW)
    return len(told) - len(there)


def add_entry(
    event: Event,
    actor: Actor,
    *,
    text: str,
    kind: EntryKind = EntryKind.NOTE,
    incident: Incident | None = None,
    audience: str | None = None,
    occurred_at: datetime | None = None,
    on_behalf: str | None = None,
    client_id: str | None = None,
) -> tuple[Entry, bool]:
    """Write a line, on an incident or on its own. The same client_id again gives the first line and False."""
    with change(event, actor) as record:
        client_id = client_id or str(uuid4())
        if served := _served(Entry, event, actor, client_id, record):
            return served, False
        _must_be_live(event)
        if kind not in WRITTEN:
            raise Refused(N_("Choose note or decision."), field="kind")
        line = _line(
            event, actor, record, kind=kind, incident=incident, text=_text(text),
            audience=_entry_audience(actor, incident, audience), at=_moment(occurred_at),
            on_behalf=on_behalf, client_id=client_id,
        )  # fmt: skip
        record("entry.added", line)
    return line, True


def change_state(event: Event, actor: Actor, incident: Incident, state: State) -> None:
    """Move an incident to another state; the line that says so keeps when and by whom."""
    with change(event, actor) as record:
        _must_be_live(event)
        if state is incident.state:
            return record.nothing()
        if state not in NEXT[incident.state]:
            raise Conflict(_cannot(incident.state), field="state", number=incident.number)
        incident.move_to(state, clock.now())
        _note(record, actor, incident, EntryKind.STATE, state.value)


def set_priority(event: Event, actor: Actor, incident: Incident, priority: int) -> None:
    """Say how urgent an incident is now, 1-4."""
    with change(event, actor) as record:
        _must_be_live(event)
        if priority not in (1, 2, 3, 4):
            raise Refused(N_("Priority is 1, 2, 3 or 4."), field="priority")
        if priority == incident.priority:
            return record.nothing()
        incident.priority = priority
        _note(record, actor, incident, EntryKind.PRIORITY, str(priority))


def edit_incident(
    event: Event, actor: Actor, incident: Incident, *, title: str | None = None, category: str | None = None
) -> None:
    """Give an incident a better title or category; what it was called stays on the record."""
    with change(event, actor) as record:
        _must_be_live(event)
        before = (incident.title, incident.category_code)
        if title is not None:
            incident.title = _title(title)
        if category is not None:
            incident.category = _category(category)
            incident.category_code = incident.category.code
        if before == (incident.title, incident.category_code):
            return record.nothing()
        _note(record, actor, incident, EntryKind.EDITED, f"{incident.category_code} {incident.title}")


def move_incident(
    event: Event,
    actor: Actor,
    incident: Incident,
    *,
    lat: float | None = None,
    lon: float | None = None,
    sector: str | None = None,
    place: str | None = None,
) -> None:
    """Say where it is: a point in WGS84, a sector's code, words for the place, or several of them."""
    with change(event, actor) as record:
        _must_be_live(event)
        if lat is not None or lon is not None:
            incident.lat, incident.lon = _point(lat, lon)
        found = _sector(partial(_sectors, event), sector, lat, lon)
        incident.sector = found or incident.sector
        incident.place_text = place if place is not None else incident.place_text
        where = incident.sector.code if incident.sector else ""
        _note(record, actor, incident, EntryKind.MOVED, f"{where} {incident.place_text or ''}".strip() or "-")


def change_audience(event: Event, actor: Actor, incident: Incident, audience: str) -> None:
    """Give an incident to another audience; those who lose it hear that it is gone, and nothing they missed remains."""
    with change(event, actor) as record:
        _must_be_live(event)
        audience = _audience(actor, audience)
        before = set(incident.feeds())
        if audience == incident.audience:
            return record.nothing()
        incident.audience = audience
        lost = tuple(sorted(before - set(incident.feeds())))
        for feed in _feeds_of_lines(incident) | set(lost):
            if not within(feed, audience):
                push.silence(event.chain, incident.topic, feed=feed)
        _note(record, actor, incident, EntryKind.AUDIENCE, audience, withdrawn_from=lost)


def set_unit(event: Event, actor: Actor, incident: Incident, call_sign: str, status: UnitStatus) -> Dispatch:
    """Send a unit of the roster to an incident, or say how far it has come; the incident follows."""
    with change(event, actor) as record:
        _must_be_live(event)
        call_sign = call_sign.strip().upper()
        unit = next((unit for unit in incident.units if unit.call_sign == call_sign), None)
        if unit is not None and unit.status is status:
            record.nothing()
            return unit
        if unit is None:
            unit = _send(event, incident, call_sign)
        unit.status, unit.since = status, clock.now()
        incident.move_to(unit.brings(incident.state), unit.since)
        _note(record, actor, incident, EntryKind.UNIT, f"{call_sign} {status}")
    return unit


def strike(
    event: Event, actor: Actor, entry: Entry, *, reason: str, client_id: str | None = None
) -> tuple[Entry, bool]:
    """Strike a line out with a reason. The line stays readable, struck through, with who struck it and why."""
    with change(event, actor) as record:
        client_id = client_id or str(uuid4())
        if served := _served(Entry, event, actor, client_id, record):
            return served, False
        _must_be_live(event)
        if entry.kind not in WRITTEN | {EntryKind.OPENED} or entry.struck:
            raise Conflict(
                N_("Line %(number)s cannot be struck: it is struck already or says what was done."), number=entry.number
            )
        if not reason.strip():
            raise Refused(N_("Say why the line is struck."), field="reason")
        line = _line(
            event, actor, record, kind=EntryKind.STRIKE, incident=entry.incident, text=_text(reason),
            audience=entry.audience, strikes=entry, client_id=client_id,
        )  # fmt: skip
        record("entry.struck", line)
    return line, True


def erase(event: Event, actor: Actor, entry: Entry, *, ground: str) -> None:
    """Erase what a line says, for a stated legal ground. Its digest stays, so the chain still verifies.

    The line that opened or renamed an incident takes the incident's title and place with it, wherever they stand.
    """
    with change(event, actor) as record:
        if not ground.strip():
            raise Refused(N_("State the legal ground for erasing."), field="ground")
        incident = entry.incident
        entry.text, entry.search = None, ""
        audit.erase(event.chain, f"entry/{entry.number}")
        if incident and entry.kind in (EntryKind.OPENED, EntryKind.EDITED):
            incident.title, incident.place_text, incident.erased_at = "", None, clock.now()
            incident.revision += 1
            audit.erase(event.chain, incident.topic)
            push.silence(event.chain, incident.topic)
            record("incident.erased", incident)
        else:
            push.silence(event.chain, entry.topic, line=entry.number)
        record("entry.erased", Erasure(entry, ground.strip()))


@dataclass(frozen=True)
class Erasure:
    """That a line's content was erased, and on which ground."""

    entry: Entry
    ground: str

    @property
    def topic(self) -> str:
        return self.entry.topic

    def snapshot(self) -> dict[str, Any]:
        return {**self.entry.snapshot(), "ground": self.ground}

    def feeds(self) -> list[str]:
        return self.entry.feeds()


def on_roster(event: Event) -> set[str]:
    """The call signs of the event's roster."""
    standing = db.select(Assignment.call_sign).join(Assignment.shift).where(Assignment.removed_at.is_(None))
    mine = standing.where(Shift.event_id == event.id, Assignment.call_sign.is_not(None))
    return {sign for sign in db.session.scalars(mine.distinct()) if sign}


def _open(
    event: Event, actor: Actor, said: Opening, record: Change, sectors: Sectors, state: State = State.NEW
) -> Incident:
    incident = _new_incident(event, actor, said, sectors)
    incident.move_to(state, clock.now())
    incident.number = record.count("incident")
    db.session.add(incident)
    line = _line(
        event, actor, record, kind=EntryKind.OPENED, incident=incident, text=said.text or said.title,
        at=incident.occurred_at, on_behalf=said.on_behalf, client_id=said.client_id,
        found_by=(said.title, said.place, incident.category.sv, incident.category.en),
    )  # fmt: skip
    record("incident.opened", incident, entry=line)
    return incident


def _new_incident(event: Event, actor: Actor, said: Opening, sectors: Sectors) -> Incident:
    category = _category(said.category)
    lat, lon = _point(said.lat, said.lon)
    return Incident(
        event=event, event_id=event.id, client_id=said.client_id, category=category, category_code=category.code,
        title=_title(said.title), priority=_priority(said.priority or category.priority),
        audience=_audience(actor, said.audience or _usual(actor, category.audience)),
        sector=_sector(sectors, said.sector, lat, lon), lat=lat, lon=lon, place_text=said.place,
        occurred_at=_moment(said.occurred_at), opened_at=clock.now(), opened_by=actor.name, revision=1, units=[],
    )  # fmt: skip


def _line(
    event: Event,
    actor: Actor,
    record: Change,
    *,
    kind: EntryKind,
    text: str,
    client_id: str,
    incident: Incident | None = None,
    audience: str | None = None,
    at: datetime | None = None,
    on_behalf: str | None = None,
    strikes: Entry | None = None,
    found_by: tuple[str | None, ...] = (),
) -> Entry:
    line = Entry(
        event=event, event_id=event.id, number=record.count("entry"), client_id=client_id, kind=kind,
        incident=incident, text=text, search=stems(text, *found_by),
        audience=audience or (incident.audience if incident else ALL),
        occurred_at=at or clock.now(), entered_at=clock.now(), author=actor.name,
        author_role=actor.role or "system", on_behalf=on_behalf or None, strikes=strikes,
    )  # fmt: skip
    db.session.add(line)
    return line


def _note(
    record: Change, actor: Actor, incident: Incident, kind: EntryKind, text: str, withdrawn_from: tuple[str, ...] = ()
) -> None:
    """Write the line that says what was done to an incident, and tell it together with the incident."""
    incident.revision += 1
    line = _line(incident.event, actor, record, kind=kind, incident=incident, text=text, client_id=str(uuid4()))
    record(f"incident.{VERBS[kind]}", incident, entry=line, withdrawn_from=withdrawn_from)


VERBS = {
    EntryKind.STATE: "state_changed",
    EntryKind.PRIORITY: "priority_changed",
    EntryKind.EDITED: "edited",
    EntryKind.MOVED: "moved",
    EntryKind.AUDIENCE: "audience_changed",
    EntryKind.UNIT: "unit_changed",
}


def _served(kind: Any, event: Event, actor: Actor, client_id: str, record: Change) -> Any:
    found = db.session.scalar(SERVED[kind], {"event": event.id, "client_id": client_id})
    if found is None:
        return None
    if not actor.hears(found.audience):
        raise Conflict(N_("This client_id is taken. Make a new one."), field="client_id")
    record.nothing()
    return found


def _must_be_live(event: Event) -> None:
    if event.phase is Phase.PLANNING:
        raise Conflict(N_("The log opens when the event goes live."))
    if event.phase is Phase.CLOSED:
        raise Conflict(N_("The event is closed, and so is its log."))


def _cannot(state: State) -> str:
    if state is State.CLOSED:
        return N_("Incident #%(number)s is closed. Reopen it first.")
    return N_("Incident #%(number)s cannot go to that state from where it is.")


def _send(event: Event, incident: Incident, call_sign: str) -> Dispatch:
    if not incident.is_open:
        raise Conflict(_cannot(incident.state), number=incident.number)
    if call_sign not in on_roster(event):
        raise Refused(N_("There is no unit %(call_sign)s on the roster."), field="call_sign", call_sign=call_sign)
    unit = Dispatch(incident=incident, call_sign=call_sign, status=UnitStatus.ASSIGNED, since=clock.now())
    db.session.add(unit)
    return unit


def _category(code: str) -> Category:
    found = db.session.get(Category, code)
    if found is None:
        raise Refused(N_("There is no category %(code)s."), field="category", code=code)
    return found


def _title(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise Refused(N_("Say in a few words what has happened."), field="title")
    if len(text) > MAX_TITLE:
        raise Refused(N_("At most %(most)s characters; put the rest in the text."), field="title", most=MAX_TITLE)
    return text


def _text(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(N_("Write something."), field="text")
    if len(text) > MAX_TEXT:
        raise Refused(N_("At most %(most)s characters."), field="text", most=MAX_TEXT)
    return text


def _priority(priority: int) -> int:
    if priority not in (1, 2, 3, 4):
        raise Refused(N_("Priority is 1, 2, 3 or 4."), field="priority")
    return priority


def _moment(occurred_at: datetime | None) -> datetime:
    if occurred_at is not None and occurred_at > clock.now() + AHEAD:
        raise Refused(N_("That time has not come yet. Check the date and the clock."), field="occurred_at")
    return occurred_at or clock.now()


def _point(lat: float | None, lon: float | None) -> tuple[float | None, float | None]:
    if (lat is None) != (lon is None):
        raise Refused(N_("Give both latitude and longitude."), field="lon" if lon is None else "lat")
    if lat is not None and lon is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise Refused(N_("That is not a point on earth."), field="lat")
    return lat, lon


def _sectors(event: Event) -> Sequence[Place]:
    return db.session.scalars(SECTORS, {"event": event.id}).all()


def _sector(sectors: Sectors, code: str | None, lat: float | None, lon: float | None) -> Place | None:
    if code:
        found = next((sector for sector in sectors() if sector.code == code), None)
        if found is None:
            raise Refused(N_("There is no sector %(code)s."), field="sector", code=code)
        return found
    if lat is None or lon is None:
        return None
    return sector_at(sectors(), lat=lat, lon=lon)


def _usual(actor: Actor, audience: str) -> str:
    """The category's audience, or for one who does not hear it, the feed shared with the police."""
    if actor.hears(audience):
        return audience
    return next((feed for feed in actor.feeds if feed.startswith(PARTNER)), POLICE if POLICE in actor.feeds else ALL)


def _audience(actor: Actor, audience: str) -> str:
    named = "+".join(sorted(set(audience.split("+"))))
    if not all(part in (ALL, POLICE, COMMAND) or part.startswith(PARTNER) for part in named.split("+")):
        raise Refused(N_("There is no audience %(audience)s."), field="audience", audience=audience)
    if not actor.everything and not set(named.split("+")) <= set(actor.feeds):
        raise Refused(N_("You cannot write to %(audience)s."), field="audience", audience=audience)
    return named


def _entry_audience(actor: Actor, incident: Incident | None, audience: str | None) -> str:
    chosen = _audience(actor, audience or (incident.audience if incident else _usual(actor, POLICE)))
    if incident and not within(chosen, incident.audience):
        raise Refused(N_("The line cannot go to more people than the incident itself."), field="audience")
    return chosen


def _feeds_of_lines(incident: Incident) -> set[str]:
    audiences = db.session.scalars(db.select(Entry.audience).filter_by(incident_id=incident.id).distinct())
    return {feed for audience in audiences for feed in audience.split("+")}
