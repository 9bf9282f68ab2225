"""More of something in a sector than at the same hour before: an alert that somebody confirms or dismisses."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access import POLICE
from ...columns import UTCDateTime
from ...events.models import Event, Place, iso
from ...extensions import db
from ...record import Recorded
from .category import Category


class TrendState(StrEnum):
    """What somebody made of it."""

    RAISED = "raised"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class TrendAlert(db.Model, Recorded):  # type: ignore[name-defined]
    """How many there were in [since, until), and how many in each slot they were compared with."""

    __table_args__ = (UniqueConstraint("event_id", "number"), Index(None, "event_id", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"))
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    since: Mapped[datetime] = mapped_column(UTCDateTime)
    until: Mapped[datetime] = mapped_column(UTCDateTime)
    observed: Mapped[int]
    before: Mapped[list[int]] = mapped_column(JSON)
    expected: Mapped[float]
    chance: Mapped[float]  # of so many or more, were it as before
    raised_at: Mapped[datetime] = mapped_column(UTCDateTime)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    acknowledged_by: Mapped[str | None]
    state: Mapped[TrendState] = mapped_column(default=TrendState.RAISED)
    judged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    judged_by: Mapped[str | None]
    reason: Mapped[str | None]

    event: Mapped[Event] = relationship()
    category: Mapped[Category] = relationship()
    sector: Mapped[Place | None] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "trend_alert", "number": self.number, "category": self.category_code,
            "sector": self.sector.code if self.sector else None, "since": iso(self.since), "until": iso(self.until),
            "observed": self.observed, "before": self.before, "expected": self.expected, "chance": self.chance,
            "raised_at": iso(self.raised_at), "acknowledged_at": iso(self.acknowledged_at),
            "acknowledged_by": self.acknowledged_by, "state": self.state, "judged_at": iso(self.judged_at),
            "judged_by": self.judged_by, "reason": self.reason,
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return [POLICE]
