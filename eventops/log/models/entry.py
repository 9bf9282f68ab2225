"""A line of the log: written once, struck by another line, never changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded
from .incident import Incident


class EntryKind(StrEnum):
    """What a line says: something written, or something done to an incident."""

    NOTE = "note"
    ASSESSMENT = "assessment"
    DECISION = "decision"
    TASK = "task"
    ORDER = "order"
    SITREP = "sitrep"
    CONTACT = "contact"
    OPENED = "opened"
    STATE = "state"
    PRIORITY = "priority"
    EDITED = "edited"
    MOVED = "moved"
    AUDIENCE = "audience"
    UNIT = "unit"
    LINKED = "linked"
    MERGED = "merged"
    ATTACHED = "attached"
    ACKNOWLEDGED = "acknowledged"
    STRIKE = "strike"


# What people write (domain 4c E6): facts, assessments, decisions, tasks, orders, situation reports, contacts made.
WRITTEN = (
    EntryKind.NOTE, EntryKind.ASSESSMENT, EntryKind.DECISION, EntryKind.TASK, EntryKind.ORDER, EntryKind.SITREP,
    EntryKind.CONTACT,
)  # fmt: skip
STRIKABLE = (*WRITTEN, EntryKind.OPENED)


class Entry(db.Model, Recorded):  # type: ignore[name-defined]
    """One line. `text` is what was written; for a state or priority line it is the new value's code."""

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "client_id"),
        Index(None, "incident_id", "number"),
        Index(None, "strikes_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str]
    kind: Mapped[EntryKind]
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"))
    text: Mapped[str | None]
    search: Mapped[str]
    audience: Mapped[str]
    occurred_at: Mapped[datetime] = mapped_column(UTCDateTime)
    entered_at: Mapped[datetime] = mapped_column(UTCDateTime)
    author: Mapped[str]
    author_role: Mapped[str]
    on_behalf: Mapped[str | None]
    receiver: Mapped[str | None]
    channel: Mapped[str | None]
    quoted: Mapped[bool | None]  # direct speech
    late_because: Mapped[str | None]
    strikes_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))

    event: Mapped[Event] = relationship()
    incident: Mapped[Incident | None] = relationship()
    # Read only: rows that may depend on one another are flushed one by one, and every write is a line.
    strikes: Mapped["Entry | None"] = relationship(remote_side=id, viewonly=True)
    struck_by: Mapped[list["Entry"]] = relationship(order_by="Entry.number", viewonly=True)

    @property
    def topic(self) -> str:
        return self.incident.topic if self.incident else f"entry/{self.number}"

    @property
    def struck(self) -> "Entry | None":
        """The line that struck this one, if one did."""
        return self.struck_by[0] if self.struck_by else None

    @property
    def erased(self) -> bool:
        """Whether the content was lawfully erased."""
        return self.text is None

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "entry", "number": self.number, "client_id": self.client_id, "kind": self.kind,
            "incident": self.incident.number if self.incident else None, "text": self.text,
            "audience": self.audience, "occurred_at": iso(self.occurred_at), "entered_at": iso(self.entered_at),
            "author": self.author, "role": self.author_role, "on_behalf": self.on_behalf,
            "receiver": self.receiver, "channel": self.channel, "quoted": self.quoted or None,
            "late_because": self.late_because,
            "strikes": self.strikes.number if self.strikes else None,
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return self.audience.split("+")
