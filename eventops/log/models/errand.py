"""An errand: what somebody is to do and by when, a task on screen; the tasks of the plan are those of its matrix."""

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
from .incident import Incident


class ErrandState(StrEnum):
    """How far it has come."""

    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class OwnerKind(StrEnum):
    """Who answers for it: a partner by its slug, a unit by its call sign, somebody by role or name."""

    PARTNER = "partner"
    UNIT = "unit"
    ROLE = "role"


FOLLOWS: dict[ErrandState, frozenset[ErrandState]] = {
    ErrandState.OPEN: frozenset({ErrandState.TAKEN, ErrandState.DONE, ErrandState.WITHDRAWN}),
    ErrandState.TAKEN: frozenset({ErrandState.DONE, ErrandState.WITHDRAWN}),
    ErrandState.DONE: frozenset(),
    ErrandState.WITHDRAWN: frozenset(),
}


class Errand(db.Model, Recorded):  # type: ignore[name-defined]
    """What somebody is to do. `partner` is the slug of whose member gave it, `entry` the line that says so."""

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("entry_id"),
        Index(None, "event_id", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), index=True)
    text: Mapped[str]
    owner_kind: Mapped[OwnerKind]
    owner: Mapped[str]
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    audience: Mapped[str]
    partner: Mapped[str]
    state: Mapped[ErrandState] = mapped_column(default=ErrandState.OPEN)

    event: Mapped[Event] = relationship()
    entry: Mapped[Entry] = relationship(lazy="joined")
    incident: Mapped[Incident | None] = relationship()
    steps: Mapped[list["ErrandStep"]] = relationship(back_populates="errand", order_by="ErrandStep.id")

    @property
    def topic(self) -> str:
        return self.incident.topic if self.incident else f"errand/{self.number}"

    @property
    def left(self) -> bool:
        """Whether somebody still has to do it."""
        return self.state in (ErrandState.OPEN, ErrandState.TAKEN)

    def overdue(self, now: datetime) -> bool:
        """Whether it should have been done by now."""
        return self.left and self.due_at is not None and self.due_at <= now

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "errand", "number": self.number, "entry": self.entry.number,
            "incident": self.incident.number if self.incident else None, "text": self.text,
            "owner_kind": self.owner_kind, "owner": self.owner, "due_at": iso(self.due_at),
            "audience": self.audience, "partner": self.partner, "state": self.state,
            "steps": [step.data() for step in self.steps],
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return self.audience.split("+")

    def told(self) -> dict[str, Any]:
        return {
            "type": "errand", "number": self.number, "state": self.state, "owner": self.owner,
            "due_at": iso(self.due_at), "audience": self.audience,
        }  # fmt: skip


class ErrandStep(db.Model):  # type: ignore[name-defined]
    """That it was taken, done or withdrawn, by whom and when."""

    id: Mapped[int] = mapped_column(primary_key=True)
    errand_id: Mapped[int] = mapped_column(ForeignKey("errand.id"), index=True)
    state: Mapped[ErrandState]
    note: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str]

    errand: Mapped[Errand] = relationship(back_populates="steps")

    def data(self) -> dict[str, Any]:
        """The row as part of its errand's snapshot."""
        return {"state": self.state, "note": self.note, "at": iso(self.at), "by": self.by}
