"""The permits' conditions while the event is live: what was seen when, and by whom (R3)."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from wtforms import Form

from ...access import Permission, requires
from ...events.models import Event
from ...forms import attempted
from .. import actions, decisions, queries, spoken
from ..command_forms import CheckForm
from ..models import Verdict
from .door import bp


@bp.get("/conditions")
@requires(Permission.LOG_READ)
def conditions(event: Event) -> str:
    """Every condition the caller may see, with its last check."""
    return _page(event)


@bp.post("/conditions/<int(max=2147483647):number>/checks")
@requires(Permission.LOG_WRITE)
def check_condition(event: Event, number: int) -> Any:
    """Say by name that a condition is kept or broken; a breach opens an incident."""
    held = next((each for each in decisions.held_conditions(event, g.actor) if each.condition.number == number), None)
    verdict, form = request.form.get("verdict", ""), _form(event, number)
    if held is None or verdict not in list(Verdict):
        abort(404 if held is None else 422)

    def act() -> None:
        said = Verdict(verdict)
        line = spoken.checked(held.condition, said, form.text.data or "")
        actions.check_condition(
            event, g.actor, held.condition, said, text=form.text.data or "", line=line, client_id=form.client_id.data,
            place=form.place.data or None, sector=form.sector.data or None,
        )  # fmt: skip

    if attempted(form, act):
        return redirect(url_for("log.conditions", _anchor=f"condition-{number}"))
    return _page(event, number, form), 422


def _form(event: Event, number: int, **more: Any) -> CheckForm:
    """The form of one condition; a breach is asked where it is, as a condition holds for the whole event."""
    sectors = [(each.code, f"{each.code} {each.name}") for each in queries.sectors(event)]
    return CheckForm(prefix=f"c{number}-", sectors=sectors, **more)


def _page(event: Event, number: int = 0, form: Form | None = None) -> str:
    feeds, held = queries.standing(event, g.actor), decisions.held_conditions(event, g.actor)
    live = event.phase == "live"
    forms = {
        each.condition.number: form if each.condition.number == number
        else _form(event, each.condition.number, formdata=None)
        for each in held
        if live and actions.may_check(g.actor, each.condition)
    }  # fmt: skip
    return render_template("log/conditions.html", event=event, feeds=feeds, held=held, forms=forms, wrong=number)
