"""Reads of meetings, as far as somebody is asked to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import joinedload, selectinload

from ..access import Actor
from ..events.models import Event, Membership, Partner
from ..extensions import db
from ..people.models import Account
from .models.meeting import Meeting, MeetingSeries, OfMeeting, ParkedItem

Kind = TypeVar("Kind", bound=OfMeeting)


def visible_meetings(event: Event, actor: Actor) -> Select[Any]:
    """The meetings that the actor is asked to, the earliest first."""
    query: Select[Any] = db.select(Meeting).filter_by(event_id=event.id).where(actor.audible(Meeting.audience))
    return query.options(joinedload(Meeting.series)).order_by(Meeting.starts_at, Meeting.number)


def all_of(query: Select[Any]) -> Sequence[Meeting]:
    """The meetings of a query."""
    return db.session.scalars(query).all()


def visible_series(event: Event, actor: Actor) -> Sequence[MeetingSeries]:
    """The series that the actor is asked to."""
    query = db.select(MeetingSeries).filter_by(event_id=event.id).where(actor.audible(MeetingSeries.audience))
    return db.session.scalars(query.order_by(MeetingSeries.number)).all()


def meeting(event: Event, actor: Actor, number: int) -> Meeting | None:
    """A meeting by its number, with all its minutes, if the actor is asked to it."""
    lists = (Meeting.points, Meeting.notes, Meeting.roll, Meeting.parked, Meeting.decisions)
    query = visible_meetings(event, actor).where(Meeting.number == number)
    return db.session.scalars(query.options(*(selectinload(each) for each in lists))).first()


def series(event: Event, actor: Actor, number: int) -> MeetingSeries | None:
    """A series by its number, if the actor is asked to it."""
    return next((each for each in visible_series(event, actor) if each.number == number), None)


def row(kind: type[Kind], meeting: Meeting, number: int) -> Kind | None:
    """A row of a meeting's minutes."""
    return db.session.scalars(db.select(kind).filter_by(meeting_id=meeting.id, number=number)).first()


def upcoming(event: Event, actor: Actor, now: datetime) -> Sequence[Meeting]:
    """What is running or still to be held, the next first."""
    left = visible_meetings(event, actor).where(Meeting.ended_at.is_(None), Meeting.closed_at.is_(None))
    return [each for each in db.session.scalars(left) if each.running or each.ends_at > now]


def held(event: Event, actor: Actor, now: datetime) -> list[Meeting]:
    """What was held, the latest first; what nobody opened and what was called off stands there, too."""
    found = db.session.scalars(visible_meetings(event, actor)).all()
    over = [each for each in found if each.closed_at or each.ended_at or (not each.running and each.ends_at <= now)]
    return list(reversed(over))


def before(event: Event, actor: Actor, meeting: Meeting) -> Meeting | None:
    """The meeting whose decisions this one asks for: the last of its series, or the one that it follows from."""
    if meeting.series_id is None:
        came = db.select(ParkedItem).filter_by(followup_id=meeting.id)
        item = db.session.scalars(came).first()
        return item.meeting if item and actor.hears(item.meeting.audience) else _debrief_before(event, actor, meeting)
    earlier = visible_meetings(event, actor).filter(Meeting.series_id == meeting.series_id)
    earlier = earlier.where(Meeting.starts_at < meeting.starts_at, Meeting.opened_at.is_not(None))
    return db.session.scalars(earlier.order_by(None).order_by(Meeting.starts_at.desc()).limit(1)).first()


def after(event: Event, actor: Actor, meeting: Meeting) -> Meeting | None:
    """The next one of its series that is not called off."""
    if meeting.series_id is None:
        return None
    later = visible_meetings(event, actor).filter(Meeting.series_id == meeting.series_id, Meeting.ended_at.is_(None))
    return db.session.scalars(later.where(Meeting.starts_at > meeting.starts_at).limit(1)).first()


def leaders(event: Event) -> list[tuple[Account, Partner]]:
    """Who can be a chair or a secretary: the members of the event, each with whom they act for."""
    standing = db.select(Membership).filter_by(event_id=event.id, revoked_at=None).join(Membership.account)
    found = db.session.scalars(standing.options(joinedload(Membership.partner)).order_by(Account.name))
    return list({member.account_id: (member.account, member.partner) for member in found}.values())


def _debrief_before(event: Event, actor: Actor, meeting: Meeting) -> Meeting | None:
    """The debrief before a debrief: the cold one asks for what the hot one decided."""
    if not meeting.kind.debriefs:
        return None
    held_then = visible_meetings(event, actor).where(Meeting.opened_at.is_not(None))
    earlier = all_of(held_then.where(Meeting.starts_at < meeting.starts_at))
    return next((each for each in reversed(earlier) if each.kind.debriefs), None)
