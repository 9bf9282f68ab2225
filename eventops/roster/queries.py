"""Reads of the roster, each a fixed number of questions however many posts and people there are."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_

from ..events.models import Event, Partner, Place
from ..extensions import db
from ..people.models import Person
from .eligibility import Candidate
from .models import Assignment, Shift


def shifts(event: Event, start: datetime | None = None, end: datetime | None = None) -> Sequence[Shift]:
    """The shifts of an event that touch [start, end), in time order, with their places."""
    query = db.select(Shift).filter_by(event_id=event.id).options(db.joinedload(Shift.place))
    if end is not None:
        query = query.where(Shift.starts_at < end)
    if start is not None:
        query = query.where(Shift.ends_at > start)
    return db.session.scalars(query.order_by(Shift.starts_at, Shift.ends_at, Shift.id)).all()


def staffing(event: Event) -> dict[int, int]:
    """How many stand assigned to each shift, by shift id; a shift with nobody is absent."""
    query = db.select(Assignment.shift_id, func.count()).join(Assignment.shift).where(Shift.event_id == event.id)
    counted = query.where(Assignment.removed_at.is_(None)).group_by(Assignment.shift_id)
    return {shift_id: count for shift_id, count in db.session.execute(counted)}


def shift(event: Event, number: int) -> Shift | None:
    """A shift of the event."""
    query = db.select(Shift).filter_by(event_id=event.id, id=number).options(db.joinedload(Shift.place))
    return db.session.scalars(query).first()


def assignment(event: Event, number: int) -> Assignment | None:
    """An assignment to a shift of the event."""
    query = db.select(Assignment).join(Assignment.shift).where(Shift.event_id == event.id, Assignment.id == number)
    return db.session.scalars(query).first()


def staff(shift: Shift) -> Sequence[Assignment]:
    """The assignments of a shift that stand, with their persons, in the order they were made."""
    query = db.select(Assignment).filter_by(shift_id=shift.id, removed_at=None).order_by(Assignment.id)
    return db.session.scalars(query.options(db.joinedload(Assignment.person))).all()


def posts(event: Event, kept: int | None = None) -> Sequence[Place]:
    """The places where people can be on duty, by code; also one that has been taken away, when it is to be `kept`."""
    query = db.select(Place).filter_by(event_id=event.id).options(db.joinedload(Place.sector))
    return db.session.scalars(query.where(or_(Place.dropped_at.is_(None), Place.id == kept)).order_by(Place.code)).all()


def organisations(event: Event) -> set[int]:
    """The ids of the organisations that take part."""
    return set(db.session.scalars(db.select(Partner.organisation_id).filter_by(event_id=event.id)))


def candidates(event: Event) -> list[Candidate]:
    """Everybody of the organisations that take part, by name, with what they are appointed to and their duties."""
    query = db.select(Person).where(Person.organisation_id.in_(organisations(event)))
    people = db.session.scalars(query.options(db.selectinload(Person.credentials)).order_by(Person.sought)).all()
    duties = _duties([person.id for person in people])
    return [Candidate(person, duties[person.id]) for person in people]


def candidate(person: Person) -> Candidate:
    """One person, with their duties."""
    return Candidate(person, _duties([person.id])[person.id])


def _duties(people: Sequence[int]) -> dict[int, list[Shift]]:
    query = db.select(Assignment.person_id, Shift).join(Assignment.shift).where(Assignment.removed_at.is_(None))
    found = query.where(Assignment.person_id.in_(people)).options(db.joinedload(Shift.place)).order_by(Shift.starts_at)
    duties: dict[int, list[Shift]] = defaultdict(list)
    for person_id, duty in db.session.execute(found):
        duties[person_id].append(duty)
    return duties
