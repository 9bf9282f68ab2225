"""Writing lines, striking them out, and erasing what the law says must go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Unpack
from uuid import uuid4

from ... import clock
from ...access import Actor
from ...changes import Change, change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ..models import STRIKABLE, WRITTEN, Attachment, Entry, EntryKind, Incident
from .attachment import erase_attachments
from .checks import entry_audience, moment_of, must_be_live, text_of
from .forgetting import forget
from .line import Heard, served_before, write_line


def add_entry(
    event: Event,
    actor: Actor,
    *,
    text: str,
    kind: EntryKind = EntryKind.NOTE,
    incident: Incident | None = None,
    audience: str | None = None,
    occurred_at: datetime | None = None,
    client_id: str | None = None,
    **heard: Unpack[Heard],
) -> tuple[Entry, bool]:
    """Write a line, on an incident or on its own. The same client_id again gives the first line and False."""
    with change(event, actor) as record:
        client_id = client_id or str(uuid4())
        if served := served_before(Entry, event, actor, client_id, record):
            return served, False
        must_be_live(event)
        if kind not in WRITTEN:
            raise Refused(N_("Choose what kind of line it is."), field="kind")
        line = write_line(
            event, actor, record, kind=kind, incident=incident, text=text_of(text),
            audience=entry_audience(actor, incident, audience), at=moment_of(occurred_at),
            client_id=client_id, **heard,
        )  # fmt: skip
        record("entry.added", line)
    return line, True


def strike(
    event: Event, actor: Actor, entry: Entry, *, reason: str, client_id: str | None = None
) -> tuple[Entry, bool]:
    """Strike a line out with a reason. The line stays readable, struck through, with who struck it and why."""
    with change(event, actor) as record:
        client_id = client_id or str(uuid4())
        if served := served_before(Entry, event, actor, client_id, record):
            return served, False
        must_be_live(event)
        if entry.kind not in STRIKABLE or entry.struck:
            raise Conflict(
                N_("Line %(number)s cannot be struck: it is struck already or says what was done."), number=entry.number
            )
        if not reason.strip():
            raise Refused(N_("Say why the line is struck."), field="reason")
        line = write_line(
            event, actor, record, kind=EntryKind.STRIKE, incident=entry.incident, text=text_of(reason),
            audience=entry.audience, strikes=entry, client_id=client_id,
        )  # fmt: skip
        record("entry.struck", line)
    return line, True


def erase(event: Event, actor: Actor, entry: Entry, *, ground: str, kept_in: Path | None = None) -> None:
    """Erase what a line says, for a stated legal ground. Its digest stays, so the chain still verifies.

    The line that opened or renamed an incident takes the incident's title and place with it, wherever they stand, and
    the incident's files with their lines. A file's line takes the file; files lie under `kept_in`.
    """
    with change(event, actor) as record:
        if not ground.strip():
            raise Refused(N_("State the legal ground for erasing."), field="ground")
        incident = entry.incident
        whole = incident is not None and entry.kind in (EntryKind.OPENED, EntryKind.EDITED)
        files = _files(entry, whole=whole)
        erase_attachments(record, files, kept_in)
        gone = [entry, *(file.entry for file in files if file.entry is not entry)]
        for each in gone:
            _empty(record, each, told=not whole)
        if incident and whole:
            incident.title, incident.place_text, incident.erased_at = "", None, clock.now()
            incident.revision += 1
            record.erase(incident.topic)
            record.silence(incident.topic)
            record("incident.erased", incident)
        for each in gone:
            record("entry.erased", Erasure(each, ground.strip()))


def _files(entry: Entry, *, whole: bool) -> Sequence[Attachment]:
    """What was filed with a line, or with its whole incident."""
    of_it = Attachment.incident_id == entry.incident_id if whole else Attachment.entry_id == entry.id
    return db.session.scalars(db.select(Attachment).where(of_it, Attachment.erased_at.is_(None))).all()


def _empty(record: Change, entry: Entry, *, told: bool) -> None:
    entry.text, entry.search = None, ""
    record.erase(f"entry/{entry.number}")
    forget(record, entry)
    if told:
        record.silence(entry.topic, line=entry.number)


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
