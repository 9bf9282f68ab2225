"""Reads of an event's people: who they are, on which terms, what they hold, and how many hours they work."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Select, or_, tuple_

from .. import clock
from ..events.models import Event
from ..extensions import db
from ..people.models import Credential, CredentialKind, Person
from . import queries
from .models import Assignment, Enlistment, Function, PeopleImport, Shift, Wish

PAGE = 50
SOON = timedelta(days=183)  # half a year: guards are advised to apply anew by then (R11)
WHO = ("here", "away", "reserve", "volunteer", "expiring")


@dataclass(frozen=True)
class Held:
    """A credential as the event sees it: `state` is "expired", "during", "soon", "later" or "valid"."""

    credential: Credential
    state: str


@dataclass(frozen=True)
class Entry:
    """Somebody on the event's list."""

    person: Person
    enlistment: Enlistment | None
    held: list[Held]
    hours: float

    @property
    def standing(self) -> bool:
        """Whether they are in the event's roster."""
        return self.enlistment is not None and self.enlistment.withdrawn_at is None


@dataclass(frozen=True)
class Sought:
    """What the list shows: a part of the name, an organisation, a function, and whom of `WHO`."""

    text: str = ""
    organisation: int | None = None
    function: Function | None = None
    who: str = "here"
    after: int | None = None


@dataclass(frozen=True)
class Found:
    """A page of the list, and after whom the next begins (None: there is none)."""

    entries: list[Entry]
    after: int | None


class Calendar:
    """The event's days as a credential's validity is measured by."""

    def __init__(self, event: Event):
        self.event = event

    @cached_property
    def today(self) -> date:
        return self.event.local(clock.now()).date()

    @cached_property
    def last(self) -> date:
        """The event's last day; today when it has none."""
        return max((day.date for day in self.event.days), default=self.today)

    def held(self, credential: Credential) -> Held:
        """A credential and whether it still holds: expired, before the event ends, within six months, or not yet."""
        until = credential.valid_until
        if until < self.today:
            return Held(credential, "expired")
        if until < self.last:
            return Held(credential, "during")
        if credential.valid_from > max(self.last, self.today):
            return Held(credential, "later")
        return Held(credential, "soon" if until < self.today + SOON else "valid")


def page(event: Event, sought: Sought) -> Found:
    """Those who are sought, by name, a page at a time."""
    query = _sought(event, sought).options(db.selectinload(Person.credentials)).order_by(Person.sought, Person.id)
    last = db.session.get(Person, sought.after) if sought.after else None
    if last is not None:
        query = query.where(tuple_(Person.sought, Person.id) > (last.sought, last.id))
    people = db.session.scalars(query.limit(PAGE + 1)).all()
    return Found(_entries(event, people[:PAGE]), people[PAGE - 1].id if len(people) > PAGE else None)


def entry(event: Event, person: Person) -> Entry:
    """One person, as the event's list shows them."""
    return _entries(event, [person])[0]


def person(event: Event, number: int) -> Person | None:
    """A person of the organisations that take part, unless they are entered twice and this is the one that went."""
    query = db.select(Person).where(Person.id == number, Person.merged_into.is_(None))
    return db.session.scalars(query.where(Person.organisation_id.in_(queries.organisations(event)))).first()


def credential(person: Person, number: int) -> Credential | None:
    """A credential of somebody."""
    return next((held for held in person.credentials if held.id == number), None)


def wishes(event: Event, person: Person) -> Sequence[Wish]:
    """What somebody wishes, and when they cannot work."""
    query = db.select(Wish).filter_by(event_id=event.id, person_id=person.id, dropped_at=None)
    return db.session.scalars(query.options(db.joinedload(Wish.place)).order_by(Wish.starts_at, Wish.id)).all()


def wish(event: Event, person: Person, number: int) -> Wish | None:
    """One of them."""
    return db.session.scalars(
        db.select(Wish).filter_by(id=number, event_id=event.id, person_id=person.id, dropped_at=None)
    ).first()


def duties(event: Event, person: Person) -> Sequence[Assignment]:
    """The shifts somebody works in the event, in time order."""
    query = db.select(Assignment).join(Assignment.shift).where(Shift.event_id == event.id)
    query = query.where(Assignment.person_id == person.id, Assignment.removed_at.is_(None), Shift.dropped_at.is_(None))
    return db.session.scalars(query.order_by(Shift.starts_at).options(db.contains_eager(Assignment.shift))).all()


def call_signs(event: Event) -> dict[tuple[int, int], str | None]:
    """The call sign of each assignment that stands, by shift and person."""
    query = db.select(Assignment.shift_id, Assignment.person_id, Assignment.call_sign).join(Assignment.shift)
    found = db.session.execute(query.where(Shift.event_id == event.id, Assignment.removed_at.is_(None)))
    return {(shift, person): sign for shift, person, sign in found}


def teams(event: Event) -> Sequence[str]:
    """The teams there are."""
    query = db.select(Enlistment.team).filter_by(event_id=event.id, withdrawn_at=None)
    return db.session.scalars(query.where(Enlistment.team.is_not(None)).distinct().order_by(Enlistment.team)).all()


def everybody(event: Event) -> Sequence[Person]:
    """All the event's people, with their credentials, by organisation and name."""
    query = _sought(event, Sought()).options(db.selectinload(Person.credentials))
    return db.session.scalars(query.order_by(Person.organisation_id, Person.sought, Person.id)).all()


def all_duties(event: Event) -> dict[int, list[Assignment]]:
    """Everybody's assignments in the event, in time order, by person."""
    query = db.select(Assignment).join(Assignment.shift).where(Shift.event_id == event.id, Shift.dropped_at.is_(None))
    query = query.options(db.contains_eager(Assignment.shift).joinedload(Shift.place)).order_by(Shift.starts_at)
    found: dict[int, list[Assignment]] = defaultdict(list)
    for each in db.session.scalars(query.where(Assignment.removed_at.is_(None))):
        found[each.person_id].append(each)
    return found


def enlistments(event: Event) -> dict[int, Enlistment]:
    """Everybody's terms, by person; of those who withdrew, too."""
    return {each.person_id: each for each in db.session.scalars(db.select(Enlistment).filter_by(event_id=event.id))}


def imports(event: Event) -> Sequence[PeopleImport]:
    """The files of people that were handed in and not laid aside, the latest first."""
    query = db.select(PeopleImport).filter_by(event_id=event.id, dropped_at=None)
    return db.session.scalars(query.order_by(PeopleImport.id.desc()).limit(10)).all()


def people_import(event: Event, number: int) -> PeopleImport | None:
    """A file of people that was handed in."""
    return db.session.scalars(db.select(PeopleImport).filter_by(event_id=event.id, id=number)).first()


def remembered(event: Event) -> dict[str, str]:
    """How headings were understood in the files that were taken in, the latest word on each."""
    query = db.select(PeopleImport.columns).filter_by(event_id=event.id).where(PeopleImport.taken_at.is_not(None))
    found: dict[str, str] = {}
    for columns in db.session.scalars(query.order_by(PeopleImport.id)):
        found |= {heading: code for heading, code in columns if heading}
    return found


def _sought(event: Event, sought: Sought) -> Select[Person]:
    query: Select[Person] = db.select(Person).where(Person.merged_into.is_(None))
    query = query.where(Person.organisation_id.in_(queries.organisations(event)), _one_of(event, sought))
    if sought.text.strip():
        query = query.where(Person.sought.contains(sought.text.strip().casefold(), autoescape=True))
    if sought.organisation:
        query = query.where(Person.organisation_id == sought.organisation)
    if sought.function:
        query = query.where(Person.id.in_(_enlisted(event).where(Enlistment.function == sought.function)))
    return query


def _one_of(event: Event, sought: Sought) -> Any:
    enlisted, on_duty = _enlisted(event), _on_duty(event)
    here = or_(Person.id.in_(enlisted), Person.id.in_(on_duty))
    if sought.who == "away":
        return ~here
    if sought.who == "reserve":
        return Person.id.in_(enlisted.where(Enlistment.reserve))
    if sought.who == "volunteer":
        return Person.id.in_(enlisted.where(Enlistment.volunteer))
    if sought.who == "expiring":
        calendar = Calendar(event)
        until = max(calendar.last, calendar.today + SOON)
        ending = db.select(Credential.person_id).where(Credential.valid_until < until)
        return db.and_(here, Person.id.in_(ending))
    return here


def _enlisted(event: Event) -> Any:
    return db.select(Enlistment.person_id).where(Enlistment.event_id == event.id, Enlistment.withdrawn_at.is_(None))


def _on_duty(event: Event) -> Any:
    query = db.select(Assignment.person_id).join(Assignment.shift).where(Shift.event_id == event.id)
    return query.where(Assignment.removed_at.is_(None), Shift.dropped_at.is_(None))


def _entries(event: Event, people: Sequence[Person]) -> list[Entry]:
    known = queries.candidates_among(event, people)
    calendar, terms = Calendar(event), enlistments(event)
    return [
        Entry(
            each.person, terms.get(each.person.id),
            [calendar.held(held) for held in sorted(each.person.credentials, key=_order)], each.hours(event),
        )
        for each in known
    ]  # fmt: skip


def _order(credential: Credential) -> tuple[bool, str, int]:
    appointment = credential.kind is CredentialKind.GUARD_APPOINTMENT
    return not appointment, credential.kind, -credential.valid_until.toordinal()
