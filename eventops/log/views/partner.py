"""A partner's own page: what concerns it now, its report to the command post, and what became of its reports."""

from datetime import timedelta
from typing import Any

from flask import abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext

from ... import clock
from ...access import PARTNER, Permission, requires
from ...errors import Refused
from ...events.models import Event
from ...forms import beside
from .. import actions, lines, partner_reports, queries, spoken
from ..actions import Reporting
from ..limits import limits
from ..models import PartnerReport
from ..partner_forms import ReportForm, SayForm
from .door import bp

AFTERWARDS = timedelta(minutes=1)  # a report that waited longer for contact than this was entered afterwards
OFFLINE = "offline"


@bp.get("/partner")
@requires(Permission.REPORT_SEND)
def partner(event: Event) -> str:
    """The partner's own page."""
    return _page(event, report_form(event))


@bp.post("/partner/reports")
@requires(Permission.REPORT_SEND)
def send_report(event: Event) -> Any:
    """Report to the command post; asked for JSON, says what was saved or what is wrong, field by field."""
    form, sent = report_form(event), list[PartnerReport]()
    if form.validate():
        try:
            sent.append(_send(event, form))
        except Refused as refusal:
            beside(form, refusal)
    if request.accept_mimetypes.best == "application/json":
        wrong = {name or "text": str(errors[0]) for name, errors in form.errors.items()}
        return (jsonify(number=sent[0].number), 201) if sent else (jsonify(errors=wrong), 422)
    if not sent:
        return _page(event, form), 422
    flash(gettext("The command post has your report %(number)s.", number=sent[0].number), "success")
    return redirect(url_for("log.partner"))


@bp.post("/partner/reports/<int(max=2147483647):number>/answer")
@requires(Permission.REPORT_SEND)
def answer_report(event: Event, number: int) -> Any:
    """Answer what the command post asked about a report."""
    found = partner_reports.report(event, g.actor, number) or abort(404)
    form = SayForm()
    if form.validate():
        try:
            actions.answer_back(event, g.actor, found, form.text.data or "")
            return redirect(url_for("log.partner", _anchor=f"report-{number}"))
        except Refused as refusal:
            beside(form, refusal)
    return _page(event, report_form(event, empty=True), answered=number, answer=form), 422


def report_form(event: Event, *, empty: bool = False) -> ReportForm:
    """The form of a report, with the event's own choices."""
    form = ReportForm(formdata=None) if empty else ReportForm()
    form.offer(queries.sectors(event))
    return form


def _send(event: Event, form: ReportForm) -> PartnerReport:
    now = clock.now()
    written = min(form.written_at.moment() or now, now)
    waited = now - written > AFTERWARDS
    at = form.occurred_at.moment(event, written) or (written if waited else None)
    saying = Reporting(
        text=form.text.data or "", priority=form.priority.data or 3, sector=form.sector.data or None,
        place=form.place.data, on_behalf=form.on_behalf.data, occurred_at=at, client_id=form.client_id.data,
        late_because=form.late_because.data or (OFFLINE if waited else None),
    )  # fmt: skip
    return actions.send_report(event, g.actor, saying)[0]


def _page(event: Event, form: ReportForm, *, answered: int | None = None, answer: SayForm | None = None) -> str:
    found = partner_reports.reports(event, g.actor, partner=g.actor.partner)
    known = queries.visible_incidents(event, g.actor)
    numbers = [each.incident.number for each in found if each.incident]
    visible = {each.number for each in queries.by_numbers(known, numbers)}
    concerns = partner_reports.concerns(event, g.actor, clock.now())
    return render_template(
        "log/partner.html", event=event, form=form, reports=found, visible=visible, concerns=concerns,
        messages=[lines.line(each, event) for each in concerns.messages], states=spoken.REPORT_STATES,
        feeds=queries.standing(event, g.actor), now_is=clock.now(), answered=answered,
        answer=answer or SayForm(formdata=None), owner_name=spoken.owner_name, kinds=spoken.REPORTS,
        late=limits(event).late, own=f"{PARTNER}{g.actor.partner}",
    )  # fmt: skip
