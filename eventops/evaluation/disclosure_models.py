"""The redacted edition of a log: what was asked for, what is masked on which ground, and who decided."""

import hashlib
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..columns import UTCDateTime
from ..events.models import Event, iso
from ..extensions import db
from ..log.integrity import OF_THE_EVENT
from ..record import Recorded


class Disclosure(db.Model, Recorded):  # type: ignore[name-defined]
    """An edition of the lines up to `upto`, of some days or of one incident, for somebody who asked for them.

    A draft until it is issued; then nothing of it changes. `feeds_heard` is what its maker heard: no other line is in
    it. The log itself is never touched.
    """

    __table_args__ = (UniqueConstraint("event_id", "number"), UniqueConstraint("event_id", "client_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str]
    title: Mapped[str]
    reference: Mapped[str | None]  # the register number of the request
    requester: Mapped[str]
    language: Mapped[str]
    first: Mapped[date | None]
    last: Mapped[date | None]
    incident: Mapped[int | None]
    upto: Mapped[int]
    feeds_heard: Mapped[list[str]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by: Mapped[str]
    issued_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    issued_by: Mapped[str | None]
    decider: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_because: Mapped[str | None]

    event: Mapped[Event] = relationship()

    @property
    def is_draft(self) -> bool:
        """Whether it may still be worked on."""
        return self.issued_at is None and self.withdrawn_at is None

    def print_of(self, text: str) -> str:
        """A short mark of a text, to see whether it still is what was masked; it does not tell the text."""
        return hashlib.sha256(f"{self.client_id}\0{text}".encode()).hexdigest()[:8]

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "disclosure", "number": self.number, "client_id": self.client_id, "title": self.title,
            "reference": self.reference, "requester": self.requester, "language": self.language,
            "from": self.first.isoformat() if self.first else None,
            "through": self.last.isoformat() if self.last else None, "incident": self.incident, "upto": self.upto,
            "feeds": list(self.feeds_heard), "made_at": iso(self.made_at), "made_by": self.made_by,
            "issued_at": iso(self.issued_at), "issued_by": self.issued_by, "decider": self.decider,
            "withdrawn_at": iso(self.withdrawn_at), "withdrawn_because": self.withdrawn_because,
        }  # fmt: skip


class MaskedField(StrEnum):
    """What of a line can be masked."""

    SAID = "said"
    AUTHOR = "author"
    ON_BEHALF = "on_behalf"
    WHERE = "where"
    ABOUT = "about"


class DisclosureMask(db.Model, Recorded):  # type: ignore[name-defined]
    """Characters `start` to `end` of a field of a line that are not given out, and the ground (a code of secrecy.toml).

    `of` marks the text they were chosen in: where that has changed, the whole field is masked until somebody looks.
    """

    __table_args__ = (UniqueConstraint("event_id", "number"), Index(None, "disclosure_id", "line"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosure.id"))
    line: Mapped[int]
    field: Mapped[MaskedField]
    start: Mapped[int]
    end: Mapped[int]
    of: Mapped[str]
    ground: Mapped[str]
    rule: Mapped[str | None]  # which rule suggested it
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str]
    lifted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lifted_by: Mapped[str | None]

    event: Mapped[Event] = relationship()
    disclosure: Mapped[Disclosure] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "disclosure_mask", "number": self.number, "disclosure": self.disclosure.number, "line": self.line,
            "field": self.field, "start": self.start, "end": self.end, "of": self.of, "basis": self.ground,
            "rule": self.rule, "at": iso(self.at), "by": self.by, "lifted_at": iso(self.lifted_at),
            "lifted_by": self.lifted_by,
        }  # fmt: skip


OF_THE_EVENT["disclosure"] = lambda event: db.select(Disclosure).where(Disclosure.event_id == event.id)
OF_THE_EVENT["disclosure_mask"] = lambda event: (
    db.select(DisclosureMask).filter_by(event_id=event.id).options(db.joinedload(DisclosureMask.disclosure))
)
