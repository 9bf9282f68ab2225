"""Reporting for a period: matters, ticked incidents, the explicit nothing; taking back; who reports for whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from .. import clock
from ..access import ALL, PARTNER, Actor, Permission, within
from ..changes import Change, change
from ..errors import N_, Conflict, Refused
from ..events.models import Event, Partner, Place
from ..events.queries import place
from ..extensions import db
from ..log.actions.checks import AHEAD, category_of, must_not_tell_all
from ..log.models import Incident
from .models import MatterSource, PeriodReport, ReportedMatter, ReportingPeriod, Representation
from .periods import offered, represented_by

MAX_WHAT, MAX_PLACE, MAX_MATTERS = 1000, 200, 50


@dataclass(frozen=True)
class Matter:
    """One thing that happened. `place` is a code; `shared` tells it to everybody who takes part."""

    what: str
    category: str
    occurred_at: datetime
    seriousness: int = 3
    source: MatterSource = MatterSource.OWN
    until: datetime | None = None
    place: str | None = None
    place_text: str | None = None
    shared: bool = False


@dataclass(frozen=True)
class Report:
    """What is reported for a partner and a period; `incidents` are numbers of the live log's that belong to it."""

    matters: Sequence[Matter] = field(default=())
    incidents: Sequence[int] = field(default=())
    nothing: bool = False
    client_id: str | None = None


def may_speak_for(event: Event, actor: Actor, partner: Partner) -> bool:
    """Whether somebody may report for a partner: its own, its proxy's, or who leads the cooperation and is told it."""
    own = actor.partner == partner.slug and actor.may(Permission.COOPERATION_REPORT)
    proxy = partner.slug in {each.slug for each in represented_by(event, actor.partner)}
    return own or actor.may(Permission.COOPERATION_LEAD) or (proxy and actor.may(Permission.COOPERATION_REPORT))


def send_report(
    event: Event, actor: Actor, period: ReportingPeriod, partner: Partner, said: Report
) -> tuple[PeriodReport, bool]:
    """Report for a partner and a period. The same client_id again gives the first report and False."""
    with change(event, actor) as record:
        client_id = said.client_id or str(uuid4())
        if served := _served(event, partner, client_id):
            record.nothing()
            return served, False
        if not may_speak_for(event, actor, partner):
            raise Refused(N_("You report for your own organisation and for those it represents."))
        _check(period, partner, said)
        report = _new(event, actor, record, period, partner, client_id, said.nothing)
        told = [_matter(event, record, report, each, n) for n, each in enumerate(said.matters)]
        told += _ticked(event, actor, record, report, said.incidents)
        record("period_report.sent", report, **{f"matter_{n}": each for n, each in enumerate(told)})
    return report, True


def withdraw_matter(event: Event, actor: Actor, matter: ReportedMatter, reason: str) -> None:
    """Take back what was reported, with a reason; it stays readable to those who could read it."""
    if not (reason := " ".join(reason.split())):
        raise Refused(N_("Say why it is taken back."), field="reason")
    with change(event, actor) as record:
        db.session.refresh(matter)
        if matter.withdrawn_at:
            return record.nothing()
        if not may_speak_for(event, actor, matter.report.partner):
            raise Refused(N_("Only those who report for the partner take its matters back."))
        matter.withdrawn_at, matter.withdrawn_by = clock.now(), actor.name
        matter.withdrawn_because = reason[:MAX_WHAT]
        record("matter.withdrawn", matter)


def represent(event: Event, actor: Actor, partner: Partner, by: Partner) -> Representation:
    """Let a partner's coordinator report for another partner, too."""
    if partner.id == by.id:
        raise Refused(N_("A partner needs nobody to report for itself."), field="by")
    if partner.inner:
        raise Refused(N_("What the police and the leading partner report is theirs alone."), field="partner")
    with change(event, actor) as record:
        standing = db.select(Representation).filter_by(event_id=event.id, partner_id=partner.id, ended_at=None)
        known: Representation | None = db.session.scalar(standing)
        if known:
            if known.by_partner_id != by.id:
                raise Conflict(N_("Somebody reports for this partner already. End that first."), field="partner")
            record.nothing()
            return known
        row = Representation(
            event=event, number=record.count("representation"), partner=partner, by_partner=by, made_at=clock.now(),
            made_by=actor.name,
        )  # fmt: skip
        db.session.add(row)
        record("representation.made", row)
    return row


def end_representation(event: Event, actor: Actor, row: Representation) -> None:
    """Let a partner report for itself again; what was reported for it stays."""
    with change(event, actor) as record:
        if row.ended_at:
            return record.nothing()
        row.ended_at, row.ended_by = clock.now(), actor.name
        record("representation.ended", row)


def _check(period: ReportingPeriod, partner: Partner, said: Report) -> None:
    if period.starts_at > clock.now():
        raise Conflict(N_("This period has not begun yet."))
    if partner.slug not in period.asked and said.nothing:
        raise Refused(N_("This partner is not asked to report in this period."))
    if not said.nothing and not said.matters and not said.incidents:
        raise Refused(N_("Write what happened, or say that there is nothing to report."))
    if len(said.matters) > MAX_MATTERS:
        raise Refused(N_("At most %(most)s matters in one report."), most=MAX_MATTERS)
    if said.nothing:
        sent = db.select(PeriodReport).filter_by(period_id=period.id, partner_id=partner.id, nothing=False)
        if db.session.scalar(sent.limit(1)):
            raise Conflict(N_("Something is reported for this period already. Take that back first if it was wrong."))


def _new(
    event: Event, actor: Actor, record: Change, period: ReportingPeriod, partner: Partner, client_id: str, nothing: bool
) -> PeriodReport:
    sender = db.session.scalars(db.select(Partner).filter_by(event_id=event.id, slug=actor.partner)).first()
    report = PeriodReport(
        event=event, number=record.count("period_report"), client_id=client_id, period=period, partner=partner,
        by_partner=sender or partner, nothing=nothing, sent_at=clock.now(), author=actor.name, matters=[],
    )  # fmt: skip
    db.session.add(report)
    return report


def _matter(event: Event, record: Change, report: PeriodReport, said: Matter, row: int) -> ReportedMatter:
    """A matter as it is stored; what is wrong is refused on "matters-ROW-FIELD"."""
    try:
        what, where = _short(said.what, MAX_WHAT), _short(said.place_text, MAX_PLACE)
        if not what:
            raise Refused(N_("Say in a few words what has happened."), field="what")
        category = category_of(said.category)
        _within_the_period(event, report.period, said)
        if said.seriousness not in (1, 2, 3, 4):
            raise Refused(N_("Choose how serious it is."), field="seriousness")
        audience = must_not_tell_all(category, ALL) if said.shared else _own(report)
        told = ReportedMatter(
            event=event, number=record.count("matter"), report=report, what=what, category_code=category.code,
            place=_place(event, said.place), place_text=where, occurred_at=said.occurred_at, until=said.until,
            seriousness=said.seriousness, source=said.source, audience=audience,
        )  # fmt: skip
    except Refused as refusal:
        column = "shared" if refusal.field == "audience" else refusal.field
        refusal.field = f"matters-{row}-{column}"
        raise
    db.session.add(told)
    return told


def _within_the_period(event: Event, period: ReportingPeriod, said: Matter) -> None:
    if said.occurred_at > clock.now() + AHEAD:
        raise Refused(N_("That time has not come yet. Check the date and the clock."), field="occurred_at")
    if not period.covers(said.occurred_at):
        told = [f"{event.local(moment):%Y-%m-%d %H:%M}" for moment in (period.starts_at, period.ends_at)]
        raise Refused(
            N_("This period lasts from %(starts)s until %(ends)s. Report it in the one it happened in."),
            field="occurred_at", starts=told[0], ends=told[1],
        )  # fmt: skip
    if said.until is not None and said.until < said.occurred_at:
        raise Refused(N_("It cannot end before it began."), field="until")


def _place(event: Event, code: str | None) -> Place | None:
    if not code:
        return None
    found = place(event, code)
    if found is None or found.dropped_at:
        raise Refused(N_("There is no place %(code)s."), field="place", code=code)
    return found


def _ticked(
    event: Event, actor: Actor, record: Change, report: PeriodReport, numbers: Sequence[int]
) -> list[ReportedMatter]:
    """The incidents that were ticked as matters; each is told to nobody who may not know of the incident."""
    known = {each.number: each for each in offered(event, actor, report.partner, report.period)} if numbers else {}
    if not set(numbers) <= set(known):
        raise Refused(N_("One of the incidents is not to be reported here any more. Look through the list again."))
    return [_of_incident(event, record, report, known[number]) for number in dict.fromkeys(numbers)]


def _of_incident(event: Event, record: Change, report: PeriodReport, incident: Incident) -> ReportedMatter:
    own = _own(report)
    told = ReportedMatter(
        event=event, number=record.count("matter"), report=report, what="", category_code=incident.category_code,
        place=incident.sector, occurred_at=incident.occurred_at, seriousness=incident.priority,
        source=MatterSource.LOG, audience=own if within(own, incident.audience) else incident.audience,
        incident=incident,
    )  # fmt: skip
    db.session.add(told)
    return told


def _own(report: PeriodReport) -> str:
    """Who reads a matter by itself: the partner, who reported it, and those who lead."""
    sender = set() if report.by_partner.inner else {report.by_partner.slug}
    return "+".join(f"{PARTNER}{slug}" for slug in sorted({report.partner.slug} | sender))


def _short(text: str | None, most: int) -> str | None:
    said = (text or "").strip()
    if len(said) > most:
        raise Refused(N_("At most %(most)s characters."), field="what" if most == MAX_WHAT else "place_text", most=most)
    return said or None


def _served(event: Event, partner: Partner, client_id: str) -> PeriodReport | None:
    found: PeriodReport | None = db.session.scalar(
        db.select(PeriodReport).filter_by(event_id=event.id, client_id=client_id)
    )
    if found and found.partner_id != partner.id:
        raise Conflict(N_("This client_id is taken. Make a new one."), field="client_id")
    return found
