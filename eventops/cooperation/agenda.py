"""What stands at each point of a meeting's agenda: made of what is known, with the eyes of whoever reads it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from .. import clock
from ..access import PARTNER, POLICE, Actor
from ..events.models import Event
from ..events.queries import places
from ..extensions import db
from ..log.models import Errand, ErrandState
from ..planning.models import Measure
from ..planning.models.measure import MeasureState
from ..planning.queries import visible
from . import meeting_queries as queries
from .changes_before import Changes, compared
from .happenings import Scope, counted
from .models import PeriodReport, Priority, PrioritySet, ReportingPeriod
from .models.meeting import Meeting, MeetingDecision, MeetingPoint, ParkedItem
from .spans import Span, SpanKind

WEEK = timedelta(weeks=1)
MOST = 5  # categories and sectors named in the headlines


@dataclass(frozen=True)
class Standing:
    """A decision and whether it is carried out: `state` is done, open, late, or "" where the reader may not know."""

    decision: MeetingDecision
    state: str


@dataclass(frozen=True)
class Reports:
    """A period's reports: who has reported and who is missing, as slugs, of those the reader may know of."""

    period: ReportingPeriod
    came: list[str]
    missing: list[str]


@dataclass(frozen=True)
class Headlines:
    """What has happened in the week before the meeting: how many, against the week before that, and where most."""

    total: int
    changes: Changes | None
    spots: list[tuple[str, int]]


@dataclass
class Agenda:
    """A meeting's points, and what stands at each that is made by itself."""

    points: list[MeetingPoint]
    before: Meeting | None
    after: Meeting | None
    last_time: list[Standing] = field(default_factory=list)
    reports: Reports | None = None
    picture: Headlines | None = None
    priorities: list[Priority] = field(default_factory=list)
    priority_measures: dict[int, Measure] = field(default_factory=dict)
    measures: Sequence[Measure] = ()
    parked: list[ParkedItem] = field(default_factory=list)
    until: date | None = None  # what is due until then is on the agenda


def agenda(event: Event, actor: Actor, meeting: Meeting) -> Agenda:
    """The agenda as the actor may see it; only what its points ask for is looked up."""
    points = [point for point in meeting.points if point.dropped_at is None]
    before, after = queries.before(event, actor, meeting), queries.after(event, actor, meeting)
    made = Agenda(points, before, after)
    made.until = event.local(after.starts_at if after else meeting.starts_at + WEEK).date()
    for code in {point.code for point in points} & set(MADE):
        MADE[code](event, actor, meeting, made)
    return made


def standing(event: Event, actor: Actor, decisions: Sequence[MeetingDecision]) -> list[Standing]:
    """Decisions with how far they have come."""
    told = [each for each in decisions if each.dropped_at is None]
    measures = {each.number: each for each in db.session.scalars(visible(Measure, event, actor))} if told else {}
    errands = _errands(event, actor, [each.errand for each in told if each.errand])
    return [Standing(each, _state(event, each, measures, errands)) for each in told]


def _state(event: Event, decision: MeetingDecision, measures: dict[int, Measure], errands: dict[int, Errand]) -> str:
    if decision.measure:
        measure = measures.get(decision.measure)
        if measure is None:
            return ""
        finished = measure.state in (MeasureState.DONE, MeasureState.EVALUATED)
    elif decision.errand:
        errand = errands.get(decision.errand)
        if errand is None:
            return ""
        finished = errand.state in (ErrandState.DONE, ErrandState.WITHDRAWN)
    else:
        finished = decision.done_at is not None
    late = decision.due_on is not None and decision.due_on < event.local(clock.now()).date()
    return "done" if finished else "late" if late else "open"


def _errands(event: Event, actor: Actor, numbers: list[int]) -> dict[int, Errand]:
    if not numbers:
        return {}
    query = db.select(Errand).where(Errand.event_id == event.id, Errand.number.in_(numbers))
    return {each.number: each for each in db.session.scalars(query.where(actor.audible(Errand.audience)))}


def _last_time(event: Event, actor: Actor, _meeting: Meeting, made: Agenda) -> None:
    made.last_time = standing(event, actor, made.before.decisions) if made.before else []


def _reports(event: Event, actor: Actor, meeting: Meeting, made: Agenda) -> None:
    """Of the period that the meeting looks back on; a partner is told of its own report only."""
    query = db.select(ReportingPeriod).filter_by(event_id=event.id, dropped_at=None)
    query = query.where(ReportingPeriod.ends_at <= meeting.starts_at + timedelta(days=1))
    period = db.session.scalars(query.order_by(ReportingPeriod.ends_at.desc()).limit(1)).first()
    if period is None:
        return
    sent = db.session.scalars(db.select(PeriodReport).filter_by(period_id=period.id))
    there = {each.partner.slug for each in sent}
    asked = [slug for slug in period.asked if actor.hears(POLICE) or f"{PARTNER}{slug}" in actor.feeds]
    made.reports = Reports(
        period, [slug for slug in asked if slug in there], [slug for slug in asked if slug not in there]
    )


def _picture(event: Event, actor: Actor, meeting: Meeting, made: Agenda) -> None:
    scope = Scope(event, actor, Span(SpanKind.OWN, meeting.starts_at - WEEK, meeting.starts_at))
    sectors = {place.id: f"{place.code} {place.name}" for place in places(event)}
    found = [(sectors[sector], count) for sector, count in counted(scope, "sector_id").items() if sector in sectors]
    total = counted(scope, "category").total()
    ranked = sorted(found, key=lambda pair: (-pair[1], pair[0]))[:MOST]
    made.picture = Headlines(total, compared(scope), ranked)


def _priorities(event: Event, actor: Actor, meeting: Meeting, made: Agenda) -> None:
    query = db.select(PrioritySet).filter_by(event_id=event.id).order_by(PrioritySet.number.desc())
    latest = db.session.scalars(query.where(PrioritySet.opened_at <= _as_of(meeting)).limit(1)).first()
    made.priorities = [each for each in latest.active if actor.hears(each.audience)] if latest else []
    wanted = {number for each in made.priorities for number in each.measures}
    seen = db.session.scalars(visible(Measure, event, actor)) if wanted else ()
    made.priority_measures = {each.number: each for each in seen if each.number in wanted}


def _measures(event: Event, actor: Actor, _meeting: Meeting, made: Agenda) -> None:
    due = visible(Measure, event, actor).where(
        Measure.due_on <= made.until, Measure.state.in_([MeasureState.PROPOSED, MeasureState.DECIDED])
    )
    made.measures = db.session.scalars(due.order_by(None).order_by(Measure.due_on, Measure.number)).all()


def _parked(_event: Event, _actor: Actor, _meeting: Meeting, made: Agenda) -> None:
    made.parked = [each for each in made.before.parked if each.dropped_at is None] if made.before else []


def _as_of(meeting: Meeting) -> Any:
    return max(meeting.starts_at, meeting.closed_at or clock.now()) if not meeting.signed_at else meeting.signed_at


MADE: dict[str, Callable[[Event, Actor, Meeting, Agenda], None]] = {
    "last_time": _last_time, "reports": _reports, "picture": _picture, "priorities": _priorities,
    "measures": _measures, "parked": _parked,
}  # fmt: skip
