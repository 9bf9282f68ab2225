"""What an event has agreed on instead of a default of the roster's warnings."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded


class RosterLimit(db.Model, Recorded):  # type: ignore[name-defined]
    """A number by its code in seed/reference/roster.toml, and why it is another here; None: the default again."""

    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    code: Mapped[str]
    value: Mapped[float | None]
    because: Mapped[str | None]  # such as the agreement it is from
    set_at: Mapped[datetime] = mapped_column(UTCDateTime)
    set_by: Mapped[str]

    event: Mapped[Event] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "roster_limit", "number": self.id, "code": self.code, "value": self.value,
            "because": self.because, "set_at": iso(self.set_at), "set_by": self.set_by,
        }  # fmt: skip
