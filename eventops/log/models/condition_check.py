"""That a permit's condition was checked while the event was live: kept or broken, and what showed it (R3)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded
from .entry import Entry
from .incident import Incident


class Verdict(StrEnum):
    """What a check came to."""

    KEPT = "kept"
    BREACH = "breach"


class ConditionCheck(db.Model, Recorded):  # type: ignore[name-defined]
    """One check, never edited. `wording` is what the condition said then; a breach opened the incident it names."""

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "client_id"),
        Index(None, "event_id", "condition", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str]
    condition: Mapped[int]
    verdict: Mapped[Verdict]
    text: Mapped[str]
    wording: Mapped[str]
    audience: Mapped[str]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"))

    event: Mapped[Event] = relationship()
    entry: Mapped[Entry | None] = relationship()
    incident: Mapped[Incident | None] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "condition_check", "number": self.number, "client_id": self.client_id,
            "condition": self.condition, "verdict": self.verdict, "text": self.text, "wording": self.wording,
            "audience": self.audience, "at": iso(self.at), "by": self.by,
            "entry": self.entry.number if self.entry else None,
            "incident": self.incident.number if self.incident else None,
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return self.audience.split("+")

    def told(self) -> dict[str, Any]:
        return {
            "type": "condition_check", "number": self.number, "condition": self.condition, "verdict": self.verdict,
        }  # fmt: skip
