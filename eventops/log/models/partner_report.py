"""What a partner reports to the command post: it waits for acceptance, and keeps every answer it got."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access import PARTNER
from ...columns import UTCDateTime
from ...events.models import Event, Place, iso
from ...extensions import db
from ...record import Recorded
from .entry import Entry
from .incident import Incident


class ReportState(StrEnum):
    """How far the command post has come with it."""

    SENT = "sent"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class ReportAct(StrEnum):
    """What was done with a report."""

    ASKED = "asked"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class PartnerReport(db.Model, Recorded):  # type: ignore[name-defined]
    """A report as it was sent. `incident` and `entry` are what it became; its partner hears only of what it may see."""

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "client_id"),
        CheckConstraint("priority BETWEEN 1 AND 4", name="priority"),
        Index(None, "event_id", "state", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str] = mapped_column(String(36))
    partner: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    author: Mapped[str]
    on_behalf: Mapped[str | None]
    text: Mapped[str | None]
    priority: Mapped[int]
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    place_text: Mapped[str | None]
    occurred_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime)
    late_because: Mapped[str | None]
    state: Mapped[ReportState] = mapped_column(default=ReportState.SENT)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)

    event: Mapped[Event] = relationship()
    sector: Mapped[Place | None] = relationship()
    incident: Mapped[Incident | None] = relationship()
    entry: Mapped[Entry | None] = relationship()
    steps: Mapped[list["ReportStep"]] = relationship(back_populates="report", order_by="ReportStep.id")

    @property
    def audience(self) -> str:
        """Who hears of it: the partner's own people and the command post."""
        return f"{PARTNER}{self.partner}"

    @property
    def waits(self) -> bool:
        """Whether the command post still has to answer."""
        return self.state in (ReportState.SENT, ReportState.ASKED)

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "partner_report", "number": self.number, "client_id": self.client_id, "partner": self.partner,
            "author": self.author, "on_behalf": self.on_behalf, "text": self.text, "priority": self.priority,
            "sector": self.sector.code if self.sector else None, "place": self.place_text,
            "occurred_at": iso(self.occurred_at), "sent_at": iso(self.sent_at), "late_because": self.late_because,
            "state": self.state, "incident": self.incident.number if self.incident else None,
            "entry": self.entry.number if self.entry else None, "steps": [step.data() for step in self.steps],
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return [self.audience]

    def told(self) -> dict[str, Any]:
        return {
            "type": "partner_report", "number": self.number, "partner": self.partner, "state": self.state,
            "priority": self.priority, "sent_at": iso(self.sent_at),
        }  # fmt: skip


class ReportStep(db.Model):  # type: ignore[name-defined]
    """What was asked, answered or decided about a report, by whom and when."""

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("partner_report.id"), index=True)
    what: Mapped[ReportAct]
    text: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str]

    report: Mapped[PartnerReport] = relationship(back_populates="steps")

    def data(self) -> dict[str, Any]:
        """The row as part of its report's snapshot."""
        return {"what": self.what, "text": self.text, "at": iso(self.at), "by": self.by}
