"""A situation report: what one audience was told of the situation, frozen with its text."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded
from .entry import Entry


class SitrepKind(StrEnum):
    """The first words of a major incident, or the regular picture."""

    METHANE = "methane"
    REGULAR = "regular"


class Section(NamedTuple):
    """One part of a report: its code, its heading as it was published, its text."""

    code: str
    title: str
    text: str


class Sitrep(db.Model, Recorded):  # type: ignore[name-defined]
    """A published report. `since` is from when it tells; its line says who published it, when and for whom."""

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("entry_id"),
        Index(None, "event_id", "audience", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    kind: Mapped[SitrepKind]
    audience: Mapped[str]
    since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sections: Mapped[list[dict[str, str]]] = mapped_column(JSON)

    event: Mapped[Event] = relationship()
    entry: Mapped[Entry] = relationship(lazy="joined")

    @property
    def topic(self) -> str:
        return self.entry.topic if self.entry.incident else f"sitrep/{self.number}"

    @property
    def parts(self) -> list[Section]:
        """Its sections in order."""
        return [Section(**section) for section in self.sections]

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "sitrep", "number": self.number, "entry": self.entry.number, "kind": self.kind,
            "audience": self.audience, "since": iso(self.since), "published_at": iso(self.published_at),
            "sections": self.sections,
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return self.audience.split("+")

    def told(self) -> dict[str, Any]:
        return {"type": "sitrep", "number": self.number, "kind": self.kind, "audience": self.audience}
