"""The action cards while the event is live: read on a phone, started, and ticked off step by step."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ...access import Permission, requires
from ...doors import said
from ...errors import Refused
from ...events.models import Event
from ...forms import attempted
from ...planning.forms.card import OCCASIONS
from ...planning.models import Card
from .. import actions, decisions, queries
from ..forms import EndCardForm, StartCardForm
from ..models import CardRun
from .door import bp

Page = str | Response | tuple[str, int]


@bp.get("/cards")
@requires(Permission.LOG_READ)
def cards(event: Event) -> str:
    """The action cards the caller may see, those in use first."""
    found, runs = queries.cards(event, g.actor), queries.runs(event, g.actor)
    known = {each.number: each for each in found}
    triggers = [(risk, known[risk.card]) for risk in decisions.triggers(event, g.actor) if risk.card in known]
    return render_template(
        "log/cards.html", event=event, cards=found, runs=runs, triggers=triggers, occasions=OCCASIONS
    )


@bp.get("/cards/<int(max=2147483647):number>")
@requires(Permission.LOG_READ)
def card(event: Event, number: int) -> Page:
    """One card, to read and to start; ?incident=12 starts it on that incident."""
    form = _start_form(event)
    if not form.is_submitted():
        form.incident.data = request.args.get("incident", type=int)
    return _page(event, _card(event, number), start=form)


@bp.post("/cards/<int(max=2147483647):number>/start")
@requires(Permission.LOG_WRITE)
def start_card(event: Event, number: int) -> Page:
    """Start a card: the log says so."""
    known, form, made = _card(event, number), _start_form(event), []
    text = gettext("Action card %(number)s started: %(name)s", number=number, name=known.name)

    def act() -> None:
        chosen = form.incident.data and queries.incident(event, g.actor, form.incident.data)
        made.append(
            actions.start_card(
                event, g.actor, known, text=text, incident=chosen or None, client_id=form.client_id.data
            )
        )  # fmt: skip

    if attempted(form, act):
        return redirect(url_for("log.card_run", number=number, run=made[0].number))
    return _page(event, known, start=form)


@bp.get("/cards/<int(max=2147483647):number>/<int(max=2147483647):run>")
@requires(Permission.LOG_READ)
def card_run(event: Event, number: int, run: int) -> Page:
    """A card in use: its steps, and who did which when."""
    return _page(event, _run(event, number, run), end=EndCardForm(formdata=None))


@bp.post("/cards/<int(max=2147483647):number>/<int(max=2147483647):run>/ticks")
@requires(Permission.LOG_WRITE)
def tick_step(event: Event, number: int, run: int) -> Response:
    """Tick off a step: the log says so."""
    known, step = _run(event, number, run), request.form.get("step", 0, type=int)
    try:
        actions.tick_step(event, g.actor, known, step, text=_ticked(known, step))
    except Refused as refusal:
        flash(said(refusal), "error")
    return redirect(url_for("log.card_run", number=number, run=run))


@bp.post("/cards/<int(max=2147483647):number>/<int(max=2147483647):run>/end")
@requires(Permission.LOG_WRITE)
def end_card(event: Event, number: int, run: int) -> Page:
    """End a card before all its steps are done: the log says so, and why."""
    known, form = _run(event, number, run), EndCardForm()
    reason = form.reason.data or ""
    text = gettext("Action card %(number)s ended: %(name)s. %(reason)s", number=number, name=known.name, reason=reason)
    if attempted(form, lambda: actions.end_card(event, g.actor, known, reason=reason, text=text)):
        return redirect(url_for("log.card_run", number=number, run=run))
    return _page(event, known, end=form)


def _page(event: Event, known: Card | CardRun, **forms: Any) -> Page:
    run = known if isinstance(known, CardRun) else None
    number = run.card if run else known.number
    planned = queries.card(event, g.actor, number)
    told = {
        "run": run, "number": number, "card": planned, "name": known.name, "sequence": known.sequence,
        "risks": queries.risks_of_card(event, g.actor, number), "occasions": OCCASIONS,
        "others": [each for each in queries.runs(event, g.actor) if each.card == number and each is not run],
        "feeds": queries.standing(event, g.actor), "start": None, "end": None, **forms,
    }  # fmt: skip
    wrong = any(form.errors for form in forms.values())
    return render_template("log/card.html", event=event, **told), 422 if wrong else 200


def _start_form(event: Event) -> StartCardForm:
    form = StartCardForm()
    form.offer(queries.open_incidents(event, g.actor))
    return form


def _ticked(run: CardRun, step: int) -> str:
    if not 1 <= step <= len(run.sequence):
        return ""
    role, what = run.sequence[step - 1]
    told = {"number": run.card, "step": step, "role": role, "what": what}
    return str(gettext("Action card %(number)s, step %(step)s done: %(role)s: %(what)s", **told))


def _card(event: Event, number: int) -> Card:
    return queries.card(event, g.actor, number) or abort(404)


def _run(event: Event, number: int, run: int) -> CardRun:
    found = next((each for each in queries.runs(event, g.actor) if each.number == run), None)
    return found if found is not None and found.card == number else abort(404)
