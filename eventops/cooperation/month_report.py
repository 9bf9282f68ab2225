"""What a month's situation report says: counts that may be told, who reported, what was done, its author's words."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select

from ..access import POLICE, Actor, Permission
from ..events.models import Event
from ..events.queries import partners
from ..extensions import db
from ..personal import signs
from ..planning.models import Measure
from ..planning.models.measure import MeasureState
from ..planning.queries import visible
from .models import KeptPaper, MonthReport, MonthSending, PeriodReport, Priority, PrioritySet, ReportingPeriod
from .month_counts import Row, figures, reference, spans
from .spans import Span


def may_write(actor: Actor) -> bool:
    """Whether somebody writes and sends reports: who leads the cooperation and hears what its counts rest on."""
    return actor.may(Permission.COOPERATION_LEAD) and actor.hears(POLICE)


def visible_reports(event: Event, actor: Actor) -> Select[Any]:
    """The reports that somebody may read: drafts are for those who write them, sent ones for their audience."""
    query: Select[Any] = db.select(MonthReport).where(MonthReport.event_id == event.id)
    if may_write(actor):
        return query
    return query.where(MonthReport.sent_at.is_not(None), actor.audible(MonthReport.audience))


def reports(event: Event, actor: Actor) -> Sequence[MonthReport]:
    """Those reports, the latest month first, its latest version first."""
    query = visible_reports(event, actor).options(db.selectinload(MonthReport.sendings))
    return db.session.scalars(query.order_by(MonthReport.month.desc(), MonthReport.version.desc())).all()


def report(event: Event, actor: Actor, number: int) -> MonthReport | None:
    """One of them by its number."""
    found: MonthReport | None = db.session.scalar(visible_reports(event, actor).where(MonthReport.number == number))
    return found


def sendings(event: Event) -> Sequence[MonthSending]:
    """The register: everything that was sent, the latest first."""
    query = db.select(MonthSending).filter_by(event_id=event.id).options(db.joinedload(MonthSending.report))
    return db.session.scalars(query.order_by(MonthSending.number.desc())).all()


def kept(event: Event, about: str, language: str) -> KeptPaper | None:
    """The paper of something in a language, as it left the house."""
    query = db.select(KeptPaper).filter_by(event_id=event.id, about=about, language=language)
    return db.session.scalars(query).first()


def content(event: Event, actor: Actor, report: MonthReport) -> Row:
    """Everything the report says, as data; once it is sent, what it said then."""
    if report.sent_at:
        return report.as_sent
    during = spans(event, report.month)["now"]
    return {
        "event": event.name, "exercise": event.exercise, "month": report.month, "version": report.version,
        "because": report.because,
        **figures(event, actor, report.month), "partners": completeness(event, during), "texts": report.texts,
        "priorities": [
            _priority(each) for each in priorities(event, actor, during) if each.number in report.priorities
        ],
        "measures": [_measure(event, each) for each in measures(event, actor) if each.number in report.measures],
    }  # fmt: skip


def completeness(event: Event, during: Span) -> list[Row]:
    """Of each partner that was asked, for how many periods that ended within a span it was asked and reported."""
    query = db.select(ReportingPeriod).filter_by(event_id=event.id, dropped_at=None).where(
        ReportingPeriod.ends_at > during.since, ReportingPeriod.ends_at <= during.until
    )  # fmt: skip
    periods = {each.id: set(each.asked) for each in db.session.scalars(query)}
    sent = db.select(PeriodReport.period_id, PeriodReport.partner_id).where(PeriodReport.period_id.in_(periods))
    reported = {(period, partner) for period, partner in db.session.execute(sent.distinct())} if periods else set()
    told = []
    for partner in partners(event):
        asked = [period for period, slugs in periods.items() if partner.slug in slugs]
        came = sum((period, partner.id) in reported for period in asked)
        told += [{"name": partner.name, "asked": len(asked), "reported": came}] if asked else []
    return told


def priorities(event: Event, actor: Actor, during: Span) -> Sequence[Priority]:
    """The priorities of the periods that ended within a span, as far as somebody may read them."""
    query = db.select(Priority).join(Priority.set).join(PrioritySet.period).where(
        Priority.event_id == event.id, Priority.dropped_at.is_(None), actor.audible(Priority.audience),
        ReportingPeriod.ends_at > during.since, ReportingPeriod.ends_at <= during.until,
    )  # fmt: skip
    return db.session.scalars(query.order_by(Priority.number)).all()


def measures(event: Event, actor: Actor) -> Sequence[Measure]:
    """The plan's measures that are done or evaluated, as far as somebody may read them."""
    done = (MeasureState.DONE, MeasureState.EVALUATED)
    return db.session.scalars(visible(Measure, event, actor).where(Measure.state.in_(done))).all()


def persons(told: Row) -> list[tuple[str, list[str]]]:
    """The parts of a report whose text seems to hold personal data, each with what kinds."""
    names = {part["code"] for part in reference()["part"]}
    texts = [(code, text) for code, text in told["texts"].items() if code in names]
    texts += [("priorities", " ".join(str(value) for value in each.values() if value)) for each in told["priorities"]]
    texts += [("measures", " ".join(str(value) for value in each.values() if value)) for each in told["measures"]]
    return [(code, found) for code, text in texts if (found := signs(text))]


def _priority(each: Priority) -> Row:
    return {
        "title": each.title, "area": each.area, "expected": each.expected_effect, "result": each.result,
        "verdict": each.verdict.value if each.verdict else None,
    }  # fmt: skip


def _measure(event: Event, each: Measure) -> Row:
    names = {partner.slug: partner.name for partner in event.partners}
    return {
        "text": each.text, "owner": names.get(each.owner or "", ""), "evaluation": each.evaluation,
        "outcome": each.outcome.value if each.outcome else None,
    }  # fmt: skip
