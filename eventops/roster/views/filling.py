"""The gaps are filled by the solver: asked for, watched, stopped, and taken as a whole or row by row."""

from collections.abc import Callable
from typing import Any

from flask import abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from ... import clock
from ...access import Permission, requires
from ...doors import said
from ...errors import N_, Refused
from ...events.models import Event
from ...forms import attempted, beside
from .. import actions
from ..filling import runs, shown
from ..forms.filling import AskForm, RowsForm
from ..models import Filling, FillingState
from ..spoken import Spoken
from ..warnings import WORDS
from .door import Page, bp

LATEST = 20
TELLING = {
    "reserve": N_("In reserve."),
    "free": N_("Would rather be free."),
    "no_nights": N_("Wishes no nights."),
}


@bp.route("/roster/fillings", methods=["GET", "POST"])
@requires(Permission.ROSTER_EDIT)
def fillings(event: Event) -> Page:
    """Ask for a proposal, and see the latest ones."""
    form, asked = AskForm(), list[Filling]()
    if attempted(form, lambda: asked.append(actions.ask_filling(event, g.actor, form.terms()))):
        runs.begin(current_app._get_current_object(), asked[0], g.actor)  # type: ignore[attr-defined]
        return redirect(url_for("roster.filling", number=asked[0].id))
    told = {"form": form, "latest": shown.latest(event, LATEST), "missing": shown.missing(event), "at": clock.now()}
    return render_template("roster/fillings.html", event=event, **told), 422 if form.errors else 200


@bp.get("/roster/fillings/<int:number>")
@requires(Permission.ROSTER_EDIT)
def filling(event: Event, number: int) -> Page:
    """A proposal: how far it has come; then who it puts where, and what stays empty and why."""
    known = _filling(event, number)
    if request.headers.get("HX-Request") and (known.state is not FillingState.RUNNING or known.lost(clock.now())):
        return Response(headers={"HX-Refresh": "true"})  # what was watched is done: the page has another shape now
    return _page(event, known, RowsForm(formdata=None))


@bp.post("/roster/fillings/<int:number>/stop")
@requires(Permission.ROSTER_EDIT)
def stop_filling(event: Event, number: int) -> Page:
    """Be content with what is found so far."""
    actions.stop_filling(event, g.actor, _filling(event, number))
    return redirect(url_for("roster.filling", number=number))


@bp.post("/roster/fillings/<int:number>/take")
@requires(Permission.ROSTER_EDIT)
def take_rows(event: Event, number: int) -> Page:
    """Put on duty who was chosen (`row`, or `only` for one of them), or with `all` everybody who is left."""
    known, form = _filling(event, number), RowsForm()
    taken = 0

    def take() -> None:
        nonlocal taken
        taken = actions.take_rows(event, g.actor, known, _chosen(known), form.reason.data, said)

    if not attempted(form, take):
        return _page(event, known, form)
    if taken:
        flash(ngettext("One is put on the shift.", "%(num)s are put on their shifts.", taken))
    left = [row for row in known.rows if row["why"] and row["state"] in ("open", "refused")]
    if any(row["state"] == "open" for row in left) and not (form.reason.data or "").strip():
        beside(form, Refused(N_("Some have warnings. Say why you accept them."), field="reason"))
        return _page(event, known, form)
    if left:
        flash(gettext("Some rows could not be taken; each says why."), "warning")
    return redirect(url_for("roster.filling", number=number))


@bp.post("/roster/fillings/<int:number>/decline")
@requires(Permission.ROSTER_EDIT)
def decline_rows(event: Event, number: int) -> Page:
    """Leave what was chosen be, or with `all` whatever is left."""
    known, form = _filling(event, number), RowsForm()
    if attempted(form, lambda: actions.decline_rows(event, g.actor, known, _chosen(known))):
        return redirect(url_for("roster.filling", number=number))
    return _page(event, known, form)


def _chosen(known: Filling) -> list[int] | None:
    if "all" in request.form:
        return None
    only = request.form.get("only", type=int)
    chosen = [only] if only is not None else request.form.getlist("row", type=int)
    if not chosen:
        raise Refused(N_("Choose at least one row."))
    return chosen


def _page(event: Event, known: Filling, form: RowsForm) -> Page:
    told: dict[str, Any] = {"filling": known, "at": clock.now(), "form": form, "spoken": Spoken(event)}
    told |= {"rows": shown.rows(known), "empty": shown.empty(known), "warned": _warned, "reason": _reason}
    told |= {"chosen": set(request.form.getlist("row", type=int))}
    return render_template("roster/filling.html", event=event, **told), 422 if form.errors else 200


def _warned(row: dict[str, Any]) -> list[str]:
    """What should be known of a row, in words."""
    cautions = (Refused(WORDS[each["code"]], **each["values"]) for each in row["cautions"])
    return [said(each) for each in cautions] + [str(gettext(TELLING[code])) for code in row["told"] if code in TELLING]


def _reason(code: str, count: int) -> str:
    """How many are kept from a place by what."""
    return _REASONS[code](count)


_REASONS: dict[str, Callable[[int], str]] = {
    "trade": lambda n: ngettext("%(num)s is there for other work", "%(num)s are there for other work", n),
    "age": lambda n: ngettext("%(num)s is too young", "%(num)s are too young", n),
    "appointment": lambda n: ngettext(
        "%(num)s lacks an appointment that day", "%(num)s lack an appointment that day", n
    ),
    "credential": lambda n: ngettext("%(num)s lacks what is required", "%(num)s lack what is required", n),
    "suspended": lambda n: ngettext("%(num)s is suspended", "%(num)s are suspended", n),
    "absent": lambda n: ngettext("%(num)s cannot work then", "%(num)s cannot work then", n),
    "ground": lambda n: gettext("no valid permit or decision lets guards be used then"),
    "rule": lambda n: ngettext("%(num)s is kept from it by a rule", "%(num)s are kept from it by a rule", n),
    "here": lambda n: ngettext("%(num)s is on duty already", "%(num)s are on duty already", n),
    "elsewhere": lambda n: ngettext("%(num)s is on duty in another event", "%(num)s are on duty in another event", n),
    "rest": lambda n: ngettext("%(num)s would rest too little", "%(num)s would rest too little", n),
    "hours": lambda n: ngettext("%(num)s would exceed the agreed hours", "%(num)s would exceed their agreed hours", n),
    "reserve": lambda n: ngettext("%(num)s is kept in reserve", "%(num)s are kept in reserve", n),
    "proposed": lambda n: ngettext("%(num)s is proposed for another post", "%(num)s are proposed for other posts", n),
    "proposed_rest": lambda n: ngettext(
        "%(num)s would rest too little after what is proposed",
        "%(num)s would rest too little after what is proposed",
        n,
    ),
    "possible": lambda n: ngettext("%(num)s could, had the search gone on", "%(num)s could, had the search gone on", n),
}


def _filling(event: Event, number: int) -> Filling:
    return shown.filling(event, number) or abort(404)
