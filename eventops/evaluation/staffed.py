"""Who was planned and who came, by function and by hour, beside what was written in the log; and the guards."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .. import clock
from ..access import Actor
from ..events.models import Event
from ..extensions import db
from ..log.interventions import visible_interventions
from ..log.models import Entry, Intervention
from ..log.queries import visible_entries
from ..people.models import CredentialKind
from ..roster.duty import crew
from ..roster.models import ABSENT, HERE, Assignment, Function, Presence, Shift
from .hours import by_local_hour
from .indicators import Response, opening, percentiles

CAME = frozenset({*HERE, Presence.LEFT})
HOUR = timedelta(hours=1)


@dataclass
class Staffed:
    """Places and people of a function over all shifts; `called` are those of whom a roll-call says something."""

    needed: int = 0
    filled: int = 0
    called: int = 0
    came: int = 0
    absent: int = 0
    needed_called: int = 0  # places on the shifts that had a roll-call
    hours: float = 0.0  # planned

    def add(self, shift: Shift, people: Sequence[Assignment]) -> None:
        """Count one shift."""
        called = [each for each in people if each.standing]
        self.needed += shift.needed
        self.filled += len(people)
        self.called += len(called)
        self.came += sum(each.presence in CAME for each in called)
        self.absent += sum(each.presence in ABSENT for each in called)
        self.needed_called += shift.needed if called else 0
        self.hours += shift.hours * shift.needed


@dataclass(frozen=True)
class Guarding:
    """Guards on shifts, how many were notified before, how many held no appointment; and their reports, in seconds."""

    guards: int
    notified: int
    uncertified: int
    reports: Response | None
    missing: int


@dataclass(frozen=True)
class HourLoad:
    """An hour of the local day, over all days: lines entered, and hours that people were planned to be on duty."""

    hour: int
    lines: int
    staff: float

    @property
    def each(self) -> float | None:
        """Lines for each hour of a person on duty."""
        return self.lines / self.staff if self.staff else None


def roster(event: Event) -> tuple[Sequence[Shift], dict[int, list[Assignment]]]:
    """The shifts of an event, and who stands on each."""
    shifts = db.session.scalars(db.select(Shift).filter_by(event_id=event.id, dropped_at=None)).all()
    people: dict[int, list[Assignment]] = defaultdict(list)
    for each in crew(shifts) if shifts else ():
        people[each.shift_id].append(each)
    return shifts, people


def staffed(shifts: Sequence[Shift], people: dict[int, list[Assignment]]) -> dict[Function, Staffed]:
    """Planned and present by function, in the functions' order."""
    found: dict[Function, Staffed] = defaultdict(Staffed)
    for shift in shifts:
        found[shift.function].add(shift, people[shift.id])
    return {function: found[function] for function in Function if function in found}


def guarding(event: Event, actor: Actor, shifts: Sequence[Shift], people: dict[int, list[Assignment]]) -> Guarding:
    """Guards on shifts that have begun: notified before (R14), appointed; and how soon they reported (R15)."""
    begun = [shift for shift in shifts if shift.function is Function.GUARD and shift.starts_at <= clock.now()]
    guards = [(shift, each) for shift in begun for each in people[shift.id]]
    notified = [each for _, each in guards if each.notification and not each.notification.late]
    bare = [each for shift, each in guards if not _appointed(event, shift, each)]
    taken = visible_interventions(event, actor).where(
        Intervention.company.is_not(None), Intervention.struck_at.is_(None)
    )
    told = (Intervention.occurred_at, Intervention.reported_at)
    rows = db.session.execute(taken.with_only_columns(*told, maintain_column_froms=True)).all()
    waits = [max((reported - at).total_seconds(), 0) for at, reported in rows if reported]
    reports = percentiles(waits) if waits else None
    return Guarding(len(guards), len(notified), len(bare), reports, len(rows) - len(waits))


def _appointed(event: Event, shift: Shift, each: Assignment) -> bool:
    span = event.local(shift.starts_at), event.local(shift.ends_at)
    return each.person.credential_for(CredentialKind.GUARD_APPOINTMENT, *span) is not None


def load(event: Event, actor: Actor, shifts: Sequence[Shift], people: dict[int, list[Assignment]]) -> list[HourLoad]:
    """Lines and hours on duty by the hour of the local day, from when the operational day begins."""
    lines = by_local_hour(event, visible_entries(event, actor), Entry.entered_at, opening(event), clock.now())
    staff = [0.0] * 24
    now = clock.now()
    for shift in shifts:
        there = sum(each.presence not in ABSENT for each in people[shift.id])
        _spread(event, staff, shift.starts_at, min(shift.ends_at, now), there)
    order = [(event.day_starts_at + step) % 24 for step in range(24)]
    return [HourLoad(each, lines[each], staff[each]) for each in order]


def _spread(event: Event, staff: list[float], start: datetime, end: datetime, people: int) -> None:
    """Add the hours of so many people between two moments to the hours of the local day."""
    at = start
    while at < end:
        until = min(at.replace(minute=0, second=0, microsecond=0) + HOUR, end)
        staff[event.local(at).hour] += people * (until - at) / HOUR
        at = until
