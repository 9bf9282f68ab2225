"""Opening incidents and changing what is known of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from uuid import uuid4

from sqlalchemy import String, column, values

from ... import clock
from ...access import Actor, within
from ...changes import Change, change
from ...errors import Conflict
from ...events.models import Event
from ...extensions import db
from ..models import NEXT, Category, Entry, EntryKind, Incident, State
from ..neutral import audience_by_rule
from .checks import (
    Sectors,
    audience_of,
    cannot_follow,
    category_of,
    disposition_of,
    moment_of,
    must_be_live,
    must_not_tell_all,
    point_of,
    priority_of,
    review_of,
    sector_of,
    sectors_of,
    title_of,
    usual_audience,
)
from .line import Heard, served_before, write_line, write_note
from .neutral import follow, tell_by_rule
from .trend import watch
from .unit import must_stay_hidden


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
    receiver: str | None = None
    channel: str | None = None
    quoted: bool | None = None
    late_because: str | None = None
    published: bool = False  # everybody knows of it already, whatever its category
    handled: bool = False  # it is somebody else's, told afterwards: it sets nothing going here

    @property
    def heard(self) -> Heard:
        """From whom, to whom and how."""
        return {
            "on_behalf": self.on_behalf, "receiver": self.receiver, "channel": self.channel, "quoted": self.quoted,
            "late_because": self.late_because,
        }  # fmt: skip


def open_incident(event: Event, actor: Actor, said: Opening) -> tuple[Incident, bool]:
    """Open an incident with its first line. The same client_id again gives the first one and False."""
    with change(event, actor) as record:
        if served := served_before(Incident, event, actor, said.client_id, record):
            return served, False
        must_be_live(event)
        incident = _open(event, actor, said, record, partial(sectors_of, event))
    return incident, True


def open_incidents(event: Event, actor: Actor, openings: Iterable[Opening], *, closed: bool = False) -> int:
    """Open many incidents in one change, each with its own record; those already there are passed over.

    With `closed` they are history: they enter the log as closed. Returns how many were new.
    """
    told = {said.client_id: said for said in openings}
    with change(event, actor) as record, db.session.no_autoflush:
        must_be_live(event)
        record.nothing()
        there, sectors = _there(event, told), cache(partial(sectors_of, event))
        for said in told.values():
            if said.client_id not in there:
                _open(event, actor, said, record, sectors, State.CLOSED if closed else State.NEW)
    return len(told) - len(there)


def _there(event: Event, client_ids: Iterable[str]) -> set[str]:
    """Those of some client_ids that the event has already; joined, for a long IN is compared with every incident."""
    sought = values(column("client_id", String), name="sought").data([(each,) for each in client_ids]).cte()
    query = db.select(Incident.client_id).join(sought, sought.c.client_id == Incident.client_id)
    return set(db.session.scalars(query.where(Incident.event_id == event.id)))


def change_state(
    event: Event,
    actor: Actor,
    incident: Incident,
    state: State,
    *,
    disposition: str | None = None,
    review_at: datetime | None = None,
    because: str | None = None,
) -> None:
    """Move an incident to another state; the line that says so keeps when and by whom.

    On hold wants the time at which it is looked at again; closed may say how it ended, by a code of DISPOSITIONS.
    """
    with change(event, actor) as record:
        must_be_live(event)
        if state is incident.state and (review_at is None or review_at == incident.review_at):
            return record.nothing()
        if state is not incident.state and state not in NEXT[incident.state]:
            raise Conflict(cannot_follow(incident.state), field="state", number=incident.number)
        incident.disposition = disposition_of(disposition) if state is State.CLOSED else None
        incident.move_to(state, clock.now(), review_of(state, review_at))
        incident.seen_by(actor.name, clock.now())
        write_note(record, actor, incident, EntryKind.STATE, f"{_stands(incident)} {_why(because)}".strip())
        follow(event, actor, record, incident)


def set_priority(event: Event, actor: Actor, incident: Incident, priority: int, because: str | None = None) -> None:
    """Say how urgent an incident is now, 1-4, and why it is not what it was."""
    with change(event, actor) as record:
        must_be_live(event)
        if priority_of(priority) == incident.priority:
            return record.nothing()
        incident.priority = priority
        write_note(record, actor, incident, EntryKind.PRIORITY, f"{priority} {_why(because)}".strip())


def _stands(incident: Incident) -> str:
    """The state in one word, with how it ended or when it is looked at again: "closed:advised"."""
    more = incident.disposition or (incident.review_at.isoformat() if incident.review_at else "")
    return f"{incident.state.value}:{more}" if more else incident.state.value


def _why(because: str | None) -> str:
    return " ".join((because or "").split())[:500]


def edit_incident(
    event: Event, actor: Actor, incident: Incident, *, title: str | None = None, category: str | None = None
) -> None:
    """Give an incident a better title or category; what it was called stays on the record."""
    with change(event, actor) as record:
        must_be_live(event)
        before = (incident.title, incident.category_code)
        if category is not None:
            _recategorize(event, actor, incident, category_of(category))
        if title is not None:
            incident.title = title_of(title)
        if before == (incident.title, incident.category_code):
            return record.nothing()
        write_note(record, actor, incident, EntryKind.EDITED, f"{incident.category_code} {incident.title}")
        _seen_anew(event, record, incident)


def _recategorize(event: Event, actor: Actor, incident: Incident, category: Category) -> None:
    """What turns out to be of a kind that everybody may not know of is first taken from those who may not."""
    incident.category, incident.category_code = category, category.code
    if audience_by_rule(category) in incident.feeds():
        change_audience(event, actor, incident, usual_audience(actor, category.audience))


def _seen_anew(event: Event, record: Change, incident: Incident) -> None:
    """What an incident sets going besides itself: the neutral line of its kind, the alert when it is one too many."""
    if incident.is_open:
        tell_by_rule(event, record, incident)
        watch(event, record, incident)


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
        must_be_live(event)
        if lat is not None or lon is not None:
            incident.lat, incident.lon = point_of(lat, lon)
        found = sector_of(partial(sectors_of, event), sector, lat, lon)
        incident.sector = found or incident.sector
        incident.place_text = place if place is not None else incident.place_text
        where = incident.sector.code if incident.sector else ""
        write_note(record, actor, incident, EntryKind.MOVED, f"{where} {incident.place_text or ''}".strip() or "-")
        follow(event, actor, record, incident)
        watch(event, record, incident)


def change_audience(event: Event, actor: Actor, incident: Incident, audience: str) -> None:
    """Give an incident to another audience; those who lose it hear that it is gone, and nothing they missed remains."""
    with change(event, actor) as record:
        must_be_live(event)
        audience = must_not_tell_all(incident.category, audience_of(actor, audience))
        before = set(incident.feeds())
        if audience == incident.audience:
            return record.nothing()
        must_stay_hidden(event, audience, {unit.call_sign for unit in incident.units})
        incident.audience = audience
        lost = tuple(sorted(before - set(incident.feeds())))
        for feed in _feeds_of_lines(incident) | set(lost):
            if not within(feed, audience):
                record.silence(incident.topic, feed=feed)
        write_note(record, actor, incident, EntryKind.AUDIENCE, audience, withdrawn_from=lost)


def _open(
    event: Event, actor: Actor, said: Opening, record: Change, sectors: Sectors, state: State = State.NEW
) -> Incident:
    incident = _new_incident(event, actor, said, sectors)
    incident.move_to(state, clock.now())
    incident.number = record.count("incident")
    record.insert(incident)
    line = write_line(
        event, actor, record, kind=EntryKind.OPENED, incident=incident, text=said.text or said.title,
        at=incident.occurred_at, client_id=said.client_id,
        found_by=(said.title, said.place, incident.category.sv, incident.category.en), **said.heard,
    )  # fmt: skip
    record("incident.opened", incident, entry=line)
    if not said.handled:
        _seen_anew(event, record, incident)
    return incident


def _new_incident(event: Event, actor: Actor, said: Opening, sectors: Sectors) -> Incident:
    category = category_of(said.category)
    lat, lon = point_of(said.lat, said.lon)
    sector = sector_of(sectors, said.sector, lat, lon)
    audience = audience_of(actor, said.audience or usual_audience(actor, category.audience))
    return Incident(
        event=event, event_id=event.id, client_id=said.client_id, category=category, category_code=category.code,
        title=title_of(said.title), priority=priority_of(said.priority or category.priority),
        audience=audience if said.published else must_not_tell_all(category, audience),
        sector=sector, sector_id=sector.id if sector else None, lat=lat, lon=lon, place_text=said.place,
        occurred_at=moment_of(said.occurred_at), opened_at=clock.now(), opened_by=actor.name, revision=1, units=[],
    )  # fmt: skip


def _feeds_of_lines(incident: Incident) -> set[str]:
    audiences = db.session.scalars(db.select(Entry.audience).filter_by(incident_id=incident.id).distinct())
    return {feed for audience in audiences for feed in audience.split("+")}
