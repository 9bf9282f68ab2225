"""What is done when the log has been written: taking it out, on the record, and settling what was learnt."""

from dataclasses import replace
from datetime import date

from .. import clock
from ..access import Actor
from ..changes import change
from ..errors import N_, Refused
from ..events.models import Event
from ..planning.actions import may_write
from . import queries
from .models import Export, Format, Lesson

MOST = 1_048_575  # rows of a workbook's sheet below its heading


def export_log(
    event: Event, actor: Actor, *, format: Format, first: date | None = None, last: date | None = None
) -> Export:
    """Put on the record that the actor takes out what it may see of the log; the export says exactly what that is."""
    if first and last and last < first:
        raise Refused(N_("The last day comes before the first."), field="last")
    with change(event, actor) as record:
        incidents, lines, upto = queries.extent(event, actor, first, last)
        if lines > MOST and format in (Format.XLSX, Format.ZIP):
            raise Refused(N_("A workbook cannot hold %(lines)s lines. Choose days."), field="first", lines=lines)
        export = Export(
            number=record.count("export"), format=format, at=clock.now(), first=first, last=last,
            feeds_heard=actor.feeds, incidents=incidents, lines=lines, upto=upto,
        )  # fmt: skip
        record("log.exported", export)
        export = replace(export, records=record.head.length, head=record.head.head)
    return export


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
