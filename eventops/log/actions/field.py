"""What a unit says from its phone: a report, and that it needs help."""

from dataclasses import replace
from uuid import uuid4

from ...access import POLICE, Actor
from ...changes import Change, change
from ...errors import N_, Refused
from ...events.models import Event
from ...extensions import db
from ...files import Kept
from ..models import Entry, EntryKind, Incident, State
from ..unit_board import working_on
from .attachment import attach
from .availability import may_speak_for, report_position
from .checks import category_of, must_be_live
from .incident import Opening, move_incident, open_incident
from .line import write_line

HELP = "X2"  # the category of seed/reference/taxonomy.toml that a call for help opens


def report(event: Event, actor: Actor, said: Opening) -> tuple[Incident, bool]:
    """Open an incident from the field. Police tell it to whom its category goes, also where they do not hear that
    themselves; others as they may. The same client_id again gives the first one and False.
    """
    if not actor.hears(POLICE) or actor.hears(category_of(said.category).audience):
        return open_incident(event, actor, said)
    return open_incident(event, replace(actor, everything=True), said)


def call_for_help(
    event: Event,
    actor: Actor,
    call_sign: str,
    *,
    title: str,
    lat: float | None = None,
    lon: float | None = None,
    client_id: str | None = None,
) -> Incident:
    """Open an incident of priority 1 for a unit that needs help, or raise the alarm of the one that is open again.

    `title` is what it is called. The same client_id again gives no new alarm; a phone tells its place so, which takes
    it a while to find.
    """
    with change(event, actor) as record:
        must_be_live(event)
        if not may_speak_for(event, actor, call_sign):
            raise Refused(N_("You are not on %(call_sign)s."), field="call_sign", call_sign=call_sign)
        record.nothing()
        said_id = client_id or str(uuid4())
        there = helped(event, call_sign)
        if there is None:
            there = _open_help(event, actor, call_sign, said_id, title, lat, lon)
        elif said_id in _said_before(there):
            _placed(event, actor, there, lat, lon)
        else:
            _raise_again(event, actor, record, there, call_sign, title, said_id)
            _placed(event, actor, there, lat, lon)
        if lat is not None:
            report_position(event, actor, call_sign, lat, lon)
    return there


def _raise_again(
    event: Event, actor: Actor, record: Change, there: Incident, call_sign: str, title: str, client_id: str
) -> None:
    there.priority, there.acknowledged_at, there.acknowledged_by = 1, None, None
    there.revision += 1
    line = write_line(
        event, actor, record, kind=EntryKind.NOTE, incident=there, text=title, client_id=client_id, on_behalf=call_sign
    )
    record("incident.help_called", there, entry=line)


def _placed(event: Event, actor: Actor, there: Incident, lat: float | None, lon: float | None) -> None:
    if lat is not None and (lat, lon) != (there.lat, there.lon):
        move_incident(event, replace(actor, everything=True), there, lat=lat, lon=lon)


def helped(event: Event, call_sign: str) -> Incident | None:
    """The call for help of a unit that is not closed yet."""
    query = db.select(Incident).join(Entry, Entry.incident_id == Incident.id)
    query = query.where(Incident.event_id == event.id, Incident.category_code == HELP, Incident.state != State.CLOSED)
    query = query.where(Entry.kind == EntryKind.OPENED, Entry.on_behalf == call_sign)
    found: Incident | None = db.session.scalar(query.order_by(Incident.number.desc()).limit(1))
    return found


def _said_before(incident: Incident) -> set[str]:
    return set(db.session.scalars(db.select(Entry.client_id).filter_by(incident_id=incident.id)))


def _open_help(
    event: Event, actor: Actor, call_sign: str, client_id: str, title: str, lat: float | None, lon: float | None
) -> Incident:
    on = working_on(event, call_sign)
    point = (lat, lon) if lat is not None else (on.incident.lat, on.incident.lon) if on else (None, None)
    opening = Opening(
        category=HELP, title=title, client_id=client_id, priority=1, audience=POLICE, lat=point[0], lon=point[1],
        place=on.incident.place_text if on and lat is None else None, on_behalf=call_sign,
    )  # fmt: skip
    return open_incident(event, replace(actor, everything=True), opening)[0]


def attach_from_field(
    event: Event, actor: Actor, incident: Incident, kept: Kept, *, shown: Kept, client_id: str
) -> None:
    """Put a picture to what was reported, also where the one who reports does not hear of it further."""
    attach(event, replace(actor, everything=True), incident, kept, shown=shown, client_id=client_id)
