"""Trend alerts: more of something than before, which somebody acknowledges, and confirms or dismisses."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for

from ...access import POLICE, Permission, requires
from ...doors import said
from ...errors import Conflict, Refused
from ...events.models import Event
from ...forms import beside
from ...words import current_language
from .. import actions, queries, trend
from ..limits import limits
from ..models import TrendAlert, TrendState
from ..partner_forms import JudgeForm
from .door import bp

NUMBER = "/trends/<int(max=2147483647):number>"


@bp.get("/trends")
@requires(Permission.REPORT_ACCEPT)
def trends(event: Event) -> str:
    """The alerts: those to be judged, then what was made of the others."""
    _inner()
    return _page(event)


@bp.post(f"{NUMBER}/acknowledge")
@requires(Permission.REPORT_ACCEPT)
def acknowledge_trend(event: Event, number: int) -> Any:
    """Say by name that an alert is seen."""
    found = _alert(event, number)
    try:
        actions.acknowledge_trend(event, g.actor, found)
    except Refused as refusal:
        flash(said(refusal), "error")
    return redirect(url_for("log.trends", _anchor=f"trend-{number}"))


@bp.post(f"{NUMBER}/verdict")
@requires(Permission.REPORT_ACCEPT)
def judge_trend(event: Event, number: int) -> Any:
    """Confirm an alert, or dismiss it, with a reason."""
    found, form = _alert(event, number), JudgeForm()
    try:
        verdict = TrendState(request.form.get("verdict", ""))
    except ValueError:
        abort(422)
    if verdict is not TrendState.RAISED and form.validate():
        try:
            actions.judge_trend(event, g.actor, found, verdict, form.reason.data or "")
            return redirect(url_for("log.trends"))
        except Conflict as late:
            return _page(event, trouble=said(late)), 409
        except Refused as refusal:
            beside(form, refusal)
    return _page(event, wrong=(number, form)), 422


def _page(event: Event, *, wrong: tuple[int, JudgeForm] | None = None, trouble: str = "") -> str:
    found = trend.alerts(event, g.actor)
    return render_template(
        "log/trends.html", event=event, feeds=queries.standing(event, g.actor), language=current_language(),
        raised=[each for each in found if each.state is TrendState.RAISED], wrong=wrong,
        judged=[each for each in found if each.state is not TrendState.RAISED], fresh=JudgeForm(formdata=None),
        trouble=trouble, by=limits(event),
    )  # fmt: skip


def _alert(event: Event, number: int) -> TrendAlert:
    _inner()
    return trend.alert(event, g.actor, number) or abort(404)


def _inner() -> None:
    if not g.actor.hears(POLICE):
        abort(404)
