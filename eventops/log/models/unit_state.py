"""What is known of a unit beside the incidents it is on: whether it can be sent, how it fares, where it was last."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access import POLICE
from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded
from .incident import Incident


class Availability(StrEnum):
    """Whether a unit that is on duty can be sent."""

    AVAILABLE = "available"
    BREAK = "break"
    OUT = "out"


class UnitState(db.Model, Recorded):  # type: ignore[name-defined]
    """That a unit can be sent or not from a moment on; the last row of a call sign holds."""

    __table_args__ = (UniqueConstraint("event_id", "number"), Index(None, "event_id", "call_sign"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    call_sign: Mapped[str]
    availability: Mapped[Availability]
    audience: Mapped[str]  # the police, and who employs a unit of guards or volunteers
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str]

    event: Mapped[Event] = relationship()

    def feeds(self) -> list[str]:
        return self.audience.split("+")

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "unit_state", "number": self.number, "call_sign": self.call_sign,
            "availability": self.availability, "audience": self.audience, "at": iso(self.at), "by": self.by,
        }  # fmt: skip


class WelfareCheck(db.Model, Recorded):  # type: ignore[name-defined]
    """That a unit on scene was asked how it fares, and when it answered by its phone or by radio."""

    __table_args__ = (UniqueConstraint("event_id", "number"), Index(None, "event_id", "call_sign"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"))
    call_sign: Mapped[str]
    audience: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by: Mapped[str | None]

    event: Mapped[Event] = relationship()
    incident: Mapped[Incident] = relationship()

    def feeds(self) -> list[str]:
        return self.audience.split("+")

    def snapshot(self) -> dict[str, Any]:
        return {**self.told(), "incident": self.incident.number}

    def told(self) -> dict[str, Any]:
        """Without its incident, which not everybody who hears of the unit may know."""
        return {
            "type": "welfare_check", "number": self.number, "call_sign": self.call_sign, "audience": self.audience,
            "asked_at": iso(self.asked_at), "answered_at": iso(self.answered_at), "answered_by": self.answered_by,
        }  # fmt: skip


class UnitPosition(db.Model, Recorded):  # type: ignore[name-defined]
    """Where a unit said last that it was; the place before is forgotten, and this one when the event closes."""

    __table_args__ = (
        UniqueConstraint("event_id", "call_sign"),
        CheckConstraint("lat BETWEEN -90 AND 90", name="lat"),
        CheckConstraint("lon BETWEEN -180 AND 180", name="lon"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    call_sign: Mapped[str]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str]

    event: Mapped[Event] = relationship()

    def feeds(self) -> list[str]:
        return [POLICE]

    def snapshot(self) -> dict[str, Any]:
        """The record keeps that and when it was told, never where: it would be a track of the unit for ever."""
        return {
            "type": "unit_position", "number": self.id, "call_sign": self.call_sign, "at": iso(self.at), "by": self.by,
        }  # fmt: skip

    def told(self) -> dict[str, Any]:
        return {**self.snapshot(), "lat": self.lat, "lon": self.lon}
