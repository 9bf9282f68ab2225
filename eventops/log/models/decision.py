"""A decision: one line of the log with what it rests on, added row by row, and its reviews (R71)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded
from .entry import Entry


class GroundKind(StrEnum):
    """What is said of a decision beside the decision itself, in the order it is read."""

    INFORMATION = "information"
    THREAT = "threat"
    POWERS = "powers"
    LENIENT = "lenient"
    OPTION = "option"
    PROPORTIONALITY = "proportionality"
    EFFECT = "effect"


class Outcome(StrEnum):
    """What a review came to."""

    STANDS = "stands"
    CHANGED = "changed"
    ENDED = "ended"


class Decision(db.Model, Recorded):  # type: ignore[name-defined]
    """A decision; its line holds the words, when it was made, when it was entered and by whom.

    `review_at` is the first review time that was set, `due_at` the one that stands now. `disperses` marks that a
    gathering is dispersed, which the law allows only if milder means do not suffice (R5: OL 2:24). `partner` is the
    slug of whose member wrote it.
    """

    __table_args__ = (UniqueConstraint("event_id", "number"), UniqueConstraint("entry_id"), Index(None, "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    partner: Mapped[str]
    decider: Mapped[str]
    decider_role: Mapped[str | None]
    disperses: Mapped[bool] = mapped_column(default=False)
    review_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    entry: Mapped[Entry] = relationship(lazy="joined")
    grounds: Mapped[list["Ground"]] = relationship(back_populates="decision", order_by="Ground.id")
    reviews: Mapped[list["Review"]] = relationship(back_populates="decision", order_by="Review.id")

    @property
    def topic(self) -> str:
        return self.entry.topic if self.entry.incident else f"decision/{self.number}"

    @property
    def audience(self) -> str:
        """Who may know of it: who may read its line."""
        return self.entry.audience

    @property
    def text(self) -> str | None:
        """What was decided; None when it was lawfully erased."""
        return self.entry.text

    @property
    def outcome(self) -> Outcome | None:
        """What its last review came to."""
        return self.reviews[-1].outcome if self.reviews else None

    @property
    def holds(self) -> bool:
        """Whether it is still in force."""
        return not self.entry.struck and self.outcome in (None, Outcome.STANDS)

    @property
    def missing(self) -> list[GroundKind]:
        """What nobody has said of it yet."""
        told = {ground.kind for ground in self.grounds}
        return [kind for kind in GroundKind if kind not in told and (self.disperses or kind is not GroundKind.LENIENT)]

    def of(self, kind: GroundKind) -> list["Ground"]:
        """What was said under one head, in the order it was added."""
        return [ground for ground in self.grounds if ground.kind is kind]

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "decision", "number": self.number, "entry": self.entry.number, "partner": self.partner,
            "decider": self.decider, "decider_role": self.decider_role, "disperses": self.disperses,
            "review_at": iso(self.review_at), "due_at": iso(self.due_at), "audience": self.audience,
            "grounds": [ground.data() for ground in self.grounds],
            "reviews": [review.data() for review in self.reviews],
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return self.audience.split("+")

    def told(self) -> dict[str, Any]:
        return {"type": "decision", "number": self.number, "due_at": iso(self.due_at), "audience": self.audience}


class Ground(db.Model):  # type: ignore[name-defined]
    """Something a decision rests on; `because` says of an option why it was not chosen. Never edited."""

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    kind: Mapped[GroundKind]
    text: Mapped[str]
    because: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str]

    decision: Mapped[Decision] = relationship(back_populates="grounds")

    @property
    def later(self) -> bool:
        """Whether it was added when the decision already stood in the log."""
        return self.at > self.decision.entry.entered_at

    def data(self) -> dict[str, Any]:
        """The row as part of its decision's snapshot."""
        return {"kind": self.kind, "text": self.text, "because": self.because, "at": iso(self.at), "by": self.by}


class Review(db.Model):  # type: ignore[name-defined]
    """That a decision was looked at again; `changed_by` is the number of the decision that took its place."""

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    outcome: Mapped[Outcome]
    changed_by: Mapped[int | None]
    note: Mapped[str | None]
    next_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str]

    decision: Mapped[Decision] = relationship(back_populates="reviews")

    def data(self) -> dict[str, Any]:
        """The row as part of its decision's snapshot."""
        return {
            "outcome": self.outcome, "changed_by": self.changed_by, "note": self.note, "next_at": iso(self.next_at),
            "at": iso(self.at), "by": self.by,
        }  # fmt: skip
