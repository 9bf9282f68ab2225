"""Somebody who wants out of a shift, and the planner who decides it; and the signed way in for who has no account."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...people.models import Person
from ...record import Recorded
from .assignment import Assignment


class SwapState(StrEnum):
    """What became of a wish to swap."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Swap(db.Model, Recorded):  # type: ignore[name-defined]
    """That somebody asks to be replaced on a shift, by somebody they name or by anybody."""

    __table_args__ = (Index(None, "assignment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    with_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    because: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[SwapState] = mapped_column(default=SwapState.ASKED)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by: Mapped[str | None]
    decided_because: Mapped[str | None]

    event: Mapped[Event] = relationship()
    assignment: Mapped[Assignment] = relationship()
    replacement: Mapped[Person | None] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "swap", "number": self.id, "assignment": self.assignment_id, "with": self.with_id,
            "because": self.because, "asked_at": iso(self.asked_at), "state": self.state,
            "decided_at": iso(self.decided_at), "decided_by": self.decided_by, "decided_because": self.decided_because,
        }  # fmt: skip


class DutyLink(db.Model, Recorded):  # type: ignore[name-defined]
    """A signed way to one's own shifts, without account; the token itself is not kept."""

    __table_args__ = (Index(None, "event_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # the last time, to the hour; off the record
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship()

    def usable(self, at: datetime) -> bool:
        """Neither ended nor run out."""
        return self.revoked_at is None and at < self.expires_at

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "duty_link", "number": self.id, "person": self.person_id, "made_at": iso(self.made_at),
            "expires_at": iso(self.expires_at), "revoked_at": iso(self.revoked_at),
        }  # fmt: skip
