"""The roster: shifts at places, and who is assigned to them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..columns import UTCDateTime
from ..events.models import Event, Place, iso
from ..extensions import db
from ..people.models import Person
from ..record import Recorded


class Function(StrEnum):
    """What somebody does on a shift."""

    POLICE = "police"
    GUARD = "guard"
    MEDICAL = "medical"
    STEWARD = "steward"
    VOLUNTEER = "volunteer"
    STAFF = "staff"
    OTHER = "other"


class Shift(db.Model, Recorded):  # type: ignore[name-defined]
    """So many people in a function, at a place, in the half-open interval [starts_at, ends_at)."""

    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="forward"),
        CheckConstraint("needed > 0", name="needed"),
        Index(None, "event_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    name: Mapped[str]
    function: Mapped[Function]
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    needed: Mapped[int] = mapped_column(default=1)

    event: Mapped[Event] = relationship()
    place: Mapped[Place | None] = relationship()
    assignments: Mapped[list["Assignment"]] = relationship(back_populates="shift")

    @property
    def staff(self) -> list["Assignment"]:
        """The assignments that stand."""
        return [each for each in self.assignments if each.removed_at is None]

    @property
    def where(self) -> str:
        """The post's code, or the shift's own name when it is bound to no place."""
        return self.place.code if self.place else self.name

    def overlaps(self, other: "Shift") -> bool:
        """Whether some moment belongs to both; shifts that meet end to end do not overlap."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "shift", "number": self.id, "name": self.name, "function": self.function,
            "place": self.place.code if self.place else None, "starts_at": iso(self.starts_at),
            "ends_at": iso(self.ends_at), "needed": self.needed,
        }  # fmt: skip


class Assignment(db.Model, Recorded):  # type: ignore[name-defined]
    """That a person works a shift; removed by marking, never by deleting."""

    __table_args__ = (Index(None, "person_id"), Index(None, "shift_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    call_sign: Mapped[str | None]
    assigned_at: Mapped[datetime] = mapped_column(UTCDateTime)
    assigned_by: Mapped[str]
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    removed_by: Mapped[str | None]

    shift: Mapped[Shift] = relationship(back_populates="assignments")
    person: Mapped[Person] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "assignment", "number": self.id, "shift": self.shift_id, "person": self.person_id,
            "call_sign": self.call_sign, "assigned_at": iso(self.assigned_at), "removed_at": iso(self.removed_at),
        }  # fmt: skip
