"""Briefings (utsättning): the card is prepared and issued; at the briefing names are called; each reader says so."""

from datetime import date, datetime
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from ...access import Permission, requires
from ...errors import Refused
from ...events.models import Event
from ...extensions import db
from ...forms import attempted, beside
from .. import actions, command, holding, queries
from ..briefing import card
from ..forms import BriefingForm, CallForm
from ..models import Briefing, Watch
from ..sections import SECTIONS
from ..spoken import spoken
from .command import post_name
from .door import bp
from .section import Page


@bp.get("/plan/briefings")
@requires(Permission.EVENT_READ)
def briefings(event: Event) -> Page:
    """The watches of every day, each with the briefings issued for it."""
    issued, watches = holding.issued(event, g.actor), _watches(event)
    told = {
        "watches": watches, "turns": command.turns(event, watches), "issued": issued,
        "of": lambda turn: [each for each in issued if (each.watch, each.day) == (turn.watch.number, turn.day)],
        "read": holding.read_counts(event), **_rail(event),
    }  # fmt: skip
    return render_template("planning/briefings.html", event=event, **told)


@bp.route("/plan/briefings/new", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def new_briefing(event: Event) -> Page:
    """Prepare a card, look at it, and issue it. Query: `watch` and `day`, as chosen in the list."""
    form = BriefingForm() if request.method == "POST" else BriefingForm(_chosen())
    shown = _preview(event, form)
    if "show" not in request.form and not form.errors:
        held: list[Briefing] = []
        act = lambda: held.append(actions.issue(event, g.actor, form.asked(), form.client_id.data))  # noqa: E731
        if attempted(form, act):
            flash(gettext("The briefing is issued. Nobody can change its card."), "success")
            return redirect(url_for("planning.briefing", number=held[0].number))
    told = {"form": form, "card": shown, **_words(event), **_rail(event)}
    return render_template("planning/new_briefing.html", event=event, **told), 422 if form.errors else 200


@bp.get("/plan/briefings/<int(max=2147483647):number>")
@requires(Permission.EVENT_READ)
def briefing(event: Event, number: int) -> Page:
    """A briefing as it was issued, its roll and its readers."""
    return _held(event, _briefing(event, number), CallForm(formdata=None))


@bp.post("/plan/briefings/<int(max=2147483647):number>/roll")
@requires(Permission.BRIEFING_HOLD)
def call_roll(event: Event, number: int) -> Page:
    """Note whether somebody who was called is there."""
    known, form = _briefing(event, number), CallForm()
    act = lambda: actions.call(event, g.actor, known, form.name.data or "", present=form.present.data)  # noqa: E731
    if attempted(form, act):
        return redirect(url_for("planning.briefing", number=number, _anchor="roll"))
    return _held(event, known, form)


@bp.post("/plan/briefings/<int(max=2147483647):number>/receipt")
@requires(Permission.EVENT_READ)
def read_briefing(event: Event, number: int) -> Page:
    """Say to have read and understood it."""
    actions.acknowledge(event, g.actor, _briefing(event, number))
    return redirect(url_for("planning.briefing", number=number, _anchor="receipts"))


def _held(event: Event, known: Briefing, form: CallForm) -> Page:
    told = {
        "briefing": known, "card": known.card, "newer": holding.newer(event, known), "form": form,
        "roll": holding.roll(known), "receipts": holding.receipts(known), **_words(event), **_rail(event),
    }  # fmt: skip
    return render_template("planning/briefing.html", event=event, **told), 422 if form.errors else 200


def _preview(event: Event, form: BriefingForm) -> dict[str, Any] | None:
    if request.method == "GET" and not (form.watch.data and form.day.data):
        return None
    if request.method == "POST" and not form.validate():
        return None
    try:
        return card(event, form.asked())
    except Refused as refusal:
        beside(form, refusal)
        return None


def _chosen() -> MultiDict[str, str]:
    day = request.args.get("day", "")
    known = {"watch": request.args.get("watch", type=int), "day": day if _is_day(day) else None}
    return MultiDict({name: str(value) for name, value in known.items() if value} | {"audience": "police"})


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _words(event: Event) -> dict[str, Any]:
    """What drawing a card needs beside the card."""
    return {
        "post_name": post_name, "spoken": spoken,
        "hour": lambda moment: f"{event.local(datetime.fromisoformat(moment)):%H:%M}",
    }  # fmt: skip


def _rail(event: Event) -> dict[str, Any]:
    """What the sections' list beside the page needs, for those who may read the plan."""
    if not g.actor.may(Permission.PLAN_READ):
        return {"sections": []}
    plan = queries.plan_of(event, g.actor)
    return {"sections": list(SECTIONS.values()), "plan": plan, "missing": plan.missing()}


def _watches(event: Event) -> list[Watch]:
    return list(db.session.scalars(queries.visible(Watch, event, g.actor)))


def _briefing(event: Event, number: int) -> Briefing:
    return holding.numbered(event, g.actor, number) or abort(404)
