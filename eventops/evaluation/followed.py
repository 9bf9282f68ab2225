"""What followed from plan and cooperation: measures in time and their money, reports that came, jams, the survey."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from .. import clock
from ..access import Actor, Permission
from ..audit import AuditRecord
from ..cooperation.models import PeriodReport, ReportingPeriod
from ..events.models import Event, Partner
from ..extensions import db
from ..log.models import Incident
from ..log.queries import visible_incidents
from ..planning.models import Measure
from ..planning.models.measure import MeasureState
from . import survey_queries
from .indicators import percentiles
from .value import Value, per_thousand, share

JAM = "C3"
DONE = ("measure.done", "measure.evaluated")


def of_measures(event: Event, measures: Iterable[Measure], days: int) -> dict[str, Value]:
    """What was committed to decided measures, and how many of those that were due were done on the day or before."""
    decided = [each for each in measures if each.state is not MeasureState.PROPOSED]
    money = sum(each.money_committed or 0 for each in decided)
    due = [each for each in decided if each.due_on]
    done, today = done_at(event) if due else {}, event.local(clock.now()).date()
    over = [each for each in due if each.number in done or (each.due_on and each.due_on < today)]
    in_time = [each for each in over if each.due_on and _day(event, done.get(each.number)) <= each.due_on.isoformat()]
    return {"cost_per_1000": per_thousand(money, days), "measures_on_time": share(len(in_time), len(over))}


def done_at(event: Event) -> dict[int, datetime]:
    """When each measure was first said to be done, as the record tells."""
    query = select(AuditRecord.subjects, AuditRecord.at).where(
        AuditRecord.chain == event.chain, AuditRecord.what.in_(DONE)
    )
    found: dict[int, datetime] = {}
    for subjects, at in db.session.execute(query.order_by(AuditRecord.number)):
        numbers = (text.partition("/")[2] for text in subjects.split() if text.startswith("measure/"))
        for number in numbers:
            found.setdefault(int(number), datetime.fromisoformat(at))
    return found


def _day(event: Event, at: datetime | None) -> str:
    return event.local(at).date().isoformat() if at else "never"


def ingress_jam(event: Event, actor: Actor) -> Value:
    """The median of how long jams at the gates lasted, in minutes."""
    query = visible_incidents(event, actor).where(Incident.category_code == JAM, Incident.closed_at.is_not(None))
    rows = db.session.execute(query.with_only_columns(Incident.opened_at, Incident.closed_at)).all()
    lasted = [(closed - opened).total_seconds() for opened, closed in rows if closed]
    return Value(percentiles(lasted).median / 60 if lasted else None, len(lasted))


def of_cooperation(event: Event, actor: Actor) -> dict[str, Value]:
    """How many of the reports that partners were asked for came, and came in time; empty for who does not read them."""
    if not actor.may(Permission.COOPERATION_READ):
        return {}
    periods = select(ReportingPeriod).filter_by(event_id=event.id, dropped_at=None)
    over = {each.id: each for each in db.session.scalars(periods.where(ReportingPeriod.ends_at <= clock.now()))}
    sent = select(PeriodReport.period_id, Partner.slug, db.func.min(PeriodReport.sent_at)).join(PeriodReport.partner)
    sent = sent.where(PeriodReport.event_id == event.id).group_by(PeriodReport.period_id, Partner.slug)
    rows = db.session.execute(sent)
    came = {(period, slug): at for period, slug, at in rows}
    asked = [(each, slug) for each in over.values() for slug in each.asked]
    due = [(each, slug) for each, slug in asked if each.due_at <= clock.now()]
    there = sum((each.id, slug) in came for each, slug in asked)
    in_time = sum((at := came.get((each.id, slug))) is not None and at <= each.due_at for each, slug in due)
    return {"partner_reports": share(there, len(asked)), "partner_reports_on_time": share(in_time, len(due))}


def of_survey(event: Event, actor: Actor) -> dict[str, Value]:
    """What the survey's indicators are, of how many answers; nothing that may not be told."""
    if not actor.may(Permission.PLAN_READ):
        return {}
    survey, told = survey_queries.survey_of(event), survey_queries.indicators(event)
    values = {code: Value(value, n) for code, (value, n) in told.items()}
    rate = survey.response_rate if survey else None
    answers, asked = (survey.answers, survey.asked) if survey else (0, None)
    missing = {code: Value(None, 0) for code in ("survey_safe", "survey_police", "survey_guards")}
    return {**missing, **values, "survey_response": Value(None if rate is None else 100 * rate, answers, asked)}
