"""What somebody saw, said in one line at a debrief: to keep or to change; many of them may make one lesson."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..columns import UTCDateTime
from ..cooperation.models.meeting import Meeting
from ..events.models import iso
from ..extensions import db
from ..log.integrity import OF_THE_EVENT
from ..record import Recorded


class Side(StrEnum):
    """Whether it went well and is kept, or is to be changed."""

    KEEP = "keep"
    CHANGE = "change"


class Observation(db.Model, Recorded):  # type: ignore[name-defined]
    """One line of one participant. `lesson` is the number of the lesson it went into; it is struck, never edited."""

    __table_args__ = (UniqueConstraint("event_id", "number"), UniqueConstraint("event_id", "client_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str] = mapped_column(String(36))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    side: Mapped[Side]
    category: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    by: Mapped[str]
    partner: Mapped[str]
    lesson: Mapped[int | None]
    struck_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    struck_because: Mapped[str | None]

    meeting: Mapped[Meeting] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "observation", "number": self.number, "client_id": self.client_id,
            "meeting": self.meeting.number, "side": self.side, "category": self.category, "text": self.text,
            "at": iso(self.at), "by": self.by, "partner": self.partner, "lesson": self.lesson,
            "struck_at": iso(self.struck_at), "struck_because": self.struck_because,
        }  # fmt: skip


OF_THE_EVENT["observation"] = lambda event: db.select(Observation).filter_by(event_id=event.id)
