"""A proposal as a planner reads it: who, where, when; and of each place that stays empty, what is in the way."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ... import clock
from ...events.models import Event
from ...events.queries import natural
from ...extensions import db
from ...people.models import Person
from .. import queries
from ..models import Filling, Shift


@dataclass(frozen=True)
class Row:
    """Somebody who is proposed for a shift; `number` is the place of the row in the proposal."""

    number: int
    shift: Shift
    person: Person
    told: dict[str, Any]

    @property
    def undecided(self) -> bool:
        """Whether it can still be taken or declined."""
        return self.told["state"] in ("open", "refused")


@dataclass(frozen=True)
class Empty:
    """Shifts at one time that would still lack people, each with how many, for the same reasons.

    `why` holds how many are kept from them by what, the most first.
    """

    shifts: list[tuple[Shift, int]]
    why: list[tuple[str, int]]

    @property
    def missing(self) -> int:
        """How many they lack together."""
        return sum(missing for _, missing in self.shifts)


def rows(filling: Filling) -> list[Row]:
    """What is proposed, in time order."""
    told = filling.rows
    shifts, people = _by_id(Shift, (row["shift"] for row in told)), _by_id(Person, (row["person"] for row in told))
    return [Row(n, shifts[row["shift"]], people[row["person"]], row) for n, row in enumerate(told)]


def empty(filling: Filling) -> list[Empty]:
    """What is not covered, in time order."""
    told = filling.found.get("empty", [])
    shifts = _by_id(Shift, (each["shift"] for each in told))
    alike: dict[Any, list[tuple[Shift, int]]] = defaultdict(list)
    for each in sorted(told, key=lambda each: (shifts[each["shift"]].starts_at, natural(shifts[each["shift"]].where))):
        shift = shifts[each["shift"]]
        alike[shift.starts_at, shift.ends_at, tuple(_reasons(each["why"]))].append((shift, each["missing"]))
    return [Empty(mine, list(why)) for (*_, why), mine in alike.items()]


def _reasons(why: dict[str, int]) -> list[tuple[str, int]]:
    """Of those with another trade nothing is said, unless there is nobody else; of nobody, where no one may stand."""
    if "ground" in why:
        return [("ground", why["ground"])]
    told = {code: count for code, count in why.items() if code != "trade"} or why
    return sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))


def missing(event: Event, now: datetime | None = None) -> tuple[int, int]:
    """In how many shifts to come how many people are missing."""
    now = now or clock.now()
    filled = queries.staffing(event)
    found = [
        shift.needed - filled.get(shift.id, 0)
        for shift in queries.shifts(event, now)
        if shift.starts_at > now and shift.needed > filled.get(shift.id, 0)
    ]
    return len(found), sum(found)


def latest(event: Event, count: int) -> Sequence[Filling]:
    """The proposals that were asked for last, newest first."""
    query = db.select(Filling).filter_by(event_id=event.id).order_by(Filling.id.desc())
    return db.session.scalars(query.limit(count)).all()


def filling(event: Event, number: int) -> Filling | None:
    """A proposal of the event."""
    return db.session.scalars(db.select(Filling).filter_by(event_id=event.id, id=number)).first()


def _by_id(kind: Any, numbers: Any) -> dict[int, Any]:
    found = db.session.scalars(db.select(kind).where(kind.id.in_(sorted(set(numbers)))))
    return {each.id: each for each in found}
