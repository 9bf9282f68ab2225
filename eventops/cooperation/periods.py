"""Reads of what partners report: who has, who has not, what of it somebody may see, what the log offers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, or_
from sqlalchemy.orm import joinedload, selectinload

from .. import clock
from ..access import ALL, PARTNER, Actor, Permission
from ..events.models import Event, Partner
from ..events.queries import partners
from ..extensions import db
from ..log.models import Dispatch, Entry, Incident, PartnerReport
from ..log.queries import visible_incidents
from ..people.models import Person
from ..roster.models import Assignment, Shift
from .laid_out import periods
from .models import PeriodReport, ReportedMatter, ReportingPeriod, Representation

RECENT = timedelta(days=7)  # what was due longer ago is missing for good and reminded of no more
COLUMNS = 8  # periods on the board at once


class Standing(StrEnum):
    """How a partner stands with a period."""

    REPORTED = "reported"
    NOTHING = "nothing"
    LATE = "late"
    WAITED_FOR = "waited_for"
    MISSING = "missing"
    RUNNING = "running"
    NOT_ASKED = "not_asked"


@dataclass
class Cell:
    """A partner's reports of a period as the viewer may know of them; `author` and `matters` are None for others."""

    standing: Standing
    sent_at: datetime | None = None
    by: str | None = None  # the partner who reported for it
    author: str | None = None
    matters: int | None = None


@dataclass
class Board:
    """Partners by periods, the latest period last."""

    periods: list[ReportingPeriod]
    rows: list[tuple[Partner, list[Cell]]] = field(default_factory=list)
    before: bool = False  # whether there are earlier periods
    after: bool = False

    def told(self, number: int) -> tuple[int, int]:
        """(how many have reported, how many were asked) of the period in a column."""
        cells = [row[1][number].standing for row in self.rows]
        asked = [each for each in cells if each is not Standing.NOT_ASKED]
        return sum(each in DONE for each in asked), len(asked)


DONE = (Standing.REPORTED, Standing.NOTHING, Standing.LATE)


def represented_by(event: Event, slug: str) -> Sequence[Partner]:
    """The partners that a partner's coordinator reports for besides its own."""
    by = db.select(Partner.id).filter_by(event_id=event.id, slug=slug).scalar_subquery()
    query = db.select(Partner).join(Representation, Representation.partner_id == Partner.id)
    query = query.where(Representation.by_partner_id == by, Representation.ended_at.is_(None))
    return db.session.scalars(query.order_by(Partner.name)).all()


def representations(event: Event) -> Sequence[Representation]:
    """Who reports for whom now."""
    query = db.select(Representation).filter_by(event_id=event.id, ended_at=None).order_by(Representation.number)
    return db.session.scalars(query.options(joinedload(Representation.partner))).all()


def speaks_for(event: Event, actor: Actor) -> list[Partner]:
    """Whom somebody may report for, the own partner first; all of them for who leads the cooperation."""
    known = partners(event)
    own = [each for each in known if each.slug == actor.partner]
    if actor.may(Permission.COOPERATION_LEAD):
        return own + [each for each in known if each not in own]
    return own + [each for each in represented_by(event, actor.partner) if each not in own]


def visible_matters(event: Event, actor: Actor) -> Select[Any]:
    """The matters that the actor may read, withdrawn ones too; those of incidents it may know of."""
    query: Select[Any] = db.select(ReportedMatter).outerjoin(ReportedMatter.incident)
    known = or_(ReportedMatter.incident_id.is_(None), actor.audible(Incident.audience))
    query = query.where(ReportedMatter.event_id == event.id, actor.audible(ReportedMatter.audience), known)
    loaded = joinedload(ReportedMatter.report).joinedload(PeriodReport.partner)
    return query.options(loaded, joinedload(ReportedMatter.place), joinedload(ReportedMatter.incident))


def matter(event: Event, actor: Actor, number: int) -> ReportedMatter | None:
    """One visible matter by its number."""
    found: ReportedMatter | None = db.session.scalar(
        visible_matters(event, actor).where(ReportedMatter.number == number)
    )
    return found


def matters_of(event: Event, actor: Actor, period: ReportingPeriod) -> dict[int, list[ReportedMatter]]:
    """What the actor may read of a period, by the partner's id; the most serious first."""
    query = visible_matters(event, actor).join(ReportedMatter.report).where(PeriodReport.period_id == period.id)
    found: dict[int, list[ReportedMatter]] = defaultdict(list)
    for each in db.session.scalars(query.order_by(ReportedMatter.seriousness, ReportedMatter.occurred_at)):
        found[each.report.partner_id].append(each)
    return found


def reports_of(event: Event, period: ReportingPeriod, partner: Partner) -> Sequence[PeriodReport]:
    """What was sent for a partner and a period, the latest first."""
    query = db.select(PeriodReport).filter_by(event_id=event.id, period_id=period.id, partner_id=partner.id)
    query = query.options(selectinload(PeriodReport.matters), joinedload(PeriodReport.by_partner))
    return db.session.scalars(query.order_by(PeriodReport.number.desc())).all()


def board(event: Event, actor: Actor, now: datetime, last: int | None = None) -> Board:
    """Who has reported for the periods up to `last` (a number; the running one if None)."""
    known = [each for each in periods(event) if each.starts_at <= now]
    end = next((n + 1 for n, each in enumerate(known) if each.number == last), len(known))
    shown = known[max(end - COLUMNS, 0) : end]
    told = Board(shown, before=end > COLUMNS, after=end < len(known))
    sent = _sent(event, shown)
    for partner in partners(event):
        if any(partner.slug in each.asked or (each.id, partner.id) in sent for each in shown):
            cells = [cell(event, actor, each, partner, sent.get((each.id, partner.id), []), now) for each in shown]
            told.rows.append((partner, cells))
    return told


def _sent(event: Event, shown: Sequence[ReportingPeriod]) -> dict[tuple[int, int], list[PeriodReport]]:
    query = db.select(PeriodReport).where(
        PeriodReport.event_id == event.id, PeriodReport.period_id.in_([each.id for each in shown])
    )
    found: dict[tuple[int, int], list[PeriodReport]] = defaultdict(list)
    query = query.options(selectinload(PeriodReport.matters), joinedload(PeriodReport.by_partner))
    for report in db.session.scalars(query.order_by(PeriodReport.number)):
        found[(report.period_id, report.partner_id)].append(report)
    return found


def cell(
    event: Event, actor: Actor, period: ReportingPeriod, partner: Partner, sent: Sequence[PeriodReport], now: datetime
) -> Cell:
    """How a partner stands with a period; that there was nothing is told to those who hear the partner."""
    hears = actor.hears(PARTNER + partner.slug)
    if not sent:
        return Cell(_unsent(period, partner, now))
    first = sent[0]
    standing = Standing.LATE if first.late else Standing.REPORTED
    if hears and standing is Standing.REPORTED and all(each.nothing for each in sent):
        standing = Standing.NOTHING
    told = Cell(standing, first.sent_at)
    if hears:
        told.author = first.author
        told.by = first.by_partner.name if first.by_partner_id != partner.id else None
        told.matters = sum(each.withdrawn_at is None for report in sent for each in report.matters)
    return told


def _unsent(period: ReportingPeriod, partner: Partner, now: datetime) -> Standing:
    if partner.slug not in period.asked:
        return Standing.NOT_ASKED
    if now >= period.due_at:
        return Standing.MISSING
    return Standing.WAITED_FOR if now >= period.ends_at else Standing.RUNNING


def owed(event: Event, partner: Partner, now: datetime) -> list[ReportingPeriod]:
    """The periods that have ended within the last days and that a partner was asked for and has not reported."""
    ended = [each for each in periods(event) if each.ends_at <= now < each.due_at + RECENT]
    sent = _sent(event, ended)
    return [each for each in ended if partner.slug in each.asked and (each.id, partner.id) not in sent]


def to_report(event: Event, partner: Partner, now: datetime) -> ReportingPeriod | None:
    """The period that a partner reports next: the earliest that it owes, else the running one, else the last."""
    begun = [each for each in periods(event) if each.starts_at <= now]
    running = [each for each in begun if each.covers(now)]
    return next(iter([*owed(event, partner, now), *running, *begun[-1:]]), None)


def offered(event: Event, actor: Actor, partner: Partner, period: ReportingPeriod) -> Sequence[Incident]:
    """Live incidents of a period that a partner took part in and may know of, and has not reported yet.

    Took part: one of its units was sent, a report of it was accepted as it, or it wrote on it.
    """
    query = visible_incidents(event, actor).where(
        Incident.occurred_at >= period.starts_at, Incident.occurred_at < period.ends_at,
        Incident.merged_into.is_(None), Incident.erased_at.is_(None),
    )  # fmt: skip
    if not partner.inner:
        query = query.where(_heard_by(partner).audible(Incident.audience))
    took_part = or_(Incident.id.in_(_sent_to(event, partner, period)), Incident.id.in_(_told_by(event, partner)))
    known = db.select(ReportedMatter.incident_id).join(ReportedMatter.report).where(
        PeriodReport.event_id == event.id, PeriodReport.partner_id == partner.id,
        ReportedMatter.withdrawn_at.is_(None), ReportedMatter.incident_id.is_not(None),
    )  # fmt: skip
    query = query.where(took_part, Incident.id.not_in(known)).options(joinedload(Incident.sector))
    return db.session.scalars(query.order_by(Incident.occurred_at).limit(200)).all()


def _heard_by(partner: Partner) -> Actor:
    """A partner as such, hearing what each of its members hears."""
    return Actor(name=partner.name, partner=partner.slug, feeds=(ALL, PARTNER + partner.slug))


def _sent_to(event: Event, partner: Partner, period: ReportingPeriod) -> Any:
    """The incidents that units with the partner's people on them were sent to."""
    signs = db.select(Assignment.call_sign).join(Assignment.shift).join(Assignment.person).where(
        Shift.event_id == event.id, Shift.dropped_at.is_(None), Shift.starts_at < period.ends_at,
        Shift.ends_at > period.starts_at, Assignment.call_sign.is_not(None), Assignment.removed_at.is_(None),
        Person.organisation_id == partner.organisation_id,
    )  # fmt: skip
    return db.select(Dispatch.incident_id).where(Dispatch.call_sign.in_(signs))


def _told_by(event: Event, partner: Partner) -> Any:
    """The incidents that a report of the partner became or was added to, or that opened with its words."""
    of_reports = db.select(PartnerReport.incident_id).where(
        PartnerReport.event_id == event.id, PartnerReport.partner == partner.slug,
        PartnerReport.incident_id.is_not(None),
    )  # fmt: skip
    on_behalf = db.select(Entry.incident_id).where(
        Entry.event_id == event.id, Entry.incident_id.is_not(None),
        or_(Entry.on_behalf == partner.name, Entry.on_behalf.startswith(f"{partner.name}: ", autoescape=True)),
    )  # fmt: skip
    return of_reports.union(on_behalf)


def owing(event: Event, actor: Actor) -> list[tuple[Partner, ReportingPeriod]]:
    """What somebody is to report now, for each partner it speaks for by its own office."""
    now = clock.now()
    known = [each for each in partners(event) if each.slug == actor.partner]
    known += [each for each in represented_by(event, actor.partner) if each not in known]
    return [(partner, period) for partner in known for period in owed(event, partner, now)]
