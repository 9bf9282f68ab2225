"""The neutral line of an incident: what partners who may not see it are told, shown to the inner side only."""

from typing import Any

from flask import abort, g, redirect, render_template, url_for

from ...access import COMMAND, POLICE, Permission, requires
from ...doors import said
from ...errors import Refused
from ...events.models import Event
from ...forms import beside
from ...words import current_language, options
from .. import actions, neutral, queries
from ..models import Incident
from ..partner_forms import NeutralForm
from .choices import audiences
from .door import bp
from .live import htmx

NUMBER = "/incidents/<int(max=2147483647):number>/neutral"


@bp.context_processor
def _told() -> dict[str, Any]:
    return {"neutrally": lambda told: neutral.shown(told, current_language())}


@bp.get(NUMBER)
@requires(Permission.LOG_READ)
def incident_neutral(event: Event, number: int) -> str:
    """What is told of an incident: a fragment of its page."""
    found = _incident(event, number)
    return _fragment(event, found, _form(found, empty=True))


@bp.post(NUMBER)
@requires(Permission.REPORT_ACCEPT)
def tell_neutrally(event: Event, number: int) -> Any:
    """Tell an audience neutrally."""
    found = _incident(event, number)
    form = _form(found)
    if form.validate():
        try:
            actions.tell_neutrally(
                event, g.actor, found, text=form.text.data or "", audience=form.audience.data,
                client_id=form.client_id.data,
            )  # fmt: skip
            return _done(event, found)
        except Refused as refusal:
            beside(form, refusal)
    return _fragment(event, found, form), 422


@bp.post(f"{NUMBER}/<int(max=2147483647):told>/over")
@requires(Permission.REPORT_ACCEPT)
def end_neutral(event: Event, number: int, told: int) -> Any:
    """Say that what was told is over."""
    found = _incident(event, number)
    line = next((each for each in neutral.told_of(found) if each.number == told), None) or abort(404)
    try:
        actions.end_neutral(event, g.actor, line)
    except Refused as refusal:
        return _fragment(event, found, _form(found, empty=True), trouble=said(refusal)), 409
    return _done(event, found)


def _done(event: Event, found: Incident) -> Any:
    if htmx():
        return _fragment(event, found, _form(found, empty=True))
    return redirect(url_for("log.incident", number=found.number))


def _fragment(event: Event, found: Incident, form: NeutralForm, *, trouble: str = "") -> str:
    told = neutral.told_of(found)
    page = "log/_neutral.html" if htmx() else "log/neutral.html"
    return render_template(page, event=event, incident=found, told=told, form=form, trouble=trouble)


def _form(found: Incident, *, empty: bool = False) -> NeutralForm:
    form = NeutralForm(formdata=None) if empty else NeutralForm()
    outer = [(code, name) for code, name in audiences() if code not in (POLICE, COMMAND) and code not in found.feeds()]
    form.audience.choices = options(outer)
    if empty:
        form.text.data = neutral.line_of(found, current_language())
    return form


def _incident(event: Event, number: int) -> Incident:
    if not g.actor.hears(POLICE):
        abort(404)
    return queries.incident(event, g.actor, number) or abort(404)
