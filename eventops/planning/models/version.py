"""The plan as it was published: frozen, and nobody can change it afterwards."""

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded


class PlanVersion(db.Model, Recorded):  # type: ignore[name-defined]
    """The plan as it was published: frozen text and its digest."""

    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    content: Mapped[str]
    digest: Mapped[str]
    note: Mapped[str | None]
    published_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_by: Mapped[str]

    event: Mapped[Event] = relationship()

    @property
    def plan(self) -> dict[str, Any]:
        """The frozen content as data."""
        return orjson.loads(self.content)  # type: ignore[no-any-return]

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "plan_version", "number": self.number, "digest": self.digest, "note": self.note,
            "published_at": iso(self.published_at), "published_by": self.published_by,
        }  # fmt: skip
