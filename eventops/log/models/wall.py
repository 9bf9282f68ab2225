"""The way in for a wall display: a link of its own, so that nobody's session stands open in a room."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded


class WallLink(db.Model, Recorded):  # type: ignore[name-defined]
    """A link that shows the wall and nothing else; only the digest of its token is kept. Ended, never deleted."""

    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    label: Mapped[str]  # in which room it hangs
    audience: Mapped[str]  # all, police or command: who may stand in that room
    digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by: Mapped[str]
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_by: Mapped[str | None]

    event: Mapped[Event] = relationship()

    @property
    def room(self) -> str:
        """The Socket.IO room of its screens, so that they can be closed at once."""
        return f"wall/{self.id}"

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "wall_link", "number": self.number, "label": self.label, "audience": self.audience,
            "digest": self.digest, "made_at": iso(self.made_at), "made_by": self.made_by,
            "revoked_at": iso(self.revoked_at), "revoked_by": self.revoked_by,
        }  # fmt: skip
