"""Filing a new version of a document; what was filed before stays."""

from ... import clock
from ...access import Actor
from ...changes import Change, change
from ...errors import N_, Conflict, Refused
from ...events.models import Event, Phase
from ...extensions import db
from ...files import Kept
from ..models import Document, DocumentFile, Part
from .part import may_write


def file(event: Event, actor: Actor, document: Document, kept: Kept, client_id: str | None = None) -> DocumentFile:
    """Make a kept file the newest version of a document. The same client_id again gives the first one."""
    with change(event, actor) as record:
        db.session.refresh(document, ["files"])
        if client_id and (standing := _by_client(event, client_id)):
            record.nothing()
            return standing
        _may_file(event, actor, document, kept)
        filed = DocumentFile(
            event_id=event.id, document=document, client_id=client_id, version=len(document.files) + 1,
            name=kept.name, media_type=kept.media_type, size=kept.size, digest=kept.digest, filed_at=clock.now(),
            filed_by=actor.name,
        )  # fmt: skip
        db.session.add(filed)
        document.revision += 1
        record("document.filed", document, file=filed)
    return filed


def bring_file(record: Change, actor: Actor, there: Part, here: Part) -> int:
    """Let a document that came from an earlier edition begin with its newest file there; 1 if there is one."""
    newest = there.newest if isinstance(there, Document) else None
    if newest is None or not isinstance(here, Document):
        return 0
    same = {name: getattr(newest, name) for name in ("name", "media_type", "size", "digest")}
    filed = DocumentFile(
        event_id=here.event.id, document=here, version=1, filed_at=clock.now(), filed_by=actor.name, **same
    )  # fmt: skip
    db.session.add(filed)
    record("document.filed", here, file=filed)
    return 1


def _may_file(event: Event, actor: Actor, document: Document, kept: Kept) -> None:
    if event.phase is Phase.CLOSED:
        raise Conflict(N_("The event is closed, and so is its plan."))
    if not may_write(actor, document):
        raise Refused(N_("Choose something that is yours to write."), field="file")
    newest = document.newest
    if newest and newest.digest == kept.digest:
        raise Conflict(N_("This is the very file of version %(version)s."), field="file", version=newest.version)


def _by_client(event: Event, client_id: str) -> DocumentFile | None:
    return db.session.scalars(db.select(DocumentFile).filter_by(event_id=event.id, client_id=client_id)).first()
