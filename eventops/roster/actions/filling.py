"""The solver is asked for a proposal, which is then taken as a whole or row by row; it is checked anew when taken."""

from collections.abc import Collection, Iterator
from typing import Any

from ... import clock
from ...access import Actor
from ...changes import change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ...people.models import Person
from .. import queries
from ..models import Filling, FillingState, Shift
from ..warnings import Cautioned
from .assignment import Outcome, Placement, Say, assign_many

AT_ONCE = 100  # rows in one change, so that the live log goes on meanwhile
Row = dict[str, Any]
UNDECIDED = ("open", "refused")


def ask_filling(event: Event, actor: Actor, terms: dict[str, bool]) -> Filling:
    """Begin a proposal; refused while another one is being made for the event."""
    with change(event, actor) as record:
        for other in db.session.scalars(db.select(Filling).filter_by(event_id=event.id, state=FillingState.RUNNING)):
            if not other.lost(clock.now()):
                raise Conflict(N_("A proposal is being made already. Wait for it, or stop it."))
            other.state, other.finished_at = FillingState.FAILED, clock.now()
            record("filling.failed", other)
        filling = Filling(event=event, state=FillingState.RUNNING, asked_at=clock.now(), asked_by=actor.name)
        filling.beat_at, filling.progress = filling.asked_at, {"terms": terms}
        db.session.add(filling)
        record("filling.asked", filling)
    return filling


def stop_filling(event: Event, actor: Actor, filling: Filling) -> None:
    """Be content with what is found so far; what nobody tends any more has failed."""
    with change(event, actor) as record:
        db.session.refresh(filling)
        if filling.state is not FillingState.RUNNING:
            return record.nothing()
        if filling.lost(clock.now()):
            filling.state, filling.finished_at = FillingState.FAILED, clock.now()
        filling.stop_asked = True
        record("filling.stopped", filling)


def tend_filling(event: Event, actor: Actor, filling: Filling, progress: dict[str, Any]) -> None:
    """Say that the search goes on, and how far it has come; that is no fact for the record."""
    with change(event, actor) as record:
        filling.progress, filling.beat_at = {**filling.progress, **progress}, clock.now()
        record.nothing()


def finish_filling(
    event: Event, actor: Actor, filling: Filling, state: FillingState, found: dict[str, Any], progress: dict[str, Any]
) -> None:
    """Keep what the search found, and how it ended."""
    with change(event, actor) as record:
        db.session.refresh(filling)
        filling.state, filling.found, filling.finished_at = state, found, clock.now()
        filling.progress = {**filling.progress, **progress}
        if state in (FillingState.READY, FillingState.CANCELLED) and not filling.rows:
            filling.state = FillingState.SETTLED
        record("filling.finished", filling)


def take_rows(
    event: Event, actor: Actor, filling: Filling, numbers: Collection[int] | None, accepting: str | None, say: Say
) -> int:
    """Put on duty who the rows (by their place; None: all that are undecided) propose; returns how many.

    Each is judged as the roster is now. A row that cannot be taken stays, with the reason.
    """
    _check_done(filling)
    return sum(_take(event, actor, filling, lot, accepting, say) for lot in _in_lots(filling, numbers))


def _take(event: Event, actor: Actor, filling: Filling, lot: list[int], accepting: str | None, say: Say) -> int:
    with change(event, actor) as record:
        db.session.refresh(filling)
        rows = filling.rows
        placements = _placements(event, rows, [n for n in lot if rows[n]["state"] in UNDECIDED])
        refused = dict(_full(placements))
        judged = [n for n in placements if n not in refused]
        outcomes = assign_many(
            event, actor, [placements[n] for n in judged], accepting=accepting, source=filling, say=say
        )
        for n, why in refused.items():
            rows[n] = {**rows[n], "state": "refused", "why": say(why)}
        for n, outcome in zip(judged, outcomes, strict=True):
            rows[n] = {**rows[n], **_became(outcome, say)}
        _keep(filling, rows)
        record("filling.taken", filling)
    return sum(outcome.assignment is not None for outcome in outcomes)


def decline_rows(event: Event, actor: Actor, filling: Filling, numbers: Collection[int] | None) -> None:
    """Leave rows of a proposal be."""
    _check_done(filling)
    with change(event, actor) as record:
        db.session.refresh(filling)
        rows = filling.rows
        chosen = [n for n in _chosen(filling, numbers) if rows[n]["state"] in UNDECIDED]
        for n in chosen:
            rows[n] = {**rows[n], "state": "declined"}
        _keep(filling, rows)
        record("filling.declined", filling)


def _check_done(filling: Filling) -> None:
    if filling.state is FillingState.RUNNING:
        raise Conflict(N_("The proposal is still being made. Stop it to use what is found so far."))


def _chosen(filling: Filling, numbers: Collection[int] | None) -> list[int]:
    every = range(len(filling.rows))
    return list(every) if numbers is None else [n for n in every if n in numbers]


def _in_lots(filling: Filling, numbers: Collection[int] | None) -> Iterator[list[int]]:
    chosen = _chosen(filling, numbers)
    for start in range(0, len(chosen), AT_ONCE):
        yield chosen[start : start + AT_ONCE]


def _placements(event: Event, rows: list[Row], numbers: list[int]) -> dict[int, Placement]:
    shifts = _by_id(Shift, {rows[n]["shift"] for n in numbers})
    people = _by_id(Person, {rows[n]["person"] for n in numbers})
    return {
        n: Placement(shifts[rows[n]["shift"]], people[rows[n]["person"]], rows[n]["call_sign"])
        for n in numbers
        if shifts[rows[n]["shift"]].event_id == event.id
    }


def _by_id(kind: Any, numbers: set[int]) -> dict[int, Any]:
    return {each.id: each for each in db.session.scalars(db.select(kind).where(kind.id.in_(numbers)))}


def _full(placements: dict[int, Placement]) -> Iterator[tuple[int, Refused]]:
    """The rows whose shift has begun, or has by now as many as it needs."""
    shifts = {each.shift.id: each.shift for each in placements.values()}
    there = queries.standing(shifts)
    lacking = {number: shift.needed - sum(number == on for on, _ in there) for number, shift in shifts.items()}
    for n, each in placements.items():
        if (each.shift.id, each.person.id) in there:
            continue
        if each.shift.starts_at <= clock.now():
            yield n, Conflict(N_("The shift has begun."))
        elif lacking[each.shift.id] <= 0:
            yield n, Conflict(N_("The shift has as many as it needs by now."))
        lacking[each.shift.id] -= 1


def _became(outcome: Outcome, say: Say) -> Row:
    if outcome.assignment is not None:
        return {"state": "accepted", "why": None}
    assert outcome.refused is not None
    cautioned = isinstance(outcome.refused, Cautioned)
    return {"state": "open" if cautioned else "refused", "why": say(outcome.refused)}


def _keep(filling: Filling, rows: list[Row]) -> None:
    filling.found = {**filling.found, "rows": rows}
    if not any(row["state"] in UNDECIDED for row in rows):
        filling.state = FillingState.SETTLED
