"""That a partner has signed its part of a published version."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded


class Signature(db.Model, Recorded):  # type: ignore[name-defined]
    """A partner's signature. `digest` is of the parts that concern it in that version; it holds while they are so."""

    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    partner: Mapped[str]
    version: Mapped[int]
    digest: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    note: Mapped[str | None]

    event: Mapped[Event] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "signature", "number": self.number, "partner": self.partner, "version": self.version,
            "digest": self.digest, "by": self.by, "at": iso(self.at), "note": self.note,
        }  # fmt: skip
