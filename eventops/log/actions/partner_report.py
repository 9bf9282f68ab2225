"""Reports of partners: sent by them, and accepted into the log, asked back about or declined by the command post."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from ... import clock
from ...access import PARTNER, POLICE, Actor
from ...changes import Change, change
from ...errors import N_, Conflict, Refused
from ...events.models import Event, Place
from ...extensions import db
from ..models import Entry, EntryKind, Incident, PartnerReport, ReportAct, ReportState, ReportStep
from .checks import moment_of, must_be_live, priority_of, sector_of, sectors_of, text_of
from .entry import add_entry
from .entry_line import explain
from .incident import Opening, open_incident

MAX_REPORT = 4000


@dataclass(frozen=True)
class Reporting:
    """What a partner says; `occurred_at` is aware, None is now."""

    text: str
    priority: int = 3
    sector: str | None = None
    place: str | None = None
    on_behalf: str | None = None
    occurred_at: datetime | None = None
    late_because: str | None = None
    client_id: str | None = None


def send_report(event: Event, actor: Actor, said: Reporting) -> tuple[PartnerReport, bool]:
    """Report to the command post. The same client_id again gives the first report and False."""
    with change(event, actor) as record:
        client_id = said.client_id or str(uuid4())
        if served := _served(event, actor, client_id):
            record.nothing()
            return served, False
        must_be_live(event)
        if not actor.partner or not actor.hears(f"{PARTNER}{actor.partner}"):
            raise Refused(N_("Only a partner of the event reports here."))
        explain(event, said.occurred_at, said.late_because)
        report = _new(event, actor, said, client_id, record)
        db.session.add(report)
        record("partner_report.sent", report)
    return report, True


def _new(event: Event, actor: Actor, said: Reporting, client_id: str, record: Change) -> PartnerReport:
    text = text_of(said.text)
    if len(text) > MAX_REPORT:
        raise Refused(N_("At most %(most)s characters."), field="text", most=MAX_REPORT)
    sector: Place | None = sector_of(lambda: sectors_of(event), said.sector, None, None)
    return PartnerReport(
        event=event, number=record.count("partner_report"), client_id=client_id, partner=actor.partner,
        account_id=actor.account_id, author=actor.name, on_behalf=_short(said.on_behalf), text=text,
        priority=priority_of(said.priority), sector=sector, place_text=_short(said.place),
        occurred_at=moment_of(said.occurred_at), sent_at=clock.now(), late_because=_short(said.late_because),
        state=ReportState.SENT, steps=[],
    )  # fmt: skip


def ask_back(event: Event, actor: Actor, report: PartnerReport, question: str) -> None:
    """Ask the partner for more before it is decided."""
    with change(event, actor) as record:
        _must_wait(event, actor, report)
        _step(report, actor, ReportAct.ASKED, _said(question, N_("Write what you want to know.")))
        report.state = ReportState.ASKED
        record("partner_report.asked", report)


def answer_back(event: Event, actor: Actor, report: PartnerReport, text: str) -> None:
    """Answer as the partner what the command post asked."""
    with change(event, actor) as record:
        must_be_live(event)
        if report.partner != actor.partner:
            raise Refused(N_("Only who reported answers."))
        if report.state is not ReportState.ASKED:
            raise Conflict(N_("Report %(number)s waits for no answer."), number=report.number)
        _step(report, actor, ReportAct.ANSWERED, _said(text, N_("Write something.")))
        report.state = ReportState.SENT
        record("partner_report.answered", report)


def decline(event: Event, actor: Actor, report: PartnerReport, reason: str) -> None:
    """Say that nothing is done with it, and why; the partner reads the reason."""
    with change(event, actor) as record:
        _must_wait(event, actor, report)
        _step(report, actor, ReportAct.DECLINED, _said(reason, N_("Say why it is declined.")))
        report.state = ReportState.DECLINED
        record("partner_report.declined", report)


def accept_as_incident(
    event: Event,
    actor: Actor,
    report: PartnerReport,
    *,
    category: str,
    title: str,
    audience: str | None = None,
    priority: int | None = None,
    answer: str | None = None,
) -> Incident:
    """Open an incident with what was reported; its audience is the category's unless one is given."""
    with change(event, actor) as record:
        _must_wait(event, actor, report)
        opening = Opening(
            category=category, title=title, audience=audience or None, priority=priority or report.priority,
            sector=report.sector.code if report.sector else None, place=report.place_text, text=report.text,
            occurred_at=report.occurred_at, on_behalf=_from(event, report), late_because=report.late_because,
        )  # fmt: skip
        incident, _ = open_incident(event, actor, opening)
        opened = db.select(Entry).filter_by(incident_id=incident.id).order_by(Entry.number)
        _accept(record, actor, report, incident, db.session.scalars(opened).first(), answer)
    return incident


def accept_as_line(
    event: Event,
    actor: Actor,
    report: PartnerReport,
    *,
    incident: Incident | None = None,
    audience: str | None = None,
    answer: str | None = None,
) -> Entry:
    """Write what was reported as a line: on an incident, or on its own for its partner and the command post."""
    with change(event, actor) as record:
        _must_wait(event, actor, report)
        line, _ = add_entry(
            event, actor, text=report.text or "", kind=EntryKind.NOTE, incident=incident,
            audience=audience or (None if incident else report.audience), occurred_at=report.occurred_at,
            on_behalf=_from(event, report), late_because=report.late_because,
        )  # fmt: skip
        _accept(record, actor, report, incident, line, answer)
    return line


def _accept(
    record: Change, actor: Actor, report: PartnerReport, incident: Incident | None, line: Entry | None, said: str | None
) -> None:
    report.incident, report.entry, report.state = incident, line, ReportState.ACCEPTED
    _step(report, actor, ReportAct.ACCEPTED, _short(said, MAX_REPORT))
    record("partner_report.accepted", report)


def _must_wait(event: Event, actor: Actor, report: PartnerReport) -> None:
    """Refuse what is decided already, inside the turn, so that two who answer at once do not both do."""
    must_be_live(event)
    if not (actor.everything or actor.hears(POLICE)):
        raise Refused(N_("The command post decides on reports."))
    db.session.refresh(report)
    if not report.waits:
        raise Conflict(N_("Report %(number)s is decided already."), number=report.number)


def _step(report: PartnerReport, actor: Actor, what: ReportAct, text: str | None) -> None:
    report.steps.append(ReportStep(what=what, text=text, at=clock.now(), by=actor.name))


def _from(event: Event, report: PartnerReport) -> str:
    """Who said it, as a line of the log tells it: the partner, and whoever it was said for."""
    name = next((each.name for each in event.partners if each.slug == report.partner), report.partner)
    return f"{name}: {report.on_behalf or report.author}"[:120]


def _said(text: str, missing: str) -> str:
    said = text.strip()
    if not said:
        raise Refused(missing, field="text")
    if len(said) > MAX_REPORT:
        raise Refused(N_("At most %(most)s characters."), field="text", most=MAX_REPORT)
    return said


def _short(text: str | None, most: int = 400) -> str | None:
    return (text or "").strip()[:most] or None


def _served(event: Event, actor: Actor, client_id: str) -> PartnerReport | None:
    found: PartnerReport | None = db.session.scalar(
        db.select(PartnerReport).filter_by(event_id=event.id, client_id=client_id)
    )
    if found and not actor.hears(found.audience):
        raise Conflict(N_("This client_id is taken. Make a new one."), field="client_id")
    return found
