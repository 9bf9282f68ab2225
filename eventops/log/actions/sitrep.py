"""Publishing a situation report to one audience, frozen with its text."""

from collections.abc import Iterable
from datetime import datetime

from ... import clock
from ...access import Actor
from ...changes import change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ..models import Entry, EntryKind, Incident, Section, Sitrep, SitrepKind
from .checks import MAX_TEXT
from .entry import add_entry


def publish_sitrep(
    event: Event,
    actor: Actor,
    *,
    kind: SitrepKind,
    audience: str,
    sections: Iterable[Section],
    line: str,
    since: datetime | None = None,
    incident: Incident | None = None,
    client_id: str | None = None,
) -> tuple[Sitrep, bool]:
    """Publish a report; `line` is what the log says of it. The same client_id again gives the first one and False."""
    with change(event, actor) as record:
        parts = [part._replace(text=part.text.strip()) for part in sections]
        _must_say(parts)
        entry, new = add_entry(
            event, actor, text=line[:MAX_TEXT], kind=EntryKind.SITREP, incident=incident, audience=audience,
            client_id=client_id,
        )  # fmt: skip
        if not new:
            return _of_line(entry), False
        report = Sitrep(
            event=event, number=record.count("sitrep"), entry=entry, kind=kind, audience=entry.audience, since=since,
            published_at=clock.now(), sections=[part._asdict() for part in parts],
        )  # fmt: skip
        db.session.add(report)
        record("sitrep.published", report)
    return report, True


def _must_say(parts: list[Section]) -> None:
    if not any(part.text for part in parts):
        raise Refused(N_("Write something."))
    for part in parts:
        if len(part.text) > MAX_TEXT:
            raise Refused(N_("At most %(most)s characters."), field=part.code, most=MAX_TEXT)


def _of_line(line: Entry) -> Sitrep:
    found: Sitrep | None = db.session.scalar(db.select(Sitrep).filter_by(entry_id=line.id))
    if found is None:
        raise Conflict(N_("This client_id is taken. Make a new one."), field="client_id")
    return found
