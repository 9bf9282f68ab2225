"""What a post needs, watch after watch: the pattern that shifts are generated from."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, Place, iso
from ...extensions import db
from ...record import Recorded
from .shift import Function, LegalBasis


class Need(db.Model, Recorded):  # type: ignore[name-defined]
    """So many in a function at a post, between two hours of the wall, on each of its days (ISO dates).

    Each shift it generates begins `handover` minutes before its hour, so that two watches stand together (R41).
    """

    __table_args__ = (Index(None, "event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    watch: Mapped[int | None]  # the number of the plan's watch it follows
    name: Mapped[str]
    function: Mapped[Function]
    starts: Mapped[str]  # HH:MM on the event's wall
    ends: Mapped[str]  # on the next day unless later than the start
    days: Mapped[list[str]] = mapped_column(JSON, default=list)
    handover: Mapped[int] = mapped_column(default=15)
    needed: Mapped[int] = mapped_column(default=1)
    requires: Mapped[list[str]] = mapped_column(JSON, default=list)
    legal_basis: Mapped[LegalBasis | None]
    legal_reference: Mapped[str | None]
    dropped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    place: Mapped[Place | None] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "need", "number": self.id, "name": self.name, "function": self.function,
            "place": self.place.code if self.place else None, "watch": self.watch, "starts": self.starts,
            "ends": self.ends, "days": self.days, "handover": self.handover, "needed": self.needed,
            "requires": self.requires, "legal_basis": self.legal_basis, "legal_reference": self.legal_reference,
            "dropped_at": iso(self.dropped_at),
        }  # fmt: skip
