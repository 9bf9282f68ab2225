"""The cells that people in custody can be taken to, as an event has agreed on them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access import POLICE
from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded


class CellStation(db.Model, Recorded):  # type: ignore[name-defined]
    """A police station with cells, and how far it is (R35); others than the event's own may be held there, too."""

    __table_args__ = (
        Index(None, "event_id"),
        CheckConstraint("cells >= 0 AND others >= 0 AND expected >= 0 AND minutes >= 0", name="counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    name: Mapped[str]
    cells: Mapped[int]
    others: Mapped[int] = mapped_column(default=0)  # cells taken by those whom this event did not bring
    expected: Mapped[int] = mapped_column(default=0)  # of others, on their way
    minutes: Mapped[int]  # of transport
    dropped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()

    def feeds(self) -> list[str]:
        return [POLICE]

    def told(self) -> dict[str, Any]:
        return {"type": "cell_station", "number": self.id}

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "cell_station", "number": self.id, "name": self.name, "cells": self.cells, "others": self.others,
            "expected": self.expected, "minutes": self.minutes, "dropped_at": iso(self.dropped_at),
        }  # fmt: skip
