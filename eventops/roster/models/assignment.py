"""Who works a shift, what was accepted so that they could, and what came of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access import PARTNER, POLICE
from ...columns import UTCDateTime
from ...events.models import Phase, iso
from ...extensions import db
from ...people.models import Person
from ...record import Recorded
from .shift import Function, Shift


class Reply(StrEnum):
    """What a person says of a shift that they were put on."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class Presence(StrEnum):
    """What the roll-call found."""

    PRESENT = "present"
    LATE = "late"
    NO_SHOW = "no_show"
    SICK = "sick"
    SENT_HOME = "sent_home"
    LEFT = "left"  # went off duty as planned
    EXPECTED = "expected"  # not called yet; said again when the first line was a mistake


HERE = frozenset({Presence.PRESENT, Presence.LATE})
ABSENT = frozenset({Presence.NO_SHOW, Presence.SICK, Presence.SENT_HOME})


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
    removed_because: Mapped[str | None]
    reply: Mapped[Reply | None]
    replied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    replied_because: Mapped[str | None]
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    shift: Mapped[Shift] = relationship(back_populates="assignments")
    person: Mapped[Person] = relationship()
    acceptances: Mapped[list["Acceptance"]] = relationship(back_populates="assignment", order_by="Acceptance.id")
    attendance: Mapped[list["Attendance"]] = relationship(back_populates="assignment", order_by="Attendance.id")
    notification: Mapped["Notification | None"] = relationship(back_populates="assignment", uselist=False)

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "assignment", "number": self.id, "shift": self.shift_id, "person": self.person_id,
            "call_sign": self.call_sign, "assigned_at": iso(self.assigned_at), "removed_at": iso(self.removed_at),
            "removed_because": self.removed_because, "reply": self.reply, "replied_because": self.replied_because,
        }  # fmt: skip

    @property
    def standing(self) -> "Attendance | None":
        """The line of the roll-call that holds; None before the first, and when that was taken back."""
        last = self.attendance[-1] if self.attendance else None
        return None if last is None or last.presence is Presence.EXPECTED else last

    @property
    def presence(self) -> Presence:
        """What the roll-call says now."""
        return self.standing.presence if self.standing else Presence.EXPECTED

    @property
    def notified(self) -> bool:
        """Whether duty may begin: a guard's is notified to the police before (R14: 2023:422 7 §)."""
        return self.shift.function is not Function.GUARD or self.notification is not None

    @property
    def counts(self) -> bool:
        """Whether they are on duty while the shift lasts: notified, and not found missing or gone."""
        return self.removed_at is None and self.notified and self.presence in {Presence.EXPECTED, *HERE}

    def feeds(self) -> list[str]:
        """Once the event is live, the police and the employer; a planner's evening is not for the log's screens."""
        return self.ears() if self.shift.event.phase is Phase.LIVE else []

    def told(self) -> dict[str, Any]:
        return {"type": "assignment", "number": self.id, "shift": self.shift_id}

    def ears(self) -> list[str]:
        """The feeds of the police and of who employs them."""
        partners = self.shift.event.partners
        return [
            POLICE,
            *(PARTNER + each.slug for each in partners if each.organisation_id == self.person.organisation_id),
        ]


class Acceptance(db.Model, Recorded):  # type: ignore[name-defined]
    """That a warning was seen and the assignment made all the same, by name and with a reason (R40, R41)."""

    __table_args__ = (UniqueConstraint("assignment_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    code: Mapped[str]  # which warning, such as "rest"
    said: Mapped[str]  # the warning as it was shown
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # what it speaks of; None: of before
    reason: Mapped[str]
    accepted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    accepted_by: Mapped[str]

    assignment: Mapped[Assignment] = relationship(back_populates="acceptances")

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "acceptance", "number": self.id, "assignment": self.assignment_id, "code": self.code,
            "said": self.said, "reason": self.reason, "accepted_at": iso(self.accepted_at),
            "accepted_by": self.accepted_by, **({"facts": self.facts} if self.facts is not None else {}),
        }  # fmt: skip


class Attendance(db.Model, Recorded):  # type: ignore[name-defined]
    """One line of a roll-call; the last one of an assignment stands, none is changed."""

    __table_args__ = (Index(None, "assignment_id"), UniqueConstraint("client_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    client_id: Mapped[str | None]  # made by the screen that was tapped, so that a tap sent twice is one line
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("attendance.id"))  # the line that this one takes back
    presence: Mapped[Presence]
    at: Mapped[datetime] = mapped_column(UTCDateTime)  # when it was so
    noted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    noted_by: Mapped[str]
    note: Mapped[str | None]

    assignment: Mapped[Assignment] = relationship(back_populates="attendance")

    def feeds(self) -> list[str]:
        return self.assignment.ears()

    def told(self) -> dict[str, Any]:
        """That there is a line; what it says is read where one may."""
        return {"type": "attendance", "number": self.id, "shift": self.assignment.shift_id}

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "attendance", "number": self.id, "assignment": self.assignment_id, "presence": self.presence,
            "at": iso(self.at), "noted_at": iso(self.noted_at), "noted_by": self.noted_by, "note": self.note,
            "undoes": self.undoes_id,
        }  # fmt: skip


class Notification(db.Model, Recorded):  # type: ignore[name-defined]
    """That the police were notified of a guard's duty before it began, and told of its end (R14: 2023:422 7 §)."""

    __table_args__ = (UniqueConstraint("assignment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    reference: Mapped[str]  # of the notification in the police's own system
    notified_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    noted_by: Mapped[str]

    assignment: Mapped[Assignment] = relationship(back_populates="notification")

    @property
    def late(self) -> bool:
        """Whether duty had begun when the police were notified."""
        return self.notified_at > self.assignment.shift.starts_at

    def feeds(self) -> list[str]:
        return self.assignment.ears()

    def told(self) -> dict[str, Any]:
        return {"type": "notification", "number": self.id, "shift": self.assignment.shift_id}

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "notification", "number": self.id, "assignment": self.assignment_id, "reference": self.reference,
            "notified_at": iso(self.notified_at), "ended_at": iso(self.ended_at), "noted_by": self.noted_by,
        }  # fmt: skip
