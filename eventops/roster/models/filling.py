"""A proposal of who fills the gaps, made by the solver while planners go on."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded

SILENCE = timedelta(seconds=30)  # without a sign of life, who looked is gone


class FillingState(StrEnum):
    """How far a proposal has come."""

    RUNNING = "running"
    READY = "ready"
    CANCELLED = "cancelled"
    FAILED = "failed"
    SETTLED = "settled"  # every row of it accepted or declined


class Filling(db.Model, Recorded):  # type: ignore[name-defined]
    """One run of the solver over an event. `progress` and `found` are its facts as data; see roster/filling."""

    __table_args__ = (Index(None, "event_id", "asked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    state: Mapped[FillingState]
    progress: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    found: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    asked_by: Mapped[str]
    beat_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # the solver's last sign of life
    stop_asked: Mapped[bool] = mapped_column(default=False)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()

    def lost(self, now: datetime) -> bool:
        """Whether it says that it runs, and nobody has tended it for long: the server died."""
        return self.state is FillingState.RUNNING and now - (self.beat_at or self.asked_at) > SILENCE

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What was proposed, each with its `state`: "open", "accepted", "declined" or "refused"."""
        return list(self.found.get("rows", []))

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "filling", "number": self.id, "state": self.state, "asked_at": iso(self.asked_at),
            "asked_by": self.asked_by, "finished_at": iso(self.finished_at),
        }  # fmt: skip
