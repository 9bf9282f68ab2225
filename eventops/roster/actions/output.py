"""What is taken out of the roster is put on the record."""

import hashlib
from datetime import date

from ...access import Actor
from ...changes import change
from ...events.models import Event
from ..models.output import RosterExport


def export_output(
    event: Event, actor: Actor, file: bytes, *, output: str, ending: str, language: str, by: str = "",
    partner: str | None = None, day: date | None = None, whose: str = "",
) -> RosterExport:  # fmt: skip
    """Put on the record that the actor takes out a file of the roster."""
    with change(event, actor) as record:
        export = RosterExport(
            record.count("roster_export"), output, ending, language, by, partner, day.isoformat() if day else None,
            hashlib.sha256(file).hexdigest(), whose,
        )  # fmt: skip
        record("roster.exported", export)
    return export
