"""Putting pictures and papers to an incident."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from uuid import uuid4

from ... import clock
from ...access import Actor
from ...changes import Change, change
from ...events.models import Event
from ...extensions import db
from ...files import Kept, discard
from ..models import Attachment, Entry, EntryKind, Incident
from .checks import entry_audience, must_be_live
from .line import served_before, write_line


def attach(
    event: Event,
    actor: Actor,
    incident: Incident,
    kept: Kept,
    *,
    shown: Kept,
    audience: str | None = None,
    client_id: str | None = None,
) -> Entry:
    """Put a kept file to an incident, with the copy that is shown; the same client_id again gives the first line."""
    with change(event, actor) as record:
        client_id = client_id or str(uuid4())
        if served := served_before(Entry, event, actor, client_id, record):
            return served  # type: ignore[no-any-return]
        must_be_live(event)
        line = write_line(
            event, actor, record, kind=EntryKind.ATTACHED, incident=incident, text=kept.name, client_id=client_id,
            audience=entry_audience(actor, incident, audience),
        )  # fmt: skip
        attachment = Attachment(
            event=event, number=record.count("attachment"), client_id=client_id, incident=incident, entry=line,
            name=kept.name, media_type=kept.media_type, size=kept.size, digest=kept.digest,
            shown_digest=shown.digest, audience=line.audience, filed_at=clock.now(), filed_by=actor.name,
        )  # fmt: skip
        db.session.add(attachment)
        record("attachment.added", attachment, entry=line)
    return line


def erase_attachments(record: Change, found: Sequence[Attachment], kept_in: Path | None) -> None:
    """Erase files with the lines that filed them; the caller has stated the ground. Under `kept_in` they lie."""
    gone = [each for each in found if each.erased_at is None]
    for attachment in gone:
        attachment.name, attachment.erased_at = "", clock.now()
        record.erase(f"attachment/{attachment.number}")
        record("attachment.erased", attachment)
    if gone and kept_in:
        digests = [digest for each in gone for digest in (each.digest, each.shown_digest)]
        record.then(partial(discard, kept_in, digests))


def open_original(event: Event, actor: Actor, attachment: Attachment) -> None:
    """Record that somebody takes out the original, which may tell where and with what a picture was taken."""
    with change(event, actor) as record:
        record("attachment.original_opened", attachment)
