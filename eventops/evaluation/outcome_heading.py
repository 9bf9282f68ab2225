"""Headings that an event's outcome table has besides the usual ones: unknown ones are added without code."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..columns import UTCDateTime
from ..events.models import Event, iso
from ..extensions import db
from ..log.integrity import OF_THE_EVENT
from ..record import Recorded
from .headings import Heading


class OutcomeHeading(db.Model, Recorded):  # type: ignore[name-defined]
    """A heading that an event's table has besides the usual ones.

    It gathers usual headings of its section: `words` None, all that is counted there; else what is told in one of these
    words. One that gathers nothing has only the number that is written with its wording.
    """

    __table_args__ = (UniqueConstraint("event_id", "number"), UniqueConstraint("event_id", "client_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str]
    audience: Mapped[str]
    section: Mapped[str]
    sv: Mapped[str]
    en: Mapped[str]
    gathers: Mapped[list[str]] = mapped_column(JSON)
    words: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)
    added_by: Mapped[str]
    dropped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    dropped_because: Mapped[str | None]

    event: Mapped[Event] = relationship()

    @property
    def heading(self) -> Heading:
        """It as the usual ones are."""
        return Heading(f"own{self.number}", self.sv, self.en, self.section)

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "outcome_heading", "number": self.number, "client_id": self.client_id, "audience": self.audience,
            "section": self.section, "sv": self.sv, "en": self.en, "gathers": self.gathers, "words": self.words,
            "added_at": iso(self.added_at), "added_by": self.added_by, "dropped_at": iso(self.dropped_at),
            "dropped_because": self.dropped_because,
        }  # fmt: skip


OF_THE_EVENT["outcome_heading"] = lambda event: db.select(OutcomeHeading).where(OutcomeHeading.event_id == event.id)
