"""How a line gets into the log: numbered, searchable, and told together with the incident it changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import uuid4

from sqlalchemy import bindparam
from sqlalchemy.orm.attributes import set_committed_value

from ... import clock
from ...access import ALL, Actor
from ...changes import Change
from ...errors import N_, Conflict
from ...events.models import Event
from ...extensions import db
from ...search import stems
from ..models import Entry, EntryKind, Incident


class Heard(TypedDict, total=False):
    """From whom, to whom and how; and why only now, if it is written later than it should be."""

    on_behalf: str | None
    receiver: str | None
    channel: str | None
    quoted: bool | None
    late_because: str | None


@dataclass(frozen=True)
class Moment:
    """When something was, if it is told later; the client_id it is known by; and why it is told only now."""

    at: datetime | None = None
    client_id: str | None = None
    late_because: str | None = None


NOW = Moment()

VERBS = {
    EntryKind.STATE: "state_changed",
    EntryKind.PRIORITY: "priority_changed",
    EntryKind.EDITED: "edited",
    EntryKind.MOVED: "moved",
    EntryKind.AUDIENCE: "audience_changed",
    EntryKind.UNIT: "unit_changed",
    EntryKind.LINKED: "linked",
    EntryKind.MERGED: "merged",
    EntryKind.ACKNOWLEDGED: "acknowledged",
}

# Asked on every write, so built once.
SERVED: dict[Any, Any] = {
    kind: db.select(kind.id).where(kind.event_id == bindparam("event"), kind.client_id == bindparam("client_id"))
    for kind in (Incident, Entry)
}


def served_before(kind: Any, event: Event, actor: Actor, client_id: str, record: Change) -> Any:
    known = db.session.scalar(SERVED[kind], {"event": event.id, "client_id": client_id})
    if known is None:
        return None
    found = db.session.get_one(kind, known)
    if not actor.hears(found.audience):
        raise Conflict(N_("This client_id is taken. Make a new one."), field="client_id")
    record.nothing()
    return found


def write_line(
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
    strikes: Entry | None = None,
    found_by: tuple[str | None, ...] = (),
    **heard: Unpack[Heard],
) -> Entry:
    line = Entry(
        event=event, event_id=event.id, number=record.count("entry"), client_id=client_id, kind=kind,
        incident=incident, incident_id=incident.id if incident else None, text=text, search=stems(text, *found_by),
        audience=audience or (incident.audience if incident else ALL),
        occurred_at=at or clock.now(), entered_at=clock.now(), author=actor.name,
        author_role=actor.role or "system", strikes_id=strikes.id if strikes else None,
        **{name: said or None for name, said in heard.items()},
    )  # fmt: skip
    set_committed_value(line, "strikes", strikes)
    record.insert(line)
    return line


def write_note(
    record: Change,
    actor: Actor,
    incident: Incident,
    kind: EntryKind,
    text: str,
    withdrawn_from: tuple[str, ...] = (),
    moment: Moment = NOW,
) -> None:
    """Write the line that says what was done to an incident, and tell it together with the incident."""
    incident.revision += 1
    line = write_line(
        incident.event, actor, record, kind=kind, incident=incident, text=text, at=moment.at,
        client_id=moment.client_id or str(uuid4()), late_because=moment.late_because,
    )  # fmt: skip
    record(f"incident.{VERBS[kind]}", incident, entry=line, withdrawn_from=withdrawn_from)
