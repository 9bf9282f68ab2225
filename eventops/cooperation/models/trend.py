"""What somebody made of a sign of a trend in the shared picture."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, Place, iso
from ...extensions import db
from ...log.integrity import OF_THE_EVENT, PLACED
from ...log.models import Category, TrendState
from ...record import Recorded


class PictureTrend(db.Model, Recorded):  # type: ignore[name-defined]
    """That more of a category in an area in [since, until) is a trend, or is none, and why.

    `before` are the counts of the periods it was compared with, the nearest first; `chance` is of so many or more.
    """

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "client_id"),
        Index(None, "event_id", "since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str] = mapped_column(String(36))
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    place_text: Mapped[str | None]
    since: Mapped[datetime] = mapped_column(UTCDateTime)
    until: Mapped[datetime] = mapped_column(UTCDateTime)
    observed: Mapped[int]
    before: Mapped[list[int]] = mapped_column(JSON)
    expected: Mapped[float]
    chance: Mapped[float]
    state: Mapped[TrendState]
    reason: Mapped[str]
    judged_at: Mapped[datetime] = mapped_column(UTCDateTime)
    judged_by: Mapped[str]

    event: Mapped[Event] = relationship()
    category: Mapped[Category] = relationship()
    place: Mapped[Place | None] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "picture_trend", "number": self.number, "client_id": self.client_id,
            "category": self.category_code, "place": self.place.code if self.place else None,
            "place_text": self.place_text, "since": iso(self.since), "until": iso(self.until),
            "observed": self.observed, "before": self.before, "expected": self.expected, "chance": self.chance,
            "state": self.state, "reason": self.reason, "judged_at": iso(self.judged_at), "judged_by": self.judged_by,
        }  # fmt: skip


OF_THE_EVENT["picture_trend"] = lambda event: db.select(PictureTrend).filter_by(event_id=event.id)
PLACED["picture_trend"] = "place"
