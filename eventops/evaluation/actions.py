"""What is done when the log has been written: taking it out, on the record, and settling what was learnt."""

from dataclasses import dataclass
from datetime import date

from .. import clock
from ..access import COMMAND, POLICE, Actor, Permission
from ..changes import change
from ..errors import N_, Refused
from ..events.models import Event
from ..extensions import db
from ..planning.actions import may_write
from . import queries
from .export_models import EVALUATION, OWN_USE, Export, Format, What
from .models import Lesson

MOST = 1_048_575  # rows of a workbook's sheet below its heading
LONGEST = 300  # characters of a recipient or a purpose


@dataclass(frozen=True)
class Asked:
    """What is to be taken out, of which operational days, to whom and why. `part` is as Export says it."""

    format: Format
    what: What = What.LOG
    first: date | None = None
    last: date | None = None
    part: str | None = None
    recipient: str = ""
    purpose: str = ""
    language: str = "sv"


def export_log(event: Event, actor: Actor, asked: Asked) -> Export:
    """Put on the record that the actor takes out what it may see; the export says exactly what that is."""
    if asked.first and asked.last and asked.last < asked.first:
        raise Refused(N_("The last day comes before the first."), field="last")
    for name in ("recipient", "purpose"):
        if len(getattr(asked, name)) > LONGEST:
            raise Refused(N_("At most %(most)s characters."), field=name, most=LONGEST)
    _open_to(actor, asked)
    with change(event, actor) as record:
        export = _export(event, actor, asked)
        if export.lines > MOST and asked.format in (Format.XLSX, Format.ZIP) and asked.what is What.LOG:
            raise Refused(N_("A workbook cannot hold %(lines)s lines. Choose days."), field="first", lines=export.lines)
        export.number = record.count("export")
        db.session.add(export)
        record(f"{asked.what}.exported", export)
        export.records, export.head = record.head.length, record.head.head
    return export


def may_archive(actor: Actor) -> bool:
    """Whether an actor may take a whole event out: whoever may see and open everything that is in it."""
    needed = (Permission.LOG_EXPORT, Permission.AUDIT_READ, Permission.PERSON_OPEN)
    return actor.hears(COMMAND) and all(map(actor.may, needed))


def _open_to(actor: Actor, asked: Asked) -> None:
    if asked.what is What.REPORT and not actor.hears(POLICE):
        raise Refused(N_("The report is for those who hear the police: its figures are the whole event's."))
    if asked.what is not What.ARCHIVE:
        return
    if not may_archive(actor):
        raise Refused(N_("The whole event is for the commander: it holds what only the command may see, and persons."))
    if asked.first or asked.last:
        raise Refused(N_("An archive is of the whole event. Leave the days empty."), field="first")


def seal(event: Event, actor: Actor, export: Export, digest: str, size: int) -> None:
    """Put on the record what file an export became, by its SHA-256; the first one counts."""
    with change(event, actor) as record:
        if export.digest:
            return record.nothing()
        export.digest, export.size = digest, size
        record("export.made", export)


def _export(event: Event, actor: Actor, asked: Asked) -> Export:
    incidents, lines, upto = queries.extent(event, actor, asked.first, asked.last)
    return Export(
        event=event, what=asked.what, format=asked.format, part=asked.part, language=asked.language, at=clock.now(),
        by=actor.name, role=actor.role, organisation=actor.organisation,
        recipient=asked.recipient.strip() or OWN_USE, purpose=asked.purpose.strip() or EVALUATION,
        first=asked.first, last=asked.last, feeds_heard=list(actor.feeds), incidents=incidents, lines=lines, upto=upto,
    )  # fmt: skip


def close_lesson(event: Event, actor: Actor, lesson: Lesson, reason: str) -> None:
    """Close a lesson, for a stated reason; it is no longer proposed to later editions."""
    with change(event, actor) as record:
        _own(actor, lesson)
        if lesson.dropped_at:
            return record.nothing()
        if not reason.strip():
            raise Refused(N_("Say why it is closed."), field="reason")
        lesson.dropped_at, lesson.dropped_because, lesson.closed_by = clock.now(), reason.strip(), actor.name
        lesson.revision += 1
        record("lesson.closed", lesson)


def reopen_lesson(event: Event, actor: Actor, lesson: Lesson) -> None:
    """Open a closed lesson again."""
    with change(event, actor) as record:
        _own(actor, lesson)
        if not lesson.dropped_at:
            return record.nothing()
        lesson.dropped_at = lesson.dropped_because = lesson.closed_by = None
        lesson.revision += 1
        record("lesson.reopened", lesson)


def _own(actor: Actor, lesson: Lesson) -> None:
    if not may_write(actor, lesson):
        raise Refused(N_("Choose something that is yours to write."), field="reason")
