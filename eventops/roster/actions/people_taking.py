"""A list of people is taken in: judged and made ready while others write, then stored in one short change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm.attributes import set_committed_value

from ... import clock
from ...access import Actor
from ...beside import in_steps, in_turns
from ...changes import OFFICE, Change, change, reach
from ...events.models import Event
from ...extensions import db
from ...people.models import Credential, Person
from .. import enlisted, queries
from ..models import Enlistment, PeopleImport, Shift
from ..people_in import Outcome, Taking, judge
from ..people_in.register import TERMS, Known
from ..people_in.since import Since
from .assignment import Placement, Say, assign_many
from .people_import import Understood
from .shift import Duty, add_shift

SOME = 200  # people after whom others have their turn
BLANK = {**dict.fromkeys(TERMS), "volunteer": False, "reserve": False}


@dataclass(frozen=True)
class Draft:
    """What is to be stored of somebody; `number` is their id, None for somebody new, who is `fresh`."""

    known: Known
    number: int | None
    fresh: Person | None
    credentials: list[Credential]
    enlistment: Enlistment | None  # of somebody new

    @property
    def id(self) -> int:
        """Whose it is, once they are stored."""
        return int(self.fresh.id if self.fresh else self.number or 0)


def take_people(
    event: Event, actor: Actor, file: Understood, *, handed: PeopleImport | None = None, accepting: str, say: Say = str
) -> Outcome:
    """Take in every row that can be taken, in one change of the office's record and the event's, or nothing at all.

    It is judged before the change, and once more within it if somebody has meanwhile changed what it is judged by.
    `accepting` is the reason kept with each warning that an assignment is made in spite of.
    """
    since = Since.now()
    outcome, drafts = _judged(event, file)
    with change(OFFICE, actor) as office:
        office.nothing()
        reach(event)
        with change(event, actor) as record:
            record.nothing()
            if since.moved():
                outcome, drafts = _judged(event, file)
            _hold(drafts)
            _persons(office, drafts)
            _enlistments(event, record, drafts)
            _assignments(event, actor, outcome, drafts, accepting, say)
            if handed is not None:
                handed.taken_at, handed.refused = clock.now(), outcome.count(Taking.REFUSED)
                handed.taken = len(outcome.rows) - handed.refused
                record("people_import.taken", handed)
    return outcome


def _judged(event: Event, file: Understood) -> tuple[Outcome, list[Draft]]:
    outcome = judge(event, file.sheet, file.columns, file.organisation)
    altered = (known for known in outcome.people if known.altered)
    return outcome, [_draft(event, known) for known in in_turns(altered, SOME)]


def _draft(event: Event, known: Known) -> Draft:
    credentials = [Credential(**each) for each in known.credentials]
    if known.person is not None:
        return Draft(known, known.person.id, None, credentials, None)
    person = Person(name=known.name, organisation_id=known.organisation.id, **known.facts)
    set_committed_value(person, "organisation", known.organisation)
    enlistment = Enlistment(event_id=event.id, enlisted_at=clock.now(), **{**BLANK, **known.terms})
    return Draft(known, None, person, credentials, enlistment if known.enlists or known.terms else None)


def _hold(drafts: Sequence[Draft]) -> None:
    """Those who are changed or put on shifts, all at once: another event may be putting them on its own."""
    if there := [draft.number for draft in drafts if draft.number]:
        queries.hold(there)


def _persons(office: Change, drafts: Sequence[Draft]) -> None:
    office.insert_all([each.fresh for each in drafts if each.fresh])
    for draft in drafts:
        for held in draft.credentials:
            held.person_id = draft.id
    office.insert_all([held for draft in drafts for held in draft.credentials])
    for draft in drafts:
        if draft.known.person is not None and draft.credentials:
            db.session.expire(draft.known.person, ["credentials"])  # which were read when it was judged
    other = (draft.number for draft in drafts if draft.known.changes or draft.known.corrections)
    there = _there(number for number in other if number)
    _corrections(office, drafts)
    for draft in in_turns(drafts, SOME):
        _person(office, draft, draft.fresh or (there[draft.id] if draft.known.changes else None))


def _person(office: Change, draft: Draft, person: Person | None) -> None:
    if person is None:
        for held in draft.credentials:
            office("credential.added", held)
        return
    for name, value in draft.known.changes.items() if draft.number else ():
        setattr(person, name, value)
    beside = {f"credential_{number}": each for number, each in enumerate(draft.credentials, start=1)}
    office("person.edited" if draft.number else "person.added", person, **beside)


def _corrections(office: Change, drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        for credential, other in draft.known.corrections:
            for name, value in other.items():
                setattr(credential, name, value)
            office("credential.edited", credential)


def _enlistments(event: Event, record: Change, drafts: Sequence[Draft]) -> None:
    fresh = [draft for draft in drafts if draft.enlistment]
    for draft in fresh:
        assert draft.enlistment
        draft.enlistment.person_id = draft.id
    again = [draft for draft in drafts if draft.number and (draft.known.enlists or draft.known.terms)]
    before = enlisted.enlistments(event) if again else {}
    told = [("enlistment.added", draft.enlistment) for draft in fresh]
    for draft in again:
        there = before.get(draft.id)
        enlistment = there or Enlistment(event_id=event.id, person_id=draft.id, enlisted_at=clock.now(), **BLANK)
        if draft.known.enlists:
            enlistment.withdrawn_at = enlistment.withdrawn_because = None
        for name, value in draft.known.terms.items():
            setattr(enlistment, name, value)
        told.append(("enlistment.edited" if there else "enlistment.added", enlistment))
    record.insert_all([each for what, each in told if what == "enlistment.added"])
    for what, each in in_turns(told, SOME):
        assert each
        record(what, each)


def _assignments(
    event: Event, actor: Actor, outcome: Outcome, drafts: Sequence[Draft], accepting: str, say: Say
) -> None:
    placed = [draft for draft in drafts if draft.known.placements]
    if not placed:
        return
    standing = queries.shifts(event)  # read at once, and not one by one below
    made = {shift.id: add_shift(event, actor, _duty(shift)) for shift in outcome.shifts}
    made |= {shift.id: shift for shift in standing}
    db.session.flush()
    people = _there(draft.id for draft in placed)
    placements = [
        Placement(made.get(shift.id, shift), people[draft.id], call_sign)
        for draft in placed
        for shift, call_sign in draft.known.placements
    ]
    for each in assign_many(event, actor, placements, accepting=accepting, say=say):
        if each.refused is not None:  # what was judged has changed under it: nothing is taken
            raise each.refused


def _there(numbers: Iterator[int]) -> dict[int, Person]:
    """Some people of the database, by their ids."""
    found: dict[int, Person] = {}
    for some in in_steps(numbers, SOME):
        query = db.select(Person).where(Person.id.in_(some)).options(db.selectinload(Person.credentials))
        found |= {each.id: each for each in db.session.scalars(query)}
    return found


def _duty(shift: Shift) -> Duty:
    return Duty(shift.name, shift.function, shift.starts_at, shift.ends_at, shift.needed, shift.place)
