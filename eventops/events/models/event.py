"""The event: its series, its kind, its phase and its days."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ... import clock
from ...access import ALL
from ...columns import UTCDateTime
from ...extensions import db
from ...record import Recorded

if TYPE_CHECKING:
    from .partner import Partner


class EventKind(StrEnum):
    """What sort of gathering it is; the rules that apply follow from it."""

    FESTIVAL = "festival"
    SPORTS = "sports"
    MARKET = "market"
    DEMONSTRATION = "demonstration"
    STATE_VISIT = "state_visit"
    PROGRAMME = "programme"


class LegalMode(StrEnum):
    """Under which law personal data are processed: brottsdatalagen or the GDPR."""

    COMPETENT_AUTHORITY = "competent_authority"
    ORGANISER = "organiser"


class Phase(StrEnum):
    """Where in its life an event is."""

    PLANNING = "planning"
    LIVE = "live"
    CLOSED = "closed"


class Series(db.Model, Recorded):  # type: ignore[name-defined]
    """Editions of the same event, year after year."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]

    def snapshot(self) -> dict[str, Any]:
        return {"type": "series", "number": self.id, "slug": self.slug, "name": self.name}


class Event(db.Model, Recorded):  # type: ignore[name-defined]
    """One edition of an event. Its slug names its chain and never changes."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[EventKind]
    legal_mode: Mapped[LegalMode] = mapped_column(default=LegalMode.COMPETENT_AUTHORITY)
    exercise: Mapped[bool] = mapped_column(default=False)
    timezone: Mapped[str] = mapped_column(default="Europe/Stockholm")
    day_starts_at: Mapped[int] = mapped_column(default=6)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    edition: Mapped[str | None]
    phase: Mapped[Phase] = mapped_column(default=Phase.PLANNING)
    went_live_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lat: Mapped[float] = mapped_column(default=60.4858)
    lon: Mapped[float] = mapped_column(default=15.4335)
    zoom: Mapped[int] = mapped_column(default=15)

    series: Mapped[Series | None] = relationship()
    days: Mapped[list["EventDay"]] = relationship(back_populates="event", order_by="EventDay.date")
    partners: Mapped[list["Partner"]] = relationship(back_populates="event", order_by="Partner.name")

    @property
    def chain(self) -> str:
        """The name of the event's audit chain."""
        return self.slug

    @property
    def zone(self) -> ZoneInfo:
        """The event's time zone."""
        return ZoneInfo(self.timezone)

    def local(self, moment: datetime) -> datetime:
        """A moment on the event's wall clock."""
        return moment.astimezone(self.zone)

    def operational_day(self, moment: datetime) -> date:
        """The day a moment belongs to; it ends at `day_starts_at` the next morning."""
        return (self.local(moment) - timedelta(hours=self.day_starts_at)).date()

    def day_span(self, day: date) -> tuple[datetime, datetime]:
        """The half-open interval [start, end) of an operational day, aware."""
        start = datetime.combine(day, time(self.day_starts_at), self.zone)
        return start, datetime.combine(day + timedelta(days=1), time(self.day_starts_at), self.zone)

    def day_number(self, moment: datetime | None = None) -> int | None:
        """Which of the event's days it is, from 1; None outside them."""
        dates = [day.date for day in self.days]
        today = self.operational_day(moment or clock.now())
        return dates.index(today) + 1 if today in dates else None

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "event", "number": self.id, "slug": self.slug, "name": self.name, "kind": self.kind,
            "legal_mode": self.legal_mode, "exercise": self.exercise, "timezone": self.timezone,
            "day_starts_at": self.day_starts_at, "edition": self.edition, "phase": self.phase,
            "series": self.series.slug if self.series else None,
            "lat": self.lat, "lon": self.lon, "zoom": self.zoom,
            "went_live_at": iso(self.went_live_at), "closed_at": iso(self.closed_at),
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return [ALL]


class EventDay(db.Model, Recorded):  # type: ignore[name-defined]
    """One day of an event with its opening hours and the visitors expected."""

    __table_args__ = (UniqueConstraint("event_id", "date"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    date: Mapped[date]
    opens_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    expected_visitors: Mapped[int | None]

    event: Mapped[Event] = relationship(back_populates="days")

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "day", "number": self.id, "date": self.date.isoformat(), "opens_at": iso(self.opens_at),
            "closes_at": iso(self.closes_at), "expected_visitors": self.expected_visitors,
        }  # fmt: skip


def iso(moment: datetime | None) -> str | None:
    """A moment as ISO 8601 in UTC, or None."""
    return moment.astimezone(UTC).isoformat() if moment else None
