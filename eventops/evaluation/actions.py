"""What is done with a log that has been written: taking it out, on the record."""

from dataclasses import replace
from datetime import date

from .. import clock
from ..access import Actor
from ..changes import change
from ..errors import N_, Refused
from ..events.models import Event
from . import queries
from .models import Export, Format

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
