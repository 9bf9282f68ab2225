"""Guards under police command: suspension for a watch, and what the police tell them to do."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access import PARTNER, POLICE
from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...people.models import OrganisationKind, Person
from ...record import Recorded
from .assignment import Assignment

COMPANY = OrganisationKind.GUARD_COMPANY


class Suspension(db.Model, Recorded):  # type: ignore[name-defined]
    """That the police suspended a guard for one duty occasion (R20: 2023:421 12, 20 §§)."""

    __table_args__ = (UniqueConstraint("assignment_id"), Index(None, "event_id", "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    reason: Mapped[str]
    officer: Mapped[str]  # who decided it
    suspended_at: Mapped[datetime] = mapped_column(UTCDateTime)
    noted_by: Mapped[str]
    reported_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # to the Police Authority, at once
    reported_to: Mapped[str | None]

    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship()
    assignment: Mapped[Assignment] = relationship()

    def feeds(self) -> list[str]:
        return self.assignment.ears()

    def told(self) -> dict[str, Any]:
        """That it is so; why stays with the police."""
        return {"type": "suspension", "number": self.id, "shift": self.assignment.shift_id}

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "suspension", "number": self.id, "person": self.person_id, "assignment": self.assignment_id,
            "reason": self.reason, "officer": self.officer, "suspended_at": iso(self.suspended_at),
            "reported_at": iso(self.reported_at), "reported_to": self.reported_to,
        }  # fmt: skip


class Directive(db.Model, Recorded):  # type: ignore[name-defined]
    """What a police officer tells guards to do (R19: 2023:421 13 §); to one call sign, or to every guard on duty."""

    __table_args__ = (Index(None, "event_id", "given_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    call_sign: Mapped[str | None]  # None: every guard on duty
    text: Mapped[str]
    officer: Mapped[str]
    given_at: Mapped[datetime] = mapped_column(UTCDateTime)
    noted_by: Mapped[str]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    receipts: Mapped[list["DirectiveReceipt"]] = relationship(
        back_populates="directive", order_by="DirectiveReceipt.id"
    )

    def feeds(self) -> list[str]:
        return [POLICE, *(PARTNER + each.slug for each in self.event.partners if each.organisation.kind is COMPANY)]

    def told(self) -> dict[str, Any]:
        return {"type": "directive", "number": self.id}

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "directive", "number": self.id, "call_sign": self.call_sign, "text": self.text,
            "officer": self.officer, "given_at": iso(self.given_at), "withdrawn_at": iso(self.withdrawn_at),
        }  # fmt: skip


class DirectiveReceipt(db.Model, Recorded):  # type: ignore[name-defined]
    """That somebody took a directive in."""

    __table_args__ = (UniqueConstraint("directive_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[int] = mapped_column(ForeignKey("directive.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime] = mapped_column(UTCDateTime)
    noted_by: Mapped[str]

    directive: Mapped[Directive] = relationship(back_populates="receipts")
    person: Mapped[Person] = relationship()

    def feeds(self) -> list[str]:
        return self.directive.feeds()

    def told(self) -> dict[str, Any]:
        return {"type": "directive_receipt", "number": self.id}

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "directive_receipt", "number": self.id, "directive": self.directive_id, "person": self.person_id,
            "taken_at": iso(self.taken_at), "noted_by": self.noted_by,
        }  # fmt: skip
