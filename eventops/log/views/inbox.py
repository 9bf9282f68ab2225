"""The inbox of the command post: what partners reported and waits, and what was made of it."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm

from ... import clock
from ...access import POLICE, Permission, requires
from ...doors import said
from ...errors import Conflict, Refused
from ...events.models import Event
from ...forms import beside
from ...words import current_language
from .. import actions, partner_reports, queries, spoken, trend
from ..intervention_forms import EraseForm
from ..models import PartnerReport
from ..partner_forms import AcceptForm, SayForm
from .choices import audiences
from .door import bp

NUMBER = "/inbox/<int(max=2147483647):number>"


@bp.get("/inbox")
@requires(Permission.REPORT_ACCEPT)
def inbox(event: Event) -> str:
    """What waits to be accepted, the most urgent first, and what was decided."""
    _inner()
    waiting = partner_reports.reports(event, g.actor, waiting=True)
    decided = partner_reports.reports(event, g.actor, waiting=False)
    return render_template("log/inbox.html", event=event, waiting=waiting, decided=decided, **_frame(event))


@bp.get(NUMBER)
@requires(Permission.REPORT_ACCEPT)
def inbox_report(event: Event, number: int) -> str:
    """One report, and what can be done with it."""
    return _page(event, _report(event, number))


@bp.post(f"{NUMBER}/incident")
@requires(Permission.REPORT_ACCEPT)
def accept_new(event: Event, number: int) -> Any:
    """Open an incident with it."""
    found, form = _report(event, number), _accept_form(event)

    def act() -> None:
        incident = actions.accept_as_incident(
            event, g.actor, found, category=form.category.data or "", title=form.title.data or "",
            audience=form.audience.data or None, priority=form.priority.data, answer=form.answer.data,
        )  # fmt: skip
        flash(gettext("Accepted as incident #%(number)s.", number=incident.number), "success")

    return _acted(event, found, form, act, accept=form)


@bp.post(f"{NUMBER}/line")
@requires(Permission.REPORT_ACCEPT)
def accept_line(event: Event, number: int) -> Any:
    """Write it as a line: on an incident, or on its own."""
    found, form = _report(event, number), _accept_form(event)

    def act() -> None:
        incident = queries.incident(event, g.actor, form.incident.data) if form.incident.data else None
        if form.incident.data and incident is None:
            raise Refused(actions.NO_INCIDENT, field="incident", number=form.incident.data)
        line = actions.accept_as_line(
            event, g.actor, found, incident=incident, audience=form.audience.data or None, answer=form.answer.data
        )
        flash(gettext("Accepted as line %(number)s of the log.", number=line.number), "success")

    return _acted(event, found, form, act, accept=form)


@bp.post(f"{NUMBER}/ask")
@requires(Permission.REPORT_ACCEPT)
def ask_partner(event: Event, number: int) -> Any:
    """Ask the partner for more."""
    found, form = _report(event, number), SayForm()
    return _acted(event, found, form, lambda: actions.ask_back(event, g.actor, found, form.text.data or ""), say=form)


@bp.post(f"{NUMBER}/decline")
@requires(Permission.REPORT_ACCEPT)
def decline_report(event: Event, number: int) -> Any:
    """Decline it with a reason."""
    found, form = _report(event, number), SayForm()
    return _acted(event, found, form, lambda: actions.decline(event, g.actor, found, form.text.data or ""), say=form)


@bp.post(f"{NUMBER}/erase")
@requires(Permission.LOG_ERASE)
def erase_report(event: Event, number: int) -> Any:
    """Erase what a declined report says, on a legal ground."""
    found, form = _report(event, number), EraseForm()
    act = lambda: actions.erase_report(event, g.actor, found, ground=form.ground.data or "")  # noqa: E731
    return _acted(event, found, form, act, erasure=form)


def _acted(event: Event, found: PartnerReport, form: FlaskForm, act: Callable[[], None], **forms: FlaskForm) -> Any:
    if form.validate():
        try:
            act()
            return redirect(url_for("log.inbox"))
        except Conflict as late:
            return _page(event, _report(event, found.number), trouble=said(late), **forms), 409
        except Refused as refusal:
            beside(form, refusal)
    return _page(event, _report(event, found.number), **forms), 422


def _page(event: Event, found: PartnerReport, *, trouble: str = "", **forms: FlaskForm) -> str:
    fresh = {"accept": _accept_form(event, empty=True, report=found), "say": SayForm(formdata=None)}
    fresh["erasure"] = EraseForm(formdata=None)
    told = {**_frame(event), **fresh, **forms, "trouble": trouble}
    return render_template("log/inbox_report.html", event=event, report=found, **told)


def _accept_form(event: Event, *, empty: bool = False, report: PartnerReport | None = None) -> AcceptForm:
    form = AcceptForm(formdata=None) if empty else AcceptForm()
    incidents = queries.open_incidents(event, g.actor)
    form.offer(queries.categories(), incidents, audiences(), current_language())
    if report is not None:
        form.title.data = " ".join((report.text or "").split())[:120]
    return form


def _frame(event: Event) -> dict[str, Any]:
    return {"feeds": queries.standing(event, g.actor), "states": spoken.REPORT_STATES, "now_is": clock.now()}


def _report(event: Event, number: int) -> PartnerReport:
    _inner()
    return partner_reports.report(event, g.actor, number) or abort(404)


def _inner() -> None:
    """A partner that leads its own log does not sit in the command post."""
    if not g.actor.hears(POLICE):
        abort(404)


@bp.get("/live/waits")
@requires(Permission.REPORT_ACCEPT)
def waits(event: Event) -> str:
    """What waits besides incidents: a fragment of the live screen."""
    _inner()
    waiting = partner_reports.reports(event, g.actor, waiting=True)
    raised = trend.alerts(event, g.actor, raised=True)
    return render_template("log/_waits.html", event=event, waiting=waiting, raised=raised)
