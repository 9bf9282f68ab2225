"""Reads of the roster, each a fixed number of questions however many posts and people there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_

from ..events.models import Event, Partner, Place
from ..events.queries import natural
from ..extensions import db
from ..people.models import Person
from .eligibility import Candidate
from .limits import Limits, defaults, known
from .models import Acceptance, Assignment, Enlistment, Need, RosterLimit, Shift, Suspension, Unit, Wish, WishKind


def shifts(event: Event, start: datetime | None = None, end: datetime | None = None) -> Sequence[Shift]:
    """The shifts of an event that touch [start, end), in time order, with their places."""
    query = db.select(Shift).filter_by(event_id=event.id, dropped_at=None)
    query = query.options(db.selectinload(Shift.place).joinedload(Place.sector))  # few posts, many shifts
    if end is not None:
        query = query.where(Shift.starts_at < end)
    if start is not None:
        query = query.where(Shift.ends_at > start)
    return db.session.scalars(query.order_by(Shift.starts_at, Shift.ends_at, Shift.id)).all()


def staffing(event: Event) -> dict[int, int]:
    """How many stand assigned to each shift, by shift id; a shift with nobody is absent."""
    query = (
        db.select(Assignment.shift_id, func.count())
        .join(Assignment.shift)
        .where(Shift.event_id == event.id, Shift.dropped_at.is_(None))
    )
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


def assignments(event: Event, numbers: Sequence[int]) -> Sequence[Assignment]:
    """Assignments to shifts of the event by their ids, whether they stand or not."""
    query = db.select(Assignment).join(Assignment.shift).where(Shift.event_id == event.id, Assignment.id.in_(numbers))
    return db.session.scalars(query.order_by(Assignment.id)).all()


def staff(shift: Shift) -> Sequence[Assignment]:
    """The assignments of a shift that stand, with their persons and what was noted, in the order they were made."""
    query = db.select(Assignment).filter_by(shift_id=shift.id, removed_at=None).order_by(Assignment.id)
    noted = (db.joinedload(Assignment.notification), db.selectinload(Assignment.attendance))
    loaded = query.options(
        db.joinedload(Assignment.person), *noted, db.selectinload(Assignment.acceptances)
    ).execution_options(populate_existing=True)
    return db.session.scalars(loaded).unique().all()


def posts(event: Event, kept: int | None = None) -> Sequence[Place]:
    """The places where people can be on duty, by code; also one that has been taken away, when it is to be `kept`."""
    query = db.select(Place).filter_by(event_id=event.id).options(db.joinedload(Place.sector))
    found = db.session.scalars(query.where(or_(Place.dropped_at.is_(None), Place.id == kept)))
    return sorted(found, key=lambda place: natural(place.code))


def organisations(event: Event) -> set[int]:
    """The ids of the organisations that take part."""
    return set(db.session.scalars(db.select(Partner.organisation_id).filter_by(event_id=event.id)))


def candidates(event: Event) -> list[Candidate]:
    """Everybody of the organisations that take part, by name, with all that is asked of who is put on a shift."""
    query = db.select(Person).where(Person.organisation_id.in_(organisations(event)), Person.merged_into.is_(None))
    people = db.session.scalars(query.options(db.selectinload(Person.credentials)).order_by(Person.sought)).all()
    return _known(event, people)


def candidate(event: Event, person: Person) -> Candidate:
    """One person, as the roster of an event knows them."""
    return _known(event, [person])[0]


def candidates_among(event: Event, people: Sequence[Person]) -> list[Candidate]:
    """Some persons, as the roster of an event knows them."""
    return _known(event, people)


def hold(people: Iterable[int]) -> None:
    """Hold the rows of some persons until the commit: nobody is put on duty in two events at the same moment.

    SQLite lets one writer in at a time; elsewhere this waits for who holds them in another event's change. They are
    held in the order of their ids, so a change that needs several holds all of them first, and no two changes wait for
    each other.
    """
    query = db.select(Person.id).where(Person.id.in_(sorted(set(people)))).order_by(Person.id)
    db.session.execute(query.with_for_update(key_share=True)).all()


def limits(event: Event) -> Limits:
    """The numbers that the event's roster is warned by."""
    said = {each.code: each.value for each in agreed(event) if each.code in known() and each.value is not None}
    return defaults().with_(said)


def agreed(event: Event) -> Sequence[RosterLimit]:
    """What the event has agreed on instead of a default, also what it has taken back."""
    return db.session.scalars(db.select(RosterLimit).filter_by(event_id=event.id)).all()


def at_posts(event: Event, places: Iterable[int | None]) -> dict[int | None, list[Shift]]:
    """The shifts at some places, by the place."""
    asked = {place for place in places if place is not None}
    query = db.select(Shift.place_id, Shift).filter_by(event_id=event.id, dropped_at=None)
    found: dict[int | None, list[Shift]] = defaultdict(list)
    for place_id, shift in db.session.execute(query.where(Shift.place_id.in_(asked))):
        found[place_id].append(shift)
    return found


def signed(event: Event) -> dict[str, list[tuple[int, Shift]]]:
    """Who works under each call sign, and on which shift."""
    query = db.select(Assignment.call_sign, Assignment.person_id, Shift).join(Assignment.shift)
    query = query.where(Shift.event_id == event.id, Assignment.removed_at.is_(None), Assignment.call_sign.is_not(None))
    found: dict[str, list[tuple[int, Shift]]] = defaultdict(list)
    for call_sign, person_id, shift in db.session.execute(query):
        found[call_sign].append((person_id, shift))
    return found


def leads(event: Event) -> dict[str, int]:
    """Who leads each unit, by its call sign."""
    query = db.select(Unit.call_sign, Unit.lead_id).filter_by(event_id=event.id, dropped_at=None)
    return {sign: lead for sign, lead in db.session.execute(query.where(Unit.lead_id.is_not(None)))}


def on(shifts: Iterable[int]) -> Sequence[int]:
    """The ids of who stands on some shifts."""
    query = db.select(Assignment.person_id).where(Assignment.shift_id.in_(list(shifts)))
    return db.session.scalars(query.where(Assignment.removed_at.is_(None)).distinct()).all()


def accepted(shifts: Iterable[int]) -> set[tuple[int, str]]:
    """The warnings that were accepted for somebody who stands on one of the shifts: shift and code."""
    query = db.select(Assignment.shift_id, Acceptance.code).join(Acceptance.assignment)
    query = query.where(Assignment.shift_id.in_(list(shifts)), Assignment.removed_at.is_(None))
    return {(shift_id, code) for shift_id, code in db.session.execute(query)}


def needs(event: Event) -> Sequence[Need]:
    """What posts need, by post and hour."""
    query = db.select(Need).filter_by(event_id=event.id, dropped_at=None).options(db.joinedload(Need.place))
    found = db.session.scalars(query.order_by(Need.starts, Need.id))
    return sorted(found, key=lambda need: (need.place is None, natural(need.place.code if need.place else "")))


def need(event: Event, number: int) -> Need | None:
    """Something that is needed in the event."""
    return db.session.scalars(db.select(Need).filter_by(event_id=event.id, id=number, dropped_at=None)).first()


def of_need(event: Event, need: Need) -> Sequence[Shift]:
    """The shifts that a need has made and that stand, in time order."""
    query = db.select(Shift).filter_by(event_id=event.id, need_id=need.id, dropped_at=None)
    return db.session.scalars(query.options(db.joinedload(Shift.place)).order_by(Shift.starts_at)).all()


def staffed(shifts: Iterable[Shift]) -> dict[int, int]:
    """How many stand on each of some shifts, by its id."""
    asked = Assignment.shift_id.in_([shift.id for shift in shifts])
    query = db.select(Assignment.shift_id, func.count()).where(asked, Assignment.removed_at.is_(None))
    return {number: count for number, count in db.session.execute(query.group_by(Assignment.shift_id))}


def standing(shifts: Iterable[int]) -> dict[tuple[int, int], Assignment]:
    """The assignments that stand on some shifts, by shift and person."""
    query = db.select(Assignment).where(Assignment.shift_id.in_(list(shifts)), Assignment.removed_at.is_(None))
    return {(each.shift_id, each.person_id): each for each in db.session.scalars(query)}


def _known(event: Event, people: Sequence[Person]) -> list[Candidate]:
    asked = [person.id for person in people]
    duties, suspended, absences = _duties(asked), _suspended(event, asked), _absences(event, asked)
    query = db.select(Enlistment).filter_by(event_id=event.id, withdrawn_at=None)
    enlisted = {each.person_id: each for each in db.session.scalars(query)}
    return [
        Candidate(person, duties[n], suspended[n], absences[n], enlisted.get(n))
        for n, person in zip(asked, people, strict=True)
    ]


def _suspended(event: Event, people: Sequence[int]) -> dict[int, list[Shift]]:
    query = db.select(Suspension.person_id, Shift).join(Suspension.assignment).join(Assignment.shift)
    found = query.where(Suspension.event_id == event.id, Suspension.person_id.in_(people))
    return _gathered(db.session.execute(found))


def _absences(event: Event, people: Sequence[int]) -> dict[int, list[Wish]]:
    query = db.select(Wish.person_id, Wish).filter_by(event_id=event.id, kind=WishKind.ABSENT, dropped_at=None)
    return _gathered(db.session.execute(query.where(Wish.person_id.in_(people))))


def _duties(people: Sequence[int]) -> dict[int, list[Shift]]:
    query = db.select(Assignment.person_id, Shift).join(Assignment.shift).where(Assignment.removed_at.is_(None))
    found = query.where(Assignment.person_id.in_(people)).options(db.joinedload(Shift.place)).order_by(Shift.starts_at)
    return _gathered(db.session.execute(found))


def _gathered(rows: Iterable[Any]) -> dict[int, list[Any]]:
    """(person id, thing) pairs, by person."""
    found: dict[int, list[Any]] = defaultdict(list)
    for person_id, thing in rows:
        found[person_id].append(thing)
    return found
