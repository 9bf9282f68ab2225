"""The shifts of an event: so many people in a function, at a place, from one moment up to another."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, Place, iso
from ...extensions import db
from ...record import Recorded

if TYPE_CHECKING:
    from .assignment import Assignment


class Function(StrEnum):
    """What somebody does on a shift."""

    POLICE = "police"
    GUARD = "guard"
    MEDICAL = "medical"
    STEWARD = "steward"
    VOLUNTEER = "volunteer"
    STAFF = "staff"
    OTHER = "other"


class LegalBasis(StrEnum):
    """What lets public order guards be used at a place (R13: L: 2023:421 3-5 §§)."""

    PERMIT = "permit"  # the police's permit to use guards, by its number
    EVENT_DECISION = "event_decision"  # a condition in the decision on the gathering or event
    ALCOHOL_DECISION = "alcohol_decision"  # a condition in the serving permit
    STATUTE = "statute"


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
    need_id: Mapped[int | None] = mapped_column(index=True)  # the Need it was generated from
    need_day: Mapped[str | None]  # for which of its days (ISO date)
    name: Mapped[str]
    function: Mapped[Function]
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    needed: Mapped[int] = mapped_column(default=1)
    requires: Mapped[list[str]] = mapped_column(JSON, default=list)  # the CredentialKinds each on it must hold
    legal_basis: Mapped[LegalBasis | None]  # of a guard deployment
    legal_reference: Mapped[str | None]  # the number or the condition that it points at
    dropped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    dropped_because: Mapped[str | None]

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

    @property
    def hours(self) -> float:
        """How long it is, in true hours."""
        return (self.ends_at - self.starts_at).total_seconds() / 3600

    def overlaps(self, other: "Shift") -> bool:
        """Whether some moment belongs to both; shifts that meet end to end do not overlap."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "shift", "number": self.id, "name": self.name, "function": self.function,
            "place": self.place.code if self.place else None, "starts_at": iso(self.starts_at),
            "ends_at": iso(self.ends_at), "needed": self.needed, "requires": self.requires,
            "legal_basis": self.legal_basis, "legal_reference": self.legal_reference, "need": self.need_id,
            "need_day": self.need_day, "dropped_at": iso(self.dropped_at), "dropped_because": self.dropped_because,
        }  # fmt: skip
