"""The plan as a readable document that is edited in place, and its published versions."""

from collections.abc import Callable
from typing import Any

import orjson
from flask import Response as Answer
from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ..access import Permission, requires
from ..events.models import Event
from ..events.scope import event_blueprint
from ..forms import attempted
from . import actions, queries
from .bands import band, bands
from .comparison import differences
from .forms import ObjectiveForm, PublishForm, RiskForm
from .models import Objective, PlanVersion, Risk

bp = event_blueprint("planning", __name__)
Page = str | Response | tuple[str, int]


@bp.get("/plan")
@requires(Permission.PLAN_READ)
def plan(event: Event) -> Page:
    """The plan as it is now."""
    return document(event)


def document(event: Event, form: FlaskForm | None = None, editing: str = "", note: FlaskForm | None = None) -> Page:
    """The whole document, with `form` in the place of what is being edited ("objective-3", "risk-new")."""
    note = note or PublishForm(formdata=None, prefix="publish")
    wrong = bool((form and form.errors) or note.errors)
    told = {"form": form, "editing": editing, "publish_form": note, **_state(event)}
    return render_template("planning/plan.html", event=event, **told), 422 if wrong else 200


def _state(event: Event) -> dict[str, Any]:
    now, published = queries.plan_of(event), queries.versions(event)
    changed = differences(published[0].plan, orjson.loads(now.content())) if published else []
    missing = {name: gettext(queries.MISSING[name]) for name in now.missing()}
    return {"plan": now, "versions": published, "changed": changed, "missing": missing, "band": band, "bands": bands()}


@bp.route("/plan/objectives/new", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def new_objective(event: Event) -> Page:
    """Set an objective."""
    form = ObjectiveForm()
    return _edited(event, form, "objective-new", lambda: actions.add_objective(event, g.actor, form.aim()))


@bp.route("/plan/objectives/<int:number>", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def objective(event: Event, number: int) -> Page:
    """Reword an objective."""
    known = _numbered(Objective, event, number)
    form = ObjectiveForm(obj=known)
    return _edited(
        event, form, f"objective-{number}", lambda: actions.edit_objective(event, g.actor, known, form.aim())
    )


@bp.route("/plan/risks/new", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def new_risk(event: Event) -> Page:
    """Put a risk in the register."""
    form = RiskForm()
    return _edited(event, form, "risk-new", lambda: actions.add_risk(event, g.actor, form.judgement()))


@bp.route("/plan/risks/<int:number>", methods=["GET", "POST"])
@requires(Permission.PLAN_EDIT)
def risk(event: Event, number: int) -> Page:
    """Judge a risk anew."""
    known = _numbered(Risk, event, number)
    form = RiskForm(obj=known)
    return _edited(event, form, f"risk-{number}", lambda: actions.edit_risk(event, g.actor, known, form.judgement()))


@bp.post("/plan/versions")
@requires(Permission.PLAN_PUBLISH)
def publish(event: Event) -> Page:
    """Freeze the plan as its next version."""
    form = PublishForm(prefix="publish")
    if attempted(form, lambda: actions.publish(event, g.actor, form.note.data)):
        flash(gettext("The plan is published. Nobody can change this version."), "success")
        return redirect(url_for("planning.plan", _anchor="versions"))
    return document(event, note=form)


@bp.get("/plan/versions/<int:number>")
@requires(Permission.PLAN_READ)
def version(event: Event, number: int) -> str:
    """A version as it was published."""
    known = _version(event, number)
    told = {"version": known, "frozen": known.plan, "band": band, "bands": bands()}
    return render_template("planning/version.html", event=event, **told)


@bp.get("/plan/versions/<int:number>.json")
@requires(Permission.PLAN_READ)
def content(event: Event, number: int) -> Answer:
    """The very text that a version's digest is of."""
    return Answer(_version(event, number).content, mimetype="application/json")


def _edited(event: Event, form: FlaskForm, place: str, act: Callable[[], Any]) -> Page:
    if attempted(form, act):
        return redirect(url_for("planning.plan", _anchor="objectives" if place.startswith("objective") else "risks"))
    return document(event, form, place)


def _numbered(kind: type[Objective] | type[Risk], event: Event, number: int) -> Any:
    return queries.numbered(kind, event, number) or abort(404)


def _version(event: Event, number: int) -> PlanVersion:
    return queries.version(event, number) or abort(404)
