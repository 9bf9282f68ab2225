"""Incidents that belong together: linked, or the same and merged; and who has seen an urgent one."""

from uuid import uuid4

from ... import clock
from ...access import Actor, within
from ...changes import Change, change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ..models import EntryKind, Incident, IncidentLink, State
from .checks import cannot_follow, must_be_live
from .line import write_line, write_note
from .neutral import follow


def link_incidents(event: Event, actor: Actor, incident: Incident, other: Incident) -> None:
    """Say that two incidents belong together; a line on each says so, to those who may know of both."""
    with change(event, actor) as record:
        must_be_live(event)
        if other is incident:
            raise Refused(N_("Choose another incident than this one."), field="other")
        first, second = sorted((incident, other), key=lambda each: each.number)
        known = db.select(IncidentLink.id).filter_by(first_id=first.id, second_id=second.id)
        if db.session.scalar(known):
            return record.nothing()
        db.session.add(IncidentLink(first=first, second=second))
        _say(record, actor, incident, EntryKind.LINKED, other)
        _say(record, actor, other, EntryKind.LINKED, incident)


def merge_into(event: Event, actor: Actor, incident: Incident, other: Incident) -> None:
    """Close an incident as the same as another, which carries on; its lines stay where they are."""
    with change(event, actor) as record:
        must_be_live(event)
        if other is incident:
            raise Refused(N_("Choose another incident than this one."), field="other")
        if not incident.is_open:
            raise Conflict(cannot_follow(incident.state), number=incident.number)
        if other.merged_into:
            raise Conflict(
                N_("Incident #%(number)s is itself merged into #%(into)s. Choose that one."),
                number=other.number, into=other.merged_into,
            )  # fmt: skip
        if not within(incident.audience, other.audience):
            raise Refused(
                N_("Not all who know of this one may know of #%(number)s. Link them, or change an audience."),
                field="other",
                number=other.number,
            )
        incident.merged_into, incident.disposition = other.number, "duplicate"
        incident.move_to(State.CLOSED, clock.now())
        _say(record, actor, incident, EntryKind.MERGED, other)
        _say(record, actor, other, EntryKind.LINKED, incident)
        follow(event, actor, record, incident)


def acknowledge(event: Event, actor: Actor, incident: Incident) -> None:
    """Say by name that an urgent incident is seen; the first one counts."""
    with change(event, actor) as record:
        must_be_live(event)
        if incident.acknowledged_at:
            return record.nothing()
        incident.seen_by(actor.name, clock.now())
        write_note(record, actor, incident, EntryKind.ACKNOWLEDGED, actor.name)


def _say(record: Change, actor: Actor, incident: Incident, kind: EntryKind, other: Incident) -> None:
    """A line that names another incident goes to those who may know of that one, too."""
    audience = incident.audience if within(incident.audience, other.audience) else other.audience
    if not within(audience, incident.audience):
        audience = "command"
    incident.revision += 1
    line = write_line(
        incident.event, actor, record, kind=kind, incident=incident, text=f"#{other.number}", audience=audience,
        client_id=str(uuid4()),
    )  # fmt: skip
    record(f"incident.{kind.value}", incident)
    record("entry.added", line)
