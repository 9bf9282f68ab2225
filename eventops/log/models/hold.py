"""Who has the log at any minute, and what was open when somebody took it over."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access import POLICE
from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded


class LogHold(db.Model, Recorded):  # type: ignore[name-defined]
    """That somebody has the log, from a moment on until the next one takes it over or it is laid down."""

    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    holder: Mapped[str]
    since: Mapped[datetime] = mapped_column(UTCDateTime)
    until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    note: Mapped[str | None]  # what the one before wanted said

    event: Mapped[Event] = relationship()
    things: Mapped[list["HandedOver"]] = relationship(back_populates="hold", order_by="HandedOver.id")

    @property
    def left(self) -> list["HandedOver"]:
        """What is not acknowledged yet."""
        return [each for each in self.things if each.acknowledged_at is None]

    def feeds(self) -> list[str]:
        return [POLICE]

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "log_hold", "number": self.number, "account": self.account_id, "holder": self.holder,
            "since": iso(self.since), "until": iso(self.until), "note": self.note,
            "things": [each.data() for each in self.things],
        }  # fmt: skip


class HandedOver(db.Model):  # type: ignore[name-defined]
    """One thing that was open at a handover, and when who took over had taken it in."""

    __table_args__ = (UniqueConstraint("hold_id", "kind", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hold_id: Mapped[int] = mapped_column(ForeignKey("log_hold.id"))
    kind: Mapped[str]  # incident, intervention, decision, errand or card_run
    number: Mapped[int]
    acknowledged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    hold: Mapped[LogHold] = relationship(back_populates="things")

    @property
    def key(self) -> str:
        """The thing in one word: "incident-12"."""
        return f"{self.kind}-{self.number}"

    def data(self) -> dict[str, Any]:
        """The thing as part of its handover's snapshot."""
        return {"kind": self.kind, "number": self.number, "acknowledged_at": iso(self.acknowledged_at)}
