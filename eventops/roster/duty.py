"""Who is on duty: the people of some shifts with what was noted of them, and the units that the live board shows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_

from ..access import POLICE, Actor
from ..events.models import Event, Partner
from ..extensions import db
from ..people.models import Person
from .models import (
    ABSENT,
    HERE,
    Assignment,
    Attendance,
    Function,
    Notification,
    Presence,
    Shift,
    Suspension,
    Unit,
    UnitKind,
)


def crew(shifts: Iterable[Shift], *, organisation: int | None = None) -> Sequence[Assignment]:
    """Who stands assigned to some shifts, or those of one organisation, with all that was noted of them, by name."""
    return db.session.scalars(_of(shifts, organisation).where(Assignment.removed_at.is_(None))).unique().all()


def gone(shifts: Iterable[Shift]) -> Sequence[Assignment]:
    """Who was called and then taken off some shifts, by name."""
    called = Assignment.id.in_(db.select(Attendance.assignment_id))
    return db.session.scalars(_of(shifts, None).where(Assignment.removed_at.is_not(None), called)).unique().all()


def replaced(shifts: Iterable[Shift], standing: Iterable[Assignment]) -> list[Assignment]:
    """Who was found missing, taken off and has not come back since: the last time each was, by name."""
    here = {(each.shift_id, each.person_id) for each in standing}
    last = {(each.shift_id, each.person_id): each for each in gone(shifts) if each.presence in ABSENT}
    return [each for key, each in last.items() if key not in here]


def stand_in(absent: Assignment, standing: Iterable[Assignment]) -> Assignment | None:
    """Who was put on the shift when somebody was taken off it, and still stands."""
    off = absent.removed_at
    after = [each for each in standing if each.shift_id == absent.shift_id and off and each.assigned_at >= off]
    return min(after, key=lambda each: each.assigned_at, default=None)


def _of(shifts: Iterable[Shift], organisation: int | None) -> Select[Any]:
    query = db.select(Assignment).where(Assignment.shift_id.in_([shift.id for shift in shifts]))
    query = query.join(Assignment.person).order_by(Person.sought, Assignment.id)
    if organisation is not None:
        query = query.where(Person.organisation_id == organisation)
    loaded: Select[Any] = query.options(
        db.contains_eager(Assignment.person).selectinload(Person.credentials),
        db.joinedload(Assignment.shift).joinedload(Shift.place),
        db.joinedload(Assignment.notification),
        db.selectinload(Assignment.attendance),
    )
    return loaded


def suspensions(shifts: Iterable[Shift], *, organisation: int | None = None) -> Sequence[Suspension]:
    """Who was suspended from some shifts (R20), the latest first."""
    query = db.select(Suspension).join(Suspension.assignment).join(Suspension.person)
    query = query.where(Assignment.shift_id.in_([shift.id for shift in shifts]))
    if organisation is not None:
        query = query.where(Person.organisation_id == organisation)
    loaded = db.joinedload(Suspension.assignment).joinedload(Assignment.shift).joinedload(Shift.place)
    return db.session.scalars(query.options(loaded).order_by(Suspension.id.desc())).all()


def suspended(assignment: Assignment) -> Suspension | None:
    """The suspension from this duty, if there is one."""
    return db.session.scalars(db.select(Suspension).filter_by(assignment_id=assignment.id)).first()


def signs_on_duty(event: Event, at: datetime, *, of: str | None = None) -> set[str]:
    """The call signs whose shift lasts at a moment and who count: notified if guards (R14), not suspended (R20),
    and not found missing or gone; with `of`, a partner's slug, only those that its own people are on.
    """
    return {sign for sign, partner in manned_by(event, at) if of is None or partner == of}


def manned_by(event: Event, at: datetime) -> set[tuple[str, str | None]]:
    """The call signs on duty, each with the slug of every partner whose people are on it."""
    last = db.select(db.func.max(Attendance.id)).filter_by(assignment_id=Assignment.id).correlate(Assignment)
    query = _of_partners(event).outerjoin(Assignment.notification)
    query = query.outerjoin(Attendance, Attendance.id == last.scalar_subquery()).where(
        Shift.dropped_at.is_(None), Shift.starts_at <= at, Shift.ends_at > at,
        or_(Shift.function != Function.GUARD, Notification.id.is_not(None)),
        or_(Attendance.id.is_(None), Attendance.presence.in_([Presence.EXPECTED, *HERE])),
    )  # fmt: skip
    return {(sign, partner) for sign, partner in db.session.execute(query) if sign}


def rostered_signs(event: Event, actor: Actor) -> set[str]:
    """The call signs of the roster that an actor may know of: all for the police, else those of its own people.

    How many units the police have, and which of them are free, is tactics (domain 4b).
    """
    rows = db.session.execute(_of_partners(event))
    return {sign for sign, partner in rows if sign and (actor.hears(POLICE) or partner == actor.partner)}


def _of_partners(event: Event) -> Select[Any]:
    whose = and_(Partner.event_id == event.id, Partner.organisation_id == Person.organisation_id)
    query = db.select(Assignment.call_sign, Partner.slug).distinct().join(Assignment.shift).join(Assignment.person)
    standing: Select[Any] = query.outerjoin(Partner, whose).where(
        Shift.event_id == event.id, Assignment.removed_at.is_(None), Assignment.call_sign.is_not(None)
    )
    return standing


def hidden_signs(event: Event) -> set[str]:
    """The call signs that only the police know of."""
    query = db.select(Unit.call_sign).filter_by(event_id=event.id, kind=UnitKind.PLAIN_CLOTHES, dropped_at=None)
    return set(db.session.scalars(query))


def next_change(event: Event, at: datetime) -> datetime | None:
    """When the next shift begins or ends, and the units on duty may be others."""
    mine = {"event_id": event.id, "dropped_at": None}
    begins = db.session.scalar(db.select(db.func.min(Shift.starts_at)).filter_by(**mine).where(Shift.starts_at > at))
    ends = db.session.scalar(db.select(db.func.min(Shift.ends_at)).filter_by(**mine).where(Shift.ends_at > at))
    return min((moment for moment in (begins, ends) if moment), default=None)
