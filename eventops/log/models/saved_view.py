"""A search worth keeping: a name and the query of its link, one's own or shared with an audience."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded


class Sought(StrEnum):
    """What a view lists."""

    INCIDENTS = "incidents"
    LINES = "lines"


class SavedView(db.Model, Recorded):  # type: ignore[name-defined]
    """One view. Without an audience it is its maker's own; who opens it sees only what they may."""

    __table_args__ = (UniqueConstraint("event_id", "number"), Index(None, "event_id", "account_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    by: Mapped[str]
    name: Mapped[str]
    lists: Mapped[Sought]
    query: Mapped[str]
    audience: Mapped[str | None]
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    dropped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "saved_view", "number": self.number, "by": self.by, "name": self.name, "lists": self.lists,
            "query": self.query, "audience": self.audience, "made_at": iso(self.made_at),
            "dropped_at": iso(self.dropped_at),
        }  # fmt: skip
