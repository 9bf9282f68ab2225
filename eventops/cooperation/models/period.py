"""The rhythm of the cooperation: periods, what each partner reports for them, and who reports for whom."""

from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, Partner, Place, iso
from ...extensions import db
from ...log.integrity import OF_THE_EVENT, PLACED
from ...log.models import Incident
from ...record import Recorded


class PeriodKind(StrEnum):
    """What stretch of the calendar a period is."""

    WEEK = "week"
    DAY = "day"
    WATCH = "watch"
    MONTH = "month"


class MatterSource(StrEnum):
    """How a partner knows of what it reports."""

    OWN = "own"
    STAFF = "staff"
    PUBLIC = "public"
    PARTNER = "partner"
    LOG = "log"
    OTHER = "other"


class ReportingRhythm(db.Model, Recorded):  # type: ignore[name-defined]
    """When an event's periods begin: weeks until its first day, then days or watches; who is asked to report.

    `weekday` (0 Monday) and `hour` (HH:MM on the event's wall) are the slot at which a week ends. `week_due` and
    `live_due` are minutes from a period's end until its reports are due. `silent` are slugs of partners not asked.
    """

    __table_args__ = (UniqueConstraint("event_id"), CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    starts_on: Mapped[date]
    weekday: Mapped[int]
    hour: Mapped[str] = mapped_column(String(5))
    week_due: Mapped[int]
    live: Mapped[PeriodKind] = mapped_column(default=PeriodKind.DAY)
    live_due: Mapped[int]
    silent: Mapped[list[str]] = mapped_column(JSON, default=list)
    revision: Mapped[int] = mapped_column(default=1)

    event: Mapped[Event] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "reporting_rhythm", "number": self.id, "starts_on": self.starts_on.isoformat(),
            "weekday": self.weekday, "hour": self.hour, "week_due": self.week_due, "live": self.live,
            "live_due": self.live_due, "silent": self.silent, "revision": self.revision,
        }  # fmt: skip


class ReportingPeriod(db.Model, Recorded):  # type: ignore[name-defined]
    """[starts_at, ends_at) of which partners report until `due_at`; `asked` are the slugs of those who are to.

    One that has not begun is taken out when the rhythm or the days of the event are moved; it keeps its row.
    """

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        CheckConstraint("starts_at < ends_at", name="span"),
        Index(None, "event_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    kind: Mapped[PeriodKind]
    name: Mapped[str]  # 2026-W23, 2026-07-02, or a watch's own name and its day
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    asked: Mapped[list[str]] = mapped_column(JSON, default=list)
    dropped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    reports: Mapped[list["PeriodReport"]] = relationship(back_populates="period", order_by="PeriodReport.number")

    def covers(self, moment: datetime) -> bool:
        """Whether a moment belongs to it."""
        return self.starts_at <= moment < self.ends_at

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "period", "number": self.number, "kind": self.kind, "name": self.name,
            "starts_at": iso(self.starts_at), "ends_at": iso(self.ends_at), "due_at": iso(self.due_at),
            "asked": self.asked, "dropped_at": iso(self.dropped_at),
        }  # fmt: skip


class PeriodReport(db.Model, Recorded):  # type: ignore[name-defined]
    """What somebody reported for a partner and a period; a later one adds to it and changes nothing.

    `partner` is whom it speaks for, `by_partner` who sent it. `nothing` is the explicit answer that there is nothing.
    """

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "client_id"),
        Index(None, "period_id", "partner_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str] = mapped_column(String(36))
    period_id: Mapped[int] = mapped_column(ForeignKey("reporting_period.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    by_partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    nothing: Mapped[bool] = mapped_column("nothing", quote=True, default=False)  # a word of SQLite
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime)
    author: Mapped[str]

    event: Mapped[Event] = relationship()
    period: Mapped[ReportingPeriod] = relationship(back_populates="reports")
    partner: Mapped[Partner] = relationship(foreign_keys=partner_id)
    by_partner: Mapped[Partner] = relationship(foreign_keys=by_partner_id)
    matters: Mapped[list["ReportedMatter"]] = relationship(back_populates="report", order_by="ReportedMatter.number")

    @property
    def late(self) -> bool:
        """Whether it came after it was due."""
        return self.sent_at > self.period.due_at

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "period_report", "number": self.number, "client_id": self.client_id, "period": self.period.number,
            "partner": self.partner.slug, "by_partner": self.by_partner.slug, "nothing": self.nothing,
            "sent_at": iso(self.sent_at), "author": self.author,
        }  # fmt: skip


class ReportedMatter(db.Model, Recorded):  # type: ignore[name-defined]
    """One thing that happened, as its partner reported it. `seriousness` is 1 (most serious) to 4.

    `audience` are the feeds that may read it, the partner itself and those who lead unless it says more. One that was
    offered from the live log names its incident, and is told in that one's words: `what` is empty, so that what is
    erased there is not kept here. It is withdrawn with a reason, never edited.
    """

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        CheckConstraint("seriousness BETWEEN 1 AND 4", name="seriousness"),
        Index(None, "event_id", "occurred_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    report_id: Mapped[int] = mapped_column(ForeignKey("period_report.id"), index=True)
    what: Mapped[str]
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    place_text: Mapped[str | None]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    occurred_at: Mapped[datetime] = mapped_column(UTCDateTime)
    until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    seriousness: Mapped[int]
    source: Mapped[MatterSource]
    audience: Mapped[str]
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), index=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_by: Mapped[str | None]
    withdrawn_because: Mapped[str | None]

    event: Mapped[Event] = relationship()
    report: Mapped[PeriodReport] = relationship(back_populates="matters")
    place: Mapped[Place | None] = relationship()
    incident: Mapped[Incident | None] = relationship()

    @property
    def text(self) -> str | None:
        """What happened; None where the incident's own words were lawfully erased."""
        return (self.incident.title or None) if self.incident else self.what

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "matter", "number": self.number, "report": self.report.number, "what": self.what,
            "category": self.category_code, "place": self.place.code if self.place else None,
            "place_text": self.place_text, "lat": self.lat, "lon": self.lon, "occurred_at": iso(self.occurred_at),
            "until": iso(self.until), "seriousness": self.seriousness, "source": self.source,
            "audience": self.audience, "incident": self.incident.number if self.incident else None,
            "withdrawn_at": iso(self.withdrawn_at), "withdrawn_by": self.withdrawn_by,
            "withdrawn_because": self.withdrawn_because,
        }  # fmt: skip


class Representation(db.Model, Recorded):  # type: ignore[name-defined]
    """That one partner's coordinator reports for another partner (domain row 18); ended, never deleted."""

    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    by_partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by: Mapped[str]
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_by: Mapped[str | None]

    event: Mapped[Event] = relationship()
    partner: Mapped[Partner] = relationship(foreign_keys=partner_id)
    by_partner: Mapped[Partner] = relationship(foreign_keys=by_partner_id)

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "representation", "number": self.number, "partner": self.partner.slug,
            "by_partner": self.by_partner.slug, "made_at": iso(self.made_at), "made_by": self.made_by,
            "ended_at": iso(self.ended_at), "ended_by": self.ended_by,
        }  # fmt: skip


class ReportReminder(db.Model, Recorded):  # type: ignore[name-defined]
    """That somebody was reminded of a partner's report for a period; the address stays off the record."""

    __table_args__ = (UniqueConstraint("event_id", "number"), Index(None, "period_id", "partner_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    period_id: Mapped[int] = mapped_column(ForeignKey("reporting_period.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    recipient: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    period: Mapped[ReportingPeriod] = relationship()
    partner: Mapped[Partner] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "report_reminder", "number": self.number, "period": self.period.number,
            "partner": self.partner.slug, "sent_at": iso(self.sent_at),
        }  # fmt: skip


class ReportLink(db.Model, Recorded):  # type: ignore[name-defined]
    """The way in for a coordinator without account, to one partner's reports; only its token's digest is kept."""

    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    recipient: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_by: Mapped[str | None]

    event: Mapped[Event] = relationship()
    partner: Mapped[Partner] = relationship()

    def usable(self, at: datetime) -> bool:
        """Neither ended nor run out at that moment."""
        return self.revoked_at is None and at < self.expires_at

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "report_link", "number": self.number, "partner": self.partner.slug, "recipient": self.recipient,
            "digest": self.digest, "made_at": iso(self.made_at), "made_by": self.made_by,
            "expires_at": iso(self.expires_at), "revoked_at": iso(self.revoked_at), "revoked_by": self.revoked_by,
        }  # fmt: skip


def _rows(model: Any, event: Event) -> Any:
    return db.select(model).filter_by(event_id=event.id)


OF_THE_EVENT["reporting_rhythm"] = partial(_rows, ReportingRhythm)
OF_THE_EVENT["period"] = partial(_rows, ReportingPeriod)
OF_THE_EVENT["period_report"] = partial(_rows, PeriodReport)
OF_THE_EVENT["matter"] = partial(_rows, ReportedMatter)
OF_THE_EVENT["representation"] = partial(_rows, Representation)
OF_THE_EVENT["report_reminder"] = partial(_rows, ReportReminder)
OF_THE_EVENT["report_link"] = partial(_rows, ReportLink)
PLACED["matter"] = "place"
