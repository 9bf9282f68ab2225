"""Which periods an event has, and how they differ from what its rhythm, days and watches ask for now."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ..events.models import Event, Phase
from ..events.queries import partners
from ..extensions import db
from ..planning.models import Watch, alive
from .models import PrioritySet, ReportingPeriod, ReportingRhythm
from .rhythm import Stretch, stretches


@dataclass
class Differences:
    """Periods to make, to take out, to move, and to ask others in."""

    made: list[Stretch] = field(default_factory=list)
    dropped: list[ReportingPeriod] = field(default_factory=list)
    moved: list[tuple[ReportingPeriod, Stretch]] = field(default_factory=list)
    asked: list[ReportingPeriod] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.made or self.dropped or self.moved or self.asked)


def rhythm_of(event: Event) -> ReportingRhythm | None:
    """How the event's periods are laid out; None before anybody said."""
    found: ReportingRhythm | None = db.session.scalar(db.select(ReportingRhythm).filter_by(event_id=event.id))
    return found


def periods(event: Event) -> Sequence[ReportingPeriod]:
    """The event's periods in order, without those that were taken out before they began."""
    query = db.select(ReportingPeriod).filter_by(event_id=event.id, dropped_at=None)
    return db.session.scalars(query.order_by(ReportingPeriod.starts_at)).all()


def period(event: Event, number: int) -> ReportingPeriod | None:
    """A period by its number."""
    query = db.select(ReportingPeriod).filter_by(event_id=event.id, number=number, dropped_at=None)
    found: ReportingPeriod | None = db.session.scalar(query)
    return found


def current(event: Event, now: datetime) -> ReportingPeriod | None:
    """The period that a moment belongs to."""
    return next((each for each in periods(event) if each.covers(now)), None)


def asked_now(event: Event, rhythm: ReportingRhythm) -> list[str]:
    """The slugs of the partners who are to report from now on."""
    return sorted(each.slug for each in partners(event) if each.slug not in rhythm.silent)


def differences(event: Event, now: datetime) -> Differences:
    """How what is laid out differs from what should be; what has begun, or has priorities, stays as it was."""
    rhythm = rhythm_of(event)
    if rhythm is None or event.phase is Phase.CLOSED:
        return Differences()
    watches = list(db.session.scalars(alive(Watch, event)))
    wanted = stretches(event, rhythm, watches, now)
    kept, coming = _parted(event, now)
    found = Differences()
    end = _moved(found, kept, wanted, now)
    left = {_same(each): each for each in coming}
    asked = asked_now(event, rhythm)
    for stretch in _after(wanted, end):
        standing = left.pop(_same(stretch), None)
        if standing is None:
            found.made.append(stretch)
        elif standing.asked != asked:
            found.asked.append(standing)
    found.dropped = list(left.values())
    return found


def _parted(event: Event, now: datetime) -> tuple[list[ReportingPeriod], list[ReportingPeriod]]:
    """The periods that stay whatever happens, and those that may still be taken out."""
    chosen = set(db.session.scalars(db.select(PrioritySet.period_id).filter_by(event_id=event.id)))
    known = periods(event)
    last = max((n for n, each in enumerate(known) if each.starts_at <= now or each.id in chosen), default=-1)
    return list(known[: last + 1]), list(known[last + 1 :])


def _moved(
    found: Differences, kept: list[ReportingPeriod], wanted: list[Stretch], now: datetime
) -> datetime | None:
    """Note how the running period is to end otherwise; returns when the last that stays ends."""
    if not kept:
        return None
    last = kept[-1]
    new = next((each for each in wanted if (each.kind, each.starts_at) == (last.kind, last.starts_at)), None)
    if new is None or last.ends_at <= now or new.ends_at <= now or _same(new) == _same(last):
        return last.ends_at
    found.moved.append((last, new))
    return new.ends_at


def _after(wanted: list[Stretch], end: datetime | None) -> list[Stretch]:
    """What is wanted after a moment; a stretch that holds it begins there."""
    if end is None:
        return wanted
    return [replace(each, starts_at=max(each.starts_at, end)) for each in wanted if each.ends_at > end]


def _same(each: Stretch | ReportingPeriod) -> tuple[str, str, datetime, datetime, datetime]:
    return each.kind, each.name, each.starts_at, each.ends_at, each.due_at
