"""The month's situation report to the county board: drafts, the versions that were sent, and the register of that."""

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access import POLICE
from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...log.integrity import OF_THE_EVENT
from ...record import Recorded


class MonthReport(db.Model, Recorded):  # type: ignore[name-defined]
    """One version of a month's report. It is a draft until it is sent; then `content` holds it as it was sent.

    `month` is "2026-06". `texts` are what its author wrote, by part; `priorities` and `measures` the numbers of those
    it tells of. A correction is a new version, with its reason.
    """

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "client_id"),
        UniqueConstraint("event_id", "month", "version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str] = mapped_column(String(36))
    month: Mapped[str] = mapped_column(String(7))
    version: Mapped[int]
    audience: Mapped[str] = mapped_column(default=POLICE)
    texts: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    priorities: Mapped[list[int]] = mapped_column(JSON, default=list)
    measures: Mapped[list[int]] = mapped_column(JSON, default=list)
    because: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by: Mapped[str]
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    content: Mapped[str | None]
    digest: Mapped[str | None] = mapped_column(String(64))

    event: Mapped[Event] = relationship()
    sendings: Mapped[list["MonthSending"]] = relationship(back_populates="report", order_by="MonthSending.number")

    @property
    def as_sent(self) -> dict[str, Any]:
        """What was sent, as data."""
        return orjson.loads(self.content or "{}")  # type: ignore[no-any-return]

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "month_report", "number": self.number, "month": self.month, "version": self.version,
            "audience": self.audience, "texts": self.texts, "priorities": self.priorities, "measures": self.measures,
            "because": self.because, "revision": self.revision, "made_at": iso(self.made_at), "made_by": self.made_by,
            "sent_at": iso(self.sent_at), "digest": self.digest,
        }  # fmt: skip


class MonthSending(db.Model, Recorded):  # type: ignore[name-defined]
    """That a version was sent to somebody: how, in which language, and the digest of the very paper."""

    __table_args__ = (UniqueConstraint("event_id", "number"), UniqueConstraint("event_id", "client_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str] = mapped_column(String(36))
    report_id: Mapped[int] = mapped_column(ForeignKey("month_report.id"), index=True)
    recipient: Mapped[str]
    way: Mapped[str]
    reference: Mapped[str | None]
    language: Mapped[str] = mapped_column(String(5))
    digest: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_by: Mapped[str]

    event: Mapped[Event] = relationship()
    report: Mapped[MonthReport] = relationship(back_populates="sendings")

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "month_sending", "number": self.number, "report": self.report.number, "recipient": self.recipient,
            "way": self.way, "reference": self.reference, "language": self.language, "digest": self.digest,
            "sent_at": iso(self.sent_at), "sent_by": self.sent_by,
        }  # fmt: skip


OF_THE_EVENT["month_report"] = lambda event: db.select(MonthReport).filter_by(event_id=event.id)
OF_THE_EVENT["month_sending"] = lambda event: db.select(MonthSending).filter_by(event_id=event.id)
