"""A file of people that was handed in: kept while its rows are looked at, and how its columns were understood."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...people.models import Organisation
from ...record import Recorded


class PeopleImport(db.Model, Recorded):  # type: ignore[name-defined]
    """A file of people. `columns` are [heading, what it is understood as or ""] in the file's order."""

    __table_args__ = (Index(None, "event_id", "handed_in_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    file: Mapped[str]
    handed_in_at: Mapped[datetime] = mapped_column(UTCDateTime)
    handed_in_by: Mapped[str]
    sheet: Mapped[int] = mapped_column(default=0)
    columns: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))  # of rows that say none
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))  # packed; none when it is done with
    taken: Mapped[int | None]  # rows
    refused: Mapped[int | None]
    taken_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    dropped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "people_import", "number": self.id, "file": self.file, "handed_in_at": iso(self.handed_in_at),
            "handed_in_by": self.handed_in_by, "sheet": self.sheet, "columns": self.columns,
            "organisation": self.organisation.slug if self.organisation else None, "taken": self.taken,
            "refused": self.refused, "taken_at": iso(self.taken_at), "dropped_at": iso(self.dropped_at),
        }  # fmt: skip
