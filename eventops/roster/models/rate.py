"""What an hour costs, for the resource ledger (R72)."""

from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...events.models import Event
from ...extensions import db
from ...people.models import Organisation
from ...record import Recorded
from .shift import Function


class Rate(db.Model, Recorded):  # type: ignore[name-defined]
    """What an hour in a function of an organisation costs, in the event's money (SEK), with its source."""

    __table_args__ = (UniqueConstraint("event_id", "organisation_id", "function"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    function: Mapped[Function]
    per_hour: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    source: Mapped[str | None]

    event: Mapped[Event] = relationship()
    organisation: Mapped[Organisation] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "rate", "number": self.id, "organisation": self.organisation.slug, "function": self.function,
            "per_hour": str(self.per_hour), "source": self.source,
        }  # fmt: skip
