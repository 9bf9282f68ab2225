"""Calling people together: a series that makes its meetings, a meeting of its own, and calling either off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, uuid5

from .. import clock
from ..access import ALL, Actor, Permission
from ..changes import Change, change
from ..errors import N_, Conflict, Refused
from ..events.models import Event, Membership, Partner
from ..extensions import db
from ..planning.models import among
from .agenda_rules import limits, usual_points
from .models.meeting import Gathering, Meeting, MeetingKind, MeetingPoint, MeetingSeries

WEEK = timedelta(weeks=1)

Called = TypeVar("Called", Meeting, MeetingSeries)


@dataclass(frozen=True)
class Wanted:
    """What is said of a meeting or a series; `chair` and `secretary` are accounts, `invited` slugs of partners.

    `everybody` lets every member of the event take part, also those who serve in the field.
    """

    title: str
    minutes: int
    place: str | None = None
    chair: int | None = None
    secretary: int | None = None
    invited: tuple[str, ...] = ()
    everybody: bool = False


@dataclass(frozen=True)
class Slot:
    """Every week at the same day (0 Monday) and hour (HH:MM on the event's wall), first and last day within."""

    weekday: int
    hour: str
    first_on: date
    last_on: date

    def days(self) -> list[date]:
        """The days of its meetings."""
        first = self.first_on + timedelta(days=(self.weekday - self.first_on.weekday()) % 7)
        return [first + WEEK * number for number in range(max(0, (self.last_on - first).days // 7 + 1))]

    def at(self, event: Event, day: date) -> datetime:
        """When a meeting on a day begins: the hour on the wall, whatever the season."""
        return datetime.combine(day, time.fromisoformat(self.hour), event.zone)


def slot_of(series: MeetingSeries) -> Slot:
    """A series' slot."""
    return Slot(series.weekday, series.hour, series.first_on, series.last_on)


def begin_series(event: Event, actor: Actor, wanted: Wanted, slot: Slot, client_id: str) -> MeetingSeries:
    """Begin a series; its meetings that are still to come are made with it."""
    with change(event, actor) as record:
        if standing := _by_client(MeetingSeries, event, client_id):
            record.nothing()
            return standing
        series = MeetingSeries(event=event, client_id=client_id, number=record.count("meeting_series"))
        _say(event, series, wanted)
        _place(series, slot)
        db.session.add(series)
        db.session.flush()
        record("meeting_series.begun", series)
        _fill(record, event, series, {})
    return series


def change_series(event: Event, actor: Actor, series: MeetingSeries, wanted: Wanted, slot: Slot) -> None:
    """Say something else of a series; its meetings to come follow, but for those that were moved by hand."""
    with change(event, actor) as record:
        _may_lead(actor, series)
        _still_on(series)
        before = slot_of(series)
        ahead = {_week(meeting.slot): meeting for meeting in _ahead(series) if meeting.slot}
        moved = {week for week, each in ahead.items() if each.slot and each.starts_at != before.at(event, each.slot)}
        _say(event, series, wanted)
        _place(series, slot)
        record("meeting_series.changed", series)
        for day in slot.days():
            if meeting := ahead.get(_week(day)):
                _follow(record, event, series, meeting, None if _week(day) in moved else day)
        kept = {_week(day) for day in slot.days()}
        for meeting in [each for week, each in ahead.items() if week not in kept]:
            _end(record, meeting, "–")
        _fill(record, event, series, _held(series))


def end_series(event: Event, actor: Actor, series: MeetingSeries, reason: str) -> None:
    """End a series, for a stated reason; its meetings to come are called off."""
    with change(event, actor) as record:
        _may_lead(actor, series)
        if series.ended_at:
            return record.nothing()
        reason = _reason(reason)
        series.ended_at, series.ended_because = clock.now(), reason
        record("meeting_series.ended", series)
        for meeting in _ahead(series):
            _end(record, meeting, reason)


def call(
    event: Event, actor: Actor, wanted: Wanted, starts_at: datetime, client_id: str,
    kind: MeetingKind = MeetingKind.REGULAR,
) -> Meeting:  # fmt: skip
    """Call a meeting of its own; the same client_id again gives the first one."""
    with change(event, actor) as record:
        if standing := _by_client(Meeting, event, client_id):
            record.nothing()
            return standing
        return fresh(record, event, Meeting(kind=kind, client_id=client_id, starts_at=starts_at), wanted)


def fresh(record: Change, event: Event, meeting: Meeting, wanted: Wanted) -> Meeting:
    """Put a new meeting with its agenda on the record."""
    meeting.event, meeting.number = event, record.count("meeting")
    _say(event, meeting, wanted)
    db.session.add(meeting)
    points = {}
    for code, minutes in usual_points(meeting.kind):
        number = record.count("meeting_point")
        points[code] = MeetingPoint(
            event_id=event.id, number=number, client_id=f"{meeting.number}-{code}", meeting=meeting, code=code,
            minutes=minutes, at=clock.now(), by=record.actor.name,
        )  # fmt: skip
    db.session.add_all(points.values())
    db.session.flush()
    record("meeting.called", meeting, **points)
    return meeting


def change_meeting(event: Event, actor: Actor, meeting: Meeting, wanted: Wanted, starts_at: datetime) -> None:
    """Say something else of a meeting that has not begun."""
    with change(event, actor) as record:
        _may_lead(actor, meeting)
        _still_on(meeting)
        if meeting.opened_at:
            raise Conflict(N_("The meeting has begun."))
        _say(event, meeting, wanted)
        meeting.starts_at = starts_at
        record("meeting.changed", meeting)


def call_off(event: Event, actor: Actor, meeting: Meeting, reason: str) -> None:
    """Call a meeting off that has not begun, for a stated reason."""
    with change(event, actor) as record:
        _may_lead(actor, meeting)
        if meeting.ended_at:
            return record.nothing()
        if meeting.opened_at:
            raise Conflict(N_("The meeting has begun."))
        _end(record, meeting, _reason(reason))


def _say(event: Event, thing: Gathering, wanted: Wanted) -> None:
    partners = {partner.slug: partner for partner in event.partners}
    if not wanted.title.strip():
        raise Refused(N_("Say what the meeting is called."), field="title")
    if not 0 < wanted.minutes <= limits()["longest"]:
        raise Refused(N_("Give between 1 and %(most)s minutes."), field="minutes", most=limits()["longest"])
    if unknown := [slug for slug in wanted.invited if slug not in partners]:
        raise Refused(N_("There is no %(name)s here."), field="invited", name=unknown[0])
    outer = sorted({slug for slug in wanted.invited if not partners[slug].inner})
    thing.title, thing.minutes, thing.place = wanted.title.strip(), wanted.minutes, (wanted.place or "").strip() or None
    thing.invited, thing.audience = outer, ALL if wanted.everybody else among(outer)
    for name in ("chair", "secretary"):
        account = getattr(wanted, name)
        _takes_part(event, account, partners, outer, name, everybody=wanted.everybody)
        setattr(thing, f"{name}_id", account)


def _takes_part(
    event: Event, account: int | None, partners: dict[str, Partner], outer: list[str], field: str, *, everybody: bool
) -> None:
    if account is None:
        return
    standing = db.select(Membership).filter_by(event_id=event.id, account_id=account, revoked_at=None)
    asked = {each.id for slug, each in partners.items() if each.inner or everybody or slug in outer}
    if not any(member.partner_id in asked for member in db.session.scalars(standing)):
        raise Refused(N_("Choose somebody who takes part."), field=field)


def _place(series: MeetingSeries, slot: Slot) -> None:
    days = slot.days()
    if not days:
        raise Refused(N_("No such day lies between the first and the last."), field="last_on")
    if len(days) > limits()["most"]:
        raise Refused(N_("At most %(most)s meetings of a series."), field="last_on", most=limits()["most"])
    series.weekday, series.hour = slot.weekday, slot.hour
    series.first_on, series.last_on = slot.first_on, slot.last_on


def _fill(record: Change, event: Event, series: MeetingSeries, held: dict[Any, Meeting]) -> None:
    """Make the meetings to come that are not there."""
    slot, now = slot_of(series), clock.now()
    for day in slot.days():
        starts_at = slot.at(event, day)
        if starts_at < now or _week(day) in held:
            continue
        client_id = str(uuid5(NAMESPACE_URL, f"{series.client_id}/{day.isoformat()}"))
        meeting = Meeting(kind=MeetingKind.REGULAR, client_id=client_id, starts_at=starts_at, slot=day)
        meeting.series = series
        fresh(record, event, meeting, _wanted(series))


def _follow(record: Change, event: Event, series: MeetingSeries, meeting: Meeting, day: date | None) -> None:
    _say(event, meeting, _wanted(series))
    if day is not None:
        meeting.slot, meeting.starts_at = day, slot_of(series).at(event, day)
    record("meeting.changed", meeting)


def _wanted(series: MeetingSeries) -> Wanted:
    return Wanted(
        series.title, series.minutes, series.place, series.chair_id, series.secretary_id, tuple(series.invited),
        everybody=series.audience == ALL,
    )  # fmt: skip


def _held(series: MeetingSeries) -> dict[Any, Meeting]:
    """Its meetings by their week, those that are over or called off, too."""
    found: Iterable[Meeting] = db.session.scalars(db.select(Meeting).filter_by(series_id=series.id))
    return {_week(each.slot): each for each in found if each.slot}


def _ahead(series: MeetingSeries) -> list[Meeting]:
    """Its meetings that are still to be held."""
    left = db.select(Meeting).filter_by(series_id=series.id, opened_at=None, ended_at=None)
    return list(db.session.scalars(left.where(Meeting.starts_at > clock.now()).order_by(Meeting.starts_at)))


def _week(day: date | None) -> tuple[int, int]:
    year, week, _ = (day or date.min).isocalendar()
    return year, week


def _end(record: Change, meeting: Meeting, reason: str) -> None:
    meeting.ended_at, meeting.ended_because = clock.now(), reason
    record("meeting.called-off", meeting)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused(N_("Say why it is called off."), field="reason")
    return reason.strip()


def _still_on(thing: Gathering) -> None:
    if thing.ended_at:
        raise Conflict(N_("It has been called off."))


def _may_lead(actor: Actor, thing: Gathering) -> None:
    if not (actor.everything or (actor.may(Permission.COOPERATION_LEAD) and actor.hears(thing.audience))):
        raise Conflict(N_("Those who lead the cooperation do that."))


def _by_client(kind: type[Called], event: Event, client_id: str) -> Called | None:
    return db.session.scalars(db.select(kind).filter_by(event_id=event.id, client_id=client_id)).first()
