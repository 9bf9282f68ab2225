"""People are put on shifts and taken off them, one at a time or many in one change."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ... import clock
from ...access import Actor
from ...changes import Change, Subject, change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ...people.models import Person
from ..desk import Desk
from ..models import Acceptance, Assignment, Shift
from ..queries import hold, standing
from ..warnings import Caution, Cautioned
from .board import announcing

Say = Callable[[Refused], str]
UNSAID = dict.fromkeys(("removed_at", "removed_by", "removed_because", "reply", "replied_at", "replied_because"))


@dataclass(frozen=True)
class Placement:
    """Somebody who is to work a shift."""

    shift: Shift
    person: Person
    call_sign: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a placement: the assignment, or why there is none (`Cautioned` holds the warnings)."""

    placement: Placement
    assignment: Assignment | None = None
    refused: Refused | None = None


def assign(
    event: Event,
    actor: Actor,
    shift: Shift,
    person: Person,
    *,
    call_sign: str | None = None,
    accepting: str | None = None,
    say: Say = str,
) -> Assignment:
    """Put somebody on a shift. The very same again gives the first; see eligibility.py for who is refused, and why.

    What warnings.py finds is refused as Cautioned unless `accepting` gives the reason, which is then kept with each
    warning as `say` puts it.
    """
    with change(event, actor) as record, announcing(event, record):
        outcome = _Hand(event, actor, record, [Placement(shift, person, call_sign)], accepting, say).play()[0]
        if outcome.refused is not None:
            raise outcome.refused
    assert outcome.assignment is not None
    return outcome.assignment


def assign_many(
    event: Event,
    actor: Actor,
    rows: Sequence[Placement],
    *,
    accepting: str | None = None,
    source: Subject | None = None,
    say: Say = str,
) -> list[Outcome]:
    """Put many on shifts in one change, each judged with those before it in mind; what is refused stops no other.

    `source` is what proposed them, and stands beside each of them on the record.
    """
    with change(event, actor) as record, announcing(event, record):
        return _Hand(event, actor, record, rows, accepting, say, source).play()


def unassign(event: Event, actor: Actor, assignment: Assignment, *, because: str | None = None) -> None:
    """Take somebody off a shift; a second time changes nothing."""
    with change(event, actor) as record, announcing(event, record):
        if assignment.removed_at is not None:
            return record.nothing()
        lift(actor, assignment, because)
        record("assignment.removed", assignment)


def move(
    event: Event, actor: Actor, assignment: Assignment, shift: Shift, *, accepting: str | None = None, say: Say = str
) -> Assignment:
    """Take somebody off one shift and put them on another, or do neither. Returns the new assignment."""
    with change(event, actor) as record, announcing(event, record):
        hold([assignment.person_id])
        if assignment.removed_at is not None:
            raise Conflict(N_("%(name)s is not on that shift any more."), field="person", name=assignment.person.name)
        if assignment.shift_id == shift.id:
            record.nothing()
            return assignment
        lift(actor, assignment, None)
        db.session.flush()
        record("assignment.removed", assignment)
        return assign(
            event, actor, shift, assignment.person, call_sign=assignment.call_sign, accepting=accepting, say=say
        )


def lift(actor: Actor, assignment: Assignment, because: str | None) -> None:
    """Mark an assignment as ended, inside a change that records it."""
    assignment.removed_at, assignment.removed_by = clock.now(), actor.name
    assignment.removed_because = " ".join((because or "").split()) or None


class _Hand:
    """Some placements, played in their order inside a change."""

    def __init__(
        self,
        event: Event,
        actor: Actor,
        record: Change,
        rows: Sequence[Placement],
        accepting: str | None,
        say: Say,
        source: Subject | None = None,
    ):
        self.actor, self.record, self.rows, self.say, self.source = actor, record, rows, say, source
        self.accepting = " ".join((accepting or "").split()) or None
        self.shifts = {row.shift.id: row.shift for row in rows}
        people = {row.person.id: row.person for row in rows}
        hold(people)
        self.there = standing(self.shifts)
        self.desk = Desk(event, list(self.shifts.values()), list(people.values()))
        self.event = event

    def play(self) -> list[Outcome]:
        if not self.rows:
            self.record.nothing()
        return [self._outcome(row) for row in self.rows]

    def _outcome(self, row: Placement) -> Outcome:
        try:
            return Outcome(row, self._placed(row))
        except Refused as refused:
            self.record.nothing()
            return Outcome(row, refused=refused)

    def _placed(self, row: Placement) -> Assignment:
        call_sign = (row.call_sign or "").strip() or None
        if there := self.there.get((row.shift.id, row.person.id)):
            return self._already(there, call_sign)
        if row.shift.dropped_at is not None or row.shift.event_id != self.event.id:
            raise Conflict(N_("That shift is not on the roster any more."), field="person")
        if reason := self.desk.objection(row.person, row.shift):
            raise reason
        cautions = self.desk.cautions(row.person, row.shift, call_sign)
        if cautions and not self.accepting:
            raise Cautioned(cautions)
        return self._made(row, call_sign, cautions)

    def _already(self, there: Assignment, call_sign: str | None) -> Assignment:
        if call_sign not in (None, there.call_sign):
            raise Refused(N_("%(name)s is on this shift already."), field="person", name=there.person.name)
        self.record.nothing()
        return there

    def _made(self, row: Placement, call_sign: str | None, cautions: Iterable[Caution]) -> Assignment:
        assignment = Assignment(shift_id=row.shift.id, person_id=row.person.id, call_sign=call_sign, **UNSAID)
        assignment.assigned_at, assignment.assigned_by = clock.now(), self.actor.name
        self.record.insert(assignment)
        beside: dict[str, Any] = {each.code: self._accepted(assignment, each) for each in cautions}
        if self.source is not None:
            beside["source"] = self.source
        self.record("assignment.added", assignment, **beside)
        self.there[row.shift.id, row.person.id] = assignment
        self.desk.put(assignment, cautions)
        return assignment

    def _accepted(self, assignment: Assignment, caution: Caution) -> Acceptance:
        acceptance = Acceptance(assignment_id=assignment.id, code=caution.code, reason=self.accepting)
        acceptance.facts = caution.values
        acceptance.said = self.say(Refused(caution.message, **caution.values))
        acceptance.accepted_at, acceptance.accepted_by = clock.now(), self.actor.name
        self.record.insert(acceptance)
        return acceptance
