"""Setting the rhythm, and keeping the periods in step with it and with the plan."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from .. import clock
from ..access import SYSTEM, Actor
from ..changes import Change, change
from ..errors import N_, Conflict, Refused
from ..events.models import Event
from ..events.queries import partners
from ..extensions import db
from .laid_out import asked_now, differences, rhythm_of
from .models import PeriodKind, ReportingPeriod, ReportingRhythm
from .rhythm import Stretch

HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
BACK = timedelta(days=731)  # how far back weeks may begin
MOST_DUE = 7 * 24 * 60  # minutes


@dataclass(frozen=True)
class Beat:
    """What is said of a rhythm; the fields are those of ReportingRhythm."""

    starts_on: date
    weekday: int
    hour: str
    week_due: int
    live: PeriodKind
    live_due: int
    silent: list[str]


def set_rhythm(event: Event, actor: Actor, said: Beat, seen: int = 0) -> ReportingRhythm:
    """Say when periods begin and who reports. `seen` is the revision that was looked at, 0 for none."""
    _check(event, said)
    with change(event, actor) as record:
        rhythm = rhythm_of(event)
        if seen != (rhythm.revision if rhythm else 0):
            raise Conflict(N_("Somebody else has set the rhythm meanwhile. Look at it before you set it again."))
        told = {**vars(said), "silent": sorted(said.silent)}
        if rhythm is None:
            rhythm = ReportingRhythm(event=event, revision=1, **told)
            db.session.add(rhythm)
        else:
            for name, value in told.items():
                setattr(rhythm, name, value)
            rhythm.revision += 1
        db.session.flush()
        record("reporting_rhythm.set", rhythm)
        _lay_out(event, record)
    return rhythm


def keep_up(event: Event) -> bool:
    """Make the periods what rhythm, days and watches ask for; says whether anything changed."""
    with change(event, SYSTEM) as record:
        record.nothing()
        return _lay_out(event, record)


def _check(event: Event, said: Beat) -> None:
    if not HOUR.fullmatch(said.hour or ""):
        raise Refused(N_("Write the hour as HH:MM, such as 07:45."), field="hour")
    if not 0 <= said.weekday <= 6:
        raise Refused(N_("Choose a day of the week."), field="weekday")
    if not clock.now().date() - BACK <= said.starts_on <= clock.now().date() + BACK:
        raise Refused(N_("Choose a day within two years from today."), field="starts_on")
    for name in ("week_due", "live_due"):
        if not 0 <= getattr(said, name) <= MOST_DUE:
            raise Refused(N_("Choose 0 to 168 hours."), field=name)
    if said.live not in (PeriodKind.DAY, PeriodKind.WATCH):
        raise Refused(N_("Choose days or watches."), field="live")
    if not {each.slug for each in partners(event)} - set(said.silent):
        raise Refused(N_("Choose at least one partner who reports."), field="asked")


def _lay_out(event: Event, record: Change) -> bool:
    now, rhythm = clock.now(), rhythm_of(event)
    found = differences(event, now)
    if rhythm is None or not found:
        return False
    asked = asked_now(event, rhythm)
    for each in found.dropped:
        each.dropped_at = now
        record("period.dropped", each)
    for each, new in found.moved:
        each.name, each.ends_at, each.due_at = new.name, new.ends_at, new.due_at
        record("period.moved", each)
    for each in found.asked:
        each.asked = asked
        record("period.asked", each)
    for stretch in found.made:
        record("period.made", _made(event, record, stretch, asked))
    return True


def _made(event: Event, record: Change, stretch: Stretch, asked: list[str]) -> ReportingPeriod:
    row = ReportingPeriod(event=event, number=record.count("period"), asked=asked, **vars(stretch))
    db.session.add(row)
    return row
