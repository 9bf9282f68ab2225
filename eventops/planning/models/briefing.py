"""Briefings as they were held: the frozen card, who was there, and who says to have understood it."""

from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded


class Briefing(db.Model, Recorded):  # type: ignore[name-defined]
    """A card that was issued for a watch on a day, for all or for one sector; its content never changes."""

    __table_args__ = (UniqueConstraint("event_id", "number"), UniqueConstraint("event_id", "client_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str | None] = mapped_column(String(36))
    audience: Mapped[str]
    watch: Mapped[int]  # its number
    day: Mapped[date]
    sector: Mapped[str | None]
    content: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime)
    issued_by: Mapped[str]

    event: Mapped[Event] = relationship()

    @property
    def card(self) -> dict[str, Any]:
        """The frozen content as data."""
        return orjson.loads(self.content)  # type: ignore[no-any-return]

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "briefing", "number": self.number, "audience": self.audience, "watch": self.watch,
            "day": self.day.isoformat(), "sector": self.sector, "digest": self.digest,
            "issued_at": iso(self.issued_at), "issued_by": self.issued_by,
        }  # fmt: skip


class RollCall(db.Model, Recorded):  # type: ignore[name-defined]
    """That somebody was called: present or not. The latest call of a name holds."""

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefing.id"), index=True)
    name: Mapped[str]
    present: Mapped[bool]
    called_at: Mapped[datetime] = mapped_column(UTCDateTime)
    called_by: Mapped[str]

    briefing: Mapped[Briefing] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "roll_call", "number": self.id, "briefing": self.briefing.number, "name": self.name,
            "present": self.present, "called_at": iso(self.called_at), "called_by": self.called_by,
        }  # fmt: skip


class Receipt(db.Model, Recorded):  # type: ignore[name-defined]
    """That a member says to have read and understood a briefing."""

    __table_args__ = (UniqueConstraint("briefing_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefing.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str]
    organisation: Mapped[str]
    read_at: Mapped[datetime] = mapped_column(UTCDateTime)

    briefing: Mapped[Briefing] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "receipt", "number": self.id, "briefing": self.briefing.number, "name": self.name,
            "organisation": self.organisation, "read_at": iso(self.read_at),
        }  # fmt: skip
