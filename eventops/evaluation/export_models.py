"""What was taken out of an event: in which form, by whom, to whom and why."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..audit import GENESIS
from ..columns import UTCDateTime
from ..events.models import Event, iso
from ..extensions import db
from ..log.integrity import OF_THE_EVENT
from ..record import Recorded


class Format(StrEnum):
    """The forms a log can be taken out in."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    GEOJSON = "geojson"
    JSON = "json"
    ZIP = "zip"


OWN_USE, EVALUATION = "own use", "evaluation"  # to whom and why, of what is taken out without saying more


class What(StrEnum):
    """What is taken out."""

    LOG = "log"
    REPORT = "report"
    OUTCOME = "outcome"
    SURVEY = "survey"
    STATISTICS = "statistics"
    DISCLOSURE = "disclosure"
    ARCHIVE = "archive"


class Export(db.Model, Recorded):  # type: ignore[name-defined]
    """Something that was taken out: what, by whom, to whom and why; a log of the visible lines up to line `upto`.

    The operational days are `first` through `last` (None: without end). `records` and `head` are the length and the
    head of the chain once the export itself was on the record; `digest` (SHA-256) and `size` (bytes) are the file's,
    None until it was made whole. `part` is the only table of a CSV, or the number of a disclosure.
    """

    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    what: Mapped[What]
    format: Mapped[Format]
    part: Mapped[str | None]
    language: Mapped[str]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str]
    role: Mapped[str | None]
    organisation: Mapped[str]
    recipient: Mapped[str]
    purpose: Mapped[str]
    first: Mapped[date | None]
    last: Mapped[date | None]
    feeds_heard: Mapped[list[str]] = mapped_column(JSON)
    incidents: Mapped[int] = mapped_column(default=0)
    lines: Mapped[int] = mapped_column(default=0)
    upto: Mapped[int] = mapped_column(default=0)
    records: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(default=GENESIS)
    digest: Mapped[str | None]
    size: Mapped[int | None] = mapped_column(BigInteger)

    event: Mapped[Event] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "file_export", "number": self.number, "what": self.what, "format": self.format, "part": self.part,
            "language": self.language, "at": iso(self.at), "by": self.by, "role": self.role,
            "organisation": self.organisation, "recipient": self.recipient, "purpose": self.purpose,
            "from": self.first.isoformat() if self.first else None,
            "through": self.last.isoformat() if self.last else None,
            "feeds": list(self.feeds_heard), "incidents": self.incidents, "lines": self.lines, "digest": self.digest,
            "size": self.size,
        }  # fmt: skip


OF_THE_EVENT["file_export"] = lambda event: db.select(Export).where(Export.event_id == event.id)
