"""What partners are told of an incident that they may not see: a neutral line, which never says which one."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded
from .entry import Entry
from .incident import Incident


class NeutralLine(db.Model, Recorded):  # type: ignore[name-defined]
    """That something is going on, and in which sector; only the inner side knows what. `by_rule`: nobody chose it."""

    __table_args__ = (UniqueConstraint("event_id", "number"), UniqueConstraint("entry_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))  # the line of the log that tells it now
    audience: Mapped[str]
    by_rule: Mapped[bool]
    told_at: Mapped[datetime] = mapped_column(UTCDateTime)
    over_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    incident: Mapped[Incident] = relationship()
    entry: Mapped[Entry] = relationship(lazy="joined")

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "neutral_line", "number": self.number, "incident": self.incident.number,
            "line": self.entry.number, "audience": self.audience, "by_rule": self.by_rule,
            "told_at": iso(self.told_at), "over_at": iso(self.over_at),
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return self.audience.split("+")

    def told(self) -> dict[str, Any]:
        return {
            "type": "neutral_line", "number": self.number, "line": self.entry.number, "audience": self.audience,
            "told_at": iso(self.told_at), "over_at": iso(self.over_at),
        }  # fmt: skip
