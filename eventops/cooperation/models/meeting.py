"""Meetings of those who cooperate: series at a fixed slot, what is on the agenda, what was said, decided and parked."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Select, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...log.integrity import OF_THE_EVENT
from ...people.models import Account
from ...record import Recorded

AMBER = 0.75  # of its length: from then on the meeting's clock warns


class MeetingKind(StrEnum):
    """What a meeting is for: one of a series or a single one, what was parked, or what was learnt."""

    REGULAR = "regular"
    FOLLOWUP = "followup"
    HOT = "hot"
    COLD = "cold"

    @property
    def debriefs(self) -> bool:
        """Whether it gathers what was learnt: at once when it is over (hot), or weeks later (cold)."""
        return self in (MeetingKind.HOT, MeetingKind.COLD)


class Gathering:
    """What a series and a meeting have in common: who leads, who writes, who is asked, and where.

    `invited` are slugs of partners; those who lead the cooperation always take part. `audience` follows from them.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str] = mapped_column(String(50))
    title: Mapped[str]
    minutes: Mapped[int]
    place: Mapped[str | None]  # a room, a telephone number or a link
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    secretary_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    invited: Mapped[list[str]] = mapped_column(JSON, default=list)
    audience: Mapped[str]
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # called off, or the series is over
    ended_because: Mapped[str | None]

    @declared_attr
    def event(cls) -> Mapped[Event]:
        return relationship()

    @declared_attr
    def chair(cls) -> Mapped[Account | None]:
        return relationship(foreign_keys=[cls.chair_id])  # type: ignore[list-item]

    @declared_attr
    def secretary(cls) -> Mapped[Account | None]:
        return relationship(foreign_keys=[cls.secretary_id])  # type: ignore[list-item]

    def gathering(self) -> dict[str, Any]:
        """These as data."""
        return {
            "client_id": self.client_id, "title": self.title, "minutes": self.minutes, "place": self.place,
            "chair": self.chair_id, "secretary": self.secretary_id, "invited": self.invited,
            "audience": self.audience, "ended_at": iso(self.ended_at), "ended_because": self.ended_because,
        }  # fmt: skip


class MeetingSeries(Gathering, db.Model, Recorded):  # type: ignore[name-defined]
    """The same day and time every week, first and last day within. `weekday` 0 is Monday, `hour` HH:MM on the wall."""

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "client_id"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("minutes > 0", name="minutes"),
    )

    weekday: Mapped[int]
    hour: Mapped[str] = mapped_column(String(5))
    first_on: Mapped[date]
    last_on: Mapped[date]

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "meeting_series", "number": self.number, **self.gathering(), "weekday": self.weekday,
            "hour": self.hour, "first_on": self.first_on.isoformat(), "last_on": self.last_on.isoformat(),
        }  # fmt: skip


class Meeting(Gathering, db.Model, Recorded):  # type: ignore[name-defined]
    """One meeting. Its clock runs from `opened_at`; once signed, its minutes are only added to.

    `slot` is the day of its series that it stands for, also when it is held on another one.
    """

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "client_id"),
        UniqueConstraint("series_id", "slot"),
        CheckConstraint("minutes > 0", name="minutes"),
        Index(None, "event_id", "starts_at"),
    )

    kind: Mapped[MeetingKind] = mapped_column(default=MeetingKind.REGULAR)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_series.id"))
    slot: Mapped[date | None]
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    signed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    signed_by: Mapped[str | None]

    series: Mapped[MeetingSeries | None] = relationship()
    points: Mapped[list["MeetingPoint"]] = relationship(back_populates="meeting", order_by="MeetingPoint.number")
    notes: Mapped[list["MeetingNote"]] = relationship(back_populates="meeting", order_by="MeetingNote.number")
    roll: Mapped[list["MeetingAttendee"]] = relationship(back_populates="meeting", order_by="MeetingAttendee.number")
    parked: Mapped[list["ParkedItem"]] = relationship(
        back_populates="meeting", order_by="ParkedItem.number", foreign_keys="ParkedItem.meeting_id"
    )
    decisions: Mapped[list["MeetingDecision"]] = relationship(
        back_populates="meeting", order_by="MeetingDecision.number"
    )

    @property
    def ends_at(self) -> datetime:
        """When it is over as planned; once opened, when its time runs out."""
        return (self.opened_at or self.starts_at) + timedelta(minutes=self.minutes)

    @property
    def amber_at(self) -> datetime:
        """When three quarters of its time are gone."""
        return (self.opened_at or self.starts_at) + timedelta(minutes=self.minutes * AMBER)

    @property
    def running(self) -> bool:
        return self.opened_at is not None and self.closed_at is None

    @property
    def at_point(self) -> "MeetingPoint | None":
        """The point that was begun last, while it runs."""
        begun = [each for each in self.points if each.begun_at]
        return max(begun, key=lambda each: (each.begun_at, each.number), default=None) if self.running else None

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "meeting", "number": self.number, **self.gathering(), "kind": self.kind,
            "series": self.series_id, "slot": self.slot.isoformat() if self.slot else None,
            "starts_at": iso(self.starts_at), "opened_at": iso(self.opened_at), "closed_at": iso(self.closed_at),
            "signed_at": iso(self.signed_at), "signed_by": self.signed_by,
        }  # fmt: skip


class OfMeeting(Recorded):
    """A row of a meeting's minutes: numbered in the event, written by somebody at some time, only ever added."""

    kind_of_record = ""

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str] = mapped_column(String(50))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str]
    dropped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    dropped_because: Mapped[str | None]

    meeting: Any

    @declared_attr.directive
    def __table_args__(cls) -> Any:
        return (UniqueConstraint("event_id", "number"), UniqueConstraint("event_id", "client_id"))

    @property
    def added_later(self) -> bool:
        """Whether it was written when the minutes had been signed."""
        signed: datetime | None = self.meeting.signed_at
        return signed is not None and self.at > signed

    def row(self, **more: Any) -> dict[str, Any]:
        """What each has, and what is its own, as data."""
        return {
            "type": self.kind_of_record, "number": self.number, "client_id": self.client_id,
            "meeting": self.meeting.number, **more, "at": iso(self.at), "by": self.by,
            "dropped_at": iso(self.dropped_at), "dropped_because": self.dropped_because,
        }  # fmt: skip


class MeetingPoint(OfMeeting, db.Model):  # type: ignore[name-defined]
    """A point of the agenda and the minutes it may take; `code` is one of agenda.toml, or "" where it has a title."""

    kind_of_record = "meeting_point"

    code: Mapped[str]
    title: Mapped[str | None]
    minutes: Mapped[int]
    begun_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    meeting: Mapped[Meeting] = relationship(back_populates="points")

    def snapshot(self) -> dict[str, Any]:
        return self.row(code=self.code, title=self.title, minutes=self.minutes, begun_at=iso(self.begun_at))


class MeetingNote(OfMeeting, db.Model):  # type: ignore[name-defined]
    """What somebody noted at a point: a line or some. It is struck with a reason, never edited."""

    kind_of_record = "meeting_note"

    point_id: Mapped[int] = mapped_column(ForeignKey("meeting_point.id"))
    text: Mapped[str]

    meeting: Mapped[Meeting] = relationship(back_populates="notes")
    point: Mapped[MeetingPoint] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return self.row(point=self.point.number, text=self.text)


class MeetingAttendee(OfMeeting, db.Model):  # type: ignore[name-defined]
    """Who came for a partner, whether it may decide for it, and commit its hours, people or money (domain row 12)."""

    kind_of_record = "meeting_attendee"

    partner: Mapped[str]
    name: Mapped[str]
    decides: Mapped[bool]
    commits: Mapped[bool]

    meeting: Mapped[Meeting] = relationship(back_populates="roll")

    def snapshot(self) -> dict[str, Any]:
        return self.row(partner=self.partner, name=self.name, decides=self.decides, commits=self.commits)


class ParkedItem(OfMeeting, db.Model):  # type: ignore[name-defined]
    """What does not concern everybody, and whom it does; it becomes a meeting of theirs, or is settled (dropped)."""

    kind_of_record = "parked_item"

    text: Mapped[str]
    concerned: Mapped[list[str]] = mapped_column(JSON, default=list)
    followup_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))

    meeting: Mapped[Meeting] = relationship(back_populates="parked", foreign_keys="ParkedItem.meeting_id")
    followup: Mapped[Meeting | None] = relationship(foreign_keys="ParkedItem.followup_id")

    def snapshot(self) -> dict[str, Any]:
        followup = self.followup.number if self.followup else None
        return self.row(text=self.text, concerned=self.concerned, followup=followup)


class MeetingDecision(OfMeeting, db.Model):  # type: ignore[name-defined]
    """What was decided, who does it and by when, and the measure of the plan or the task of the log that it became."""

    kind_of_record = "meeting_decision"

    text: Mapped[str]
    owner: Mapped[str | None]
    due_on: Mapped[date | None]
    measure: Mapped[int | None]  # its number in the plan
    errand: Mapped[int | None]  # its number in the log
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # of one that became neither
    done_by: Mapped[str | None]

    meeting: Mapped[Meeting] = relationship(back_populates="decisions")

    def snapshot(self) -> dict[str, Any]:
        return self.row(
            text=self.text, owner=self.owner, due_on=self.due_on.isoformat() if self.due_on else None,
            measure=self.measure, errand=self.errand, done_at=iso(self.done_at), done_by=self.done_by,
        )  # fmt: skip


def _rows(kind: type[Recorded], event: Event) -> Select[Any]:
    found: Select[Any] = db.select(kind).filter_by(event_id=event.id)
    return found


for _kind in (MeetingPoint, MeetingNote, MeetingAttendee, ParkedItem, MeetingDecision):
    OF_THE_EVENT[_kind.kind_of_record] = partial(_rows, _kind)
OF_THE_EVENT["meeting"] = lambda event: db.select(Meeting).filter_by(event_id=event.id)
OF_THE_EVENT["meeting_series"] = lambda event: db.select(MeetingSeries).filter_by(event_id=event.id)
