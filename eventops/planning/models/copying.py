"""What came from an earlier edition, and which number each part got here."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded


class Copying(db.Model, Recorded):  # type: ignore[name-defined]
    """That parts were brought here from an earlier edition, at once.

    `numbers` is {plural: [[number there, number here], ...]}; `came` is what came along beside parts and what did not:
    {"days", "partners", "members", "places", "site_plans", "files", "proposals"} as counts, and lists of {"kind",
    "number", ...} under "left" (parts), "loose" (references) and "narrowed" (audiences).
    """

    __table_args__ = (UniqueConstraint("event_id", "number"), UniqueConstraint("client_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str | None] = mapped_column(String(36))
    source: Mapped[str]  # the slug of the earlier edition
    shift: Mapped[int]  # by how many days its dates were moved
    numbers: Mapped[dict[str, list[list[int]]]] = mapped_column(JSON, default=dict)
    came: Mapped[dict[str, Any]] = mapped_column("told", JSON, default=dict)
    copied_at: Mapped[datetime] = mapped_column(UTCDateTime)
    copied_by: Mapped[str]

    event: Mapped[Event] = relationship()

    @property
    def parts(self) -> dict[str, int]:
        """How many parts of each kind came."""
        return {plural: len(pairs) for plural, pairs in self.numbers.items()}

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "copying", "number": self.number, "source": self.source, "shift": self.shift,
            "numbers": self.numbers, "told": self.came, "copied_at": iso(self.copied_at), "copied_by": self.copied_by,
        }  # fmt: skip
