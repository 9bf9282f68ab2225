"""What posts need is said once for many of them, and the shifts that follow are made, changed and dropped with it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from ... import clock
from ...access import Actor
from ...changes import Change, change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from .. import queries
from ..models import Function, Need, Shift
from ..pattern import Effect, Terms, Wanted, check_hours, effect, wanted
from .shift import LONGEST, MOST, check_staff, drop, legal_terms

MOST_AT_ONCE = 5000  # shifts


class Made(NamedTuple):
    """How many needs and shifts were made; `there` are shifts that were planned already."""

    needs: int
    shifts: int
    there: int


class Changed(NamedTuple):
    """How many shifts a change of a need made, changed, dropped and left as they are."""

    added: int
    changed: int
    dropped: int
    left: int


def add_needs(event: Event, actor: Actor, said: Sequence[Terms]) -> Made:
    """Say what posts need, and make the shifts, in one change. What is needed so already is not needed twice."""
    with change(event, actor) as record:
        asked = [checked(each) for each in said]
        if not asked:
            raise Refused(N_("Choose at least one watch, or give hours of your own."), field="watches")
        shifts = [wanted(event, each) for each in asked]
        if sum(map(len, shifts)) > MOST_AT_ONCE:
            raise Refused(N_("At most %(most)s shifts at a time."), field="places", most=MOST_AT_ONCE)
        known, needs, made = _standing(event), 0, 0
        for terms, wants in zip(asked, shifts, strict=True):
            fresh = [each for each in wants if _key(each.said) not in known]
            known |= {_key(each.said) for each in fresh}
            if fresh:
                made += _make(record, event, _need(record, event, terms), fresh)
                needs += 1
        if not made:
            record.nothing()
        return Made(needs, made, sum(map(len, shifts)) - made)


def foresee(event: Event, need: Need, said: Terms) -> Effect:
    """What becomes of a need's shifts if it becomes what is said; nothing is changed."""
    shifts = queries.of_need(event, need)
    return effect(event, shifts, _before(event, need), wanted(event, checked(said)), queries.staffed(shifts))


def edit_need(event: Event, actor: Actor, need: Need, said: Terms, *, also: Collection[int] = ()) -> Changed:
    """Change what is needed, and the shifts with it: made, changed and dropped where nobody is on them.

    Those with people on them, and those changed by hand, change only when their ids are in `also`; nobody is taken off.
    """
    with change(event, actor) as record:
        if need.dropped_at is not None:
            raise Conflict(N_("That need is not there any more."))
        terms, found = checked(said), foresee(event, need, said)
        for key, value in _columns(terms).items():
            setattr(need, key, value)
        record("need.edited", need)
        decided = [pair for pair in found.asked if pair[0].id in also]
        for shift, want in [*found.changed, *decided]:
            _turn(record, shift, want)
        _recheck(event, [shift for shift, _ in decided])
        _drop(record, found.dropped)
        taken = _standing(event)
        fresh = [each for each in found.added if _key(each.said) not in taken]
        added = _make(record, event, need, fresh)
        left = len(found.left) + len(found.asked) - len(decided)
        return Changed(added, len(found.changed) + len(decided), len(found.dropped), left)


def drop_need(event: Event, actor: Actor, need: Need) -> list[Shift]:
    """Need it no more: its empty shifts are dropped; those with people on them stay, and are given back."""
    with change(event, actor) as record:
        if need.dropped_at is not None:
            record.nothing()
            return []
        shifts = queries.of_need(event, need)
        staffed = queries.staffed(shifts)
        need.dropped_at = clock.now()
        record("need.dropped", need)
        _drop(record, [each for each in shifts if not staffed.get(each.id)])
        return [each for each in shifts if staffed.get(each.id)]


def checked(said: Terms) -> Terms:
    """The same, tidied; Refused for what cannot be needed."""
    name = " ".join(said.name.split())
    if not name:
        raise Refused(N_("Give the shift a name, such as Evening."), field="name")
    if not 1 <= said.needed <= MOST:
        raise Refused(N_("A shift needs 1–%(most)s people."), field="needed", most=MOST)
    check_hours(said, LONGEST)
    grounds = legal_terms(said.function is Function.GUARD, said.legal_basis, said.legal_reference)
    days, requires = sorted(set(said.days)), sorted({str(kind) for kind in said.requires})
    return replace(said, name=name, days=days, requires=requires, **grounds)


def _before(event: Event, need: Need) -> list[Wanted]:
    try:
        return wanted(event, need)
    except Refused:  # the event's time zone has changed since: all of its shifts count as changed by hand
        return []


def _columns(terms: Terms) -> dict[str, Any]:
    told = {**vars(terms), "days": list(terms.days), "requires": list(terms.requires)}
    place = told.pop("place")
    return {**told, "place_id": place.id if place else None}


def _need(record: Change, event: Event, terms: Terms) -> Need:
    need = Need(event_id=event.id, dropped_at=None, **_columns(terms))
    record.insert(need)
    record("need.added", need)
    return need


def _make(record: Change, event: Event, need: Need, wants: Sequence[Wanted]) -> int:
    for each in wants:
        shift = Shift(
            event_id=event.id, need_id=need.id, need_day=each.day, dropped_at=None, dropped_because=None, **each.said
        )
        record.insert(shift)
        record("shift.added", shift)
    return len(wants)


def _turn(record: Change, shift: Shift, want: Wanted) -> None:
    for key, value in want.said.items():
        setattr(shift, key, value)
    db.session.flush()
    db.session.expire(shift, ["place"])
    record("shift.edited", shift)


def _recheck(event: Event, shifts: Sequence[Shift]) -> None:
    queries.hold(queries.on(shift.id for shift in shifts))
    for shift in shifts:
        check_staff(event, shift)


def _drop(record: Change, shifts: Sequence[Shift]) -> None:
    for shift in shifts:
        drop(record, shift, None)


def _standing(event: Event) -> set[tuple[Any, ...]]:
    """The shifts that are planned, by what no two of them have in common."""
    return {_key(vars(shift)) for shift in queries.shifts(event)}


def _key(said: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(said[name] for name in ("name", "function", "starts_at", "ends_at", "place_id"))
