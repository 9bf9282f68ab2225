"""What is counted of a crowd: rows that are only ever added, what a zone safely holds, and the alarms they raise."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access import ALL
from ...columns import UTCDateTime
from ...events.models import Event, Place, iso
from ...extensions import db
from ...record import Recorded


class CountKind(StrEnum):
    """What a count says."""

    FLOW = "flow"  # so many came in and so many went out
    TOTAL = "total"  # so many are inside, counted by hand
    DENSITY = "density"  # so tightly they stand where it is tightest, as somebody judges it


class Scale(StrEnum):
    """By what a zone is judged."""

    SHARE = "share"  # percent of the safe capacity (R55)
    DENSITY = "density"  # persons/m² (R51)


class CrowdCount(db.Model, Recorded):  # type: ignore[name-defined]
    """One count of a zone; nothing changes it, so any number of counters can count at once."""

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "client_id"),
        Index(None, "zone_id", "kind", "counted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str]
    zone_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    gate_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    kind: Mapped[CountKind]
    came_in: Mapped[int] = mapped_column(default=0)
    went_out: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    density: Mapped[float | None]
    because: Mapped[str | None]
    counted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    entered_at: Mapped[datetime] = mapped_column(UTCDateTime)
    author: Mapped[str]

    event: Mapped[Event] = relationship()
    zone: Mapped[Place] = relationship(foreign_keys=zone_id)
    gate: Mapped[Place | None] = relationship(foreign_keys=gate_id)

    def stands(self, zone: dict[str, Any]) -> None:
        """Say how the zone stands with it: that is what is told."""
        self._standing = zone

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "crowd_count", "number": self.number, "client_id": self.client_id, "zone": self.zone_id,
            "gate": self.gate_id, "kind": self.kind, "came_in": self.came_in, "went_out": self.went_out,
            "total": self.total, "density": self.density, "because": self.because,
            "counted_at": iso(self.counted_at), "entered_at": iso(self.entered_at), "author": self.author,
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return [ALL]

    def told(self) -> dict[str, Any]:
        """How the zone stands; who counted is nobody else's matter."""
        return {"type": "crowd_count", "number": self.number, **self._standing}


class CrowdCapacity(db.Model, Recorded):  # type: ignore[name-defined]
    """What a zone safely holds where somebody has said so; None: as the plan reckons again."""

    __table_args__ = (UniqueConstraint("zone_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    zone_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    capacity: Mapped[int | None]
    because: Mapped[str | None]
    set_at: Mapped[datetime] = mapped_column(UTCDateTime)
    set_by: Mapped[str]

    event: Mapped[Event] = relationship()
    zone: Mapped[Place] = relationship()

    def stands(self, zone: dict[str, Any]) -> None:
        """Say how the zone stands with it: that is what is told."""
        self._standing = zone

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "crowd_capacity", "number": self.id, "zone": self.zone_id, "capacity": self.capacity,
            "because": self.because, "set_at": iso(self.set_at), "set_by": self.set_by,
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return [ALL]

    def told(self) -> dict[str, Any]:
        return {"type": "crowd_capacity", "number": self.id, **self._standing}


class CrowdAlarm(db.Model, Recorded):  # type: ignore[name-defined]
    """That a zone crossed a level, with the numbers it did so by; over once it is clearly below again."""

    __table_args__ = (UniqueConstraint("event_id", "number"), Index(None, "zone_id", "ended_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    zone_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    scale: Mapped[Scale]
    level: Mapped[str]  # a code of seed/reference/crowd.toml
    value: Mapped[float]  # percent or persons/m²
    inside: Mapped[int]
    capacity: Mapped[int | None]
    raised_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    acknowledged_by: Mapped[str | None]
    incident: Mapped[int | None]  # the number of the one opened from it

    event: Mapped[Event] = relationship()
    zone: Mapped[Place] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "crowd_alarm", "number": self.number, "zone": self.zone_id, "scale": self.scale,
            "level": self.level, "value": self.value, "inside": self.inside, "capacity": self.capacity,
            "raised_at": iso(self.raised_at), "ended_at": iso(self.ended_at),
            "acknowledged_at": iso(self.acknowledged_at), "acknowledged_by": self.acknowledged_by,
            "incident": self.incident,
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return [ALL]

    def told(self) -> dict[str, Any]:
        """That it is so; by whom it was acknowledged and what the log says of it is for those who read that."""
        return {
            "type": "crowd_alarm", "number": self.number, "zone": self.zone.code, "scale": self.scale,
            "level": self.level, "value": self.value, "raised_at": iso(self.raised_at),
            "ended_at": iso(self.ended_at), "acknowledged_at": iso(self.acknowledged_at),
        }  # fmt: skip
