"""The units that the roster hands to the live board: patrols, guard groups and teams, by their call signs."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...people.models import Person
from ...record import Recorded


class UnitKind(StrEnum):
    """What kind of unit it is (domain 5b)."""

    PATROL = "patrol"
    ARREST_GROUP = "arrest_group"
    DIALOGUE = "dialogue"
    TRAFFIC = "traffic"
    DOG = "dog"
    PLAIN_CLOTHES = "plain_clothes"
    CRIME_DESK = "crime_desk"
    CUSTODY = "custody"
    GUARD_GROUP = "guard_group"
    GUARD_RESERVE = "guard_reserve"
    STEWARDS = "stewards"
    VOLUNTEERS = "volunteers"
    CHURCH = "church"
    SOCIAL = "social"
    MEDICAL = "medical"
    RESCUE = "rescue"
    DRONE = "drone"
    OTHER = "other"


class Unit(db.Model, Recorded):  # type: ignore[name-defined]
    """What is said of a unit beside who is on it: its members are those assigned under its call sign."""

    __table_args__ = (UniqueConstraint("event_id", "call_sign"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    call_sign: Mapped[str]
    kind: Mapped[UnitKind]
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # of a guard group: a police officer
    vehicle: Mapped[str | None]
    talkgroup: Mapped[str | None]  # the name of a channel of the plan
    note: Mapped[str | None]
    dropped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    lead: Mapped[Person | None] = relationship()

    @property
    def hidden(self) -> bool:
        """Whether only the police know of it (domain 5b: plain clothes are hidden from partners)."""
        return self.kind is UnitKind.PLAIN_CLOTHES

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "unit", "number": self.id, "call_sign": self.call_sign, "kind": self.kind, "lead": self.lead_id,
            "vehicle": self.vehicle, "talkgroup": self.talkgroup, "note": self.note,
            "dropped_at": iso(self.dropped_at),
        }  # fmt: skip
