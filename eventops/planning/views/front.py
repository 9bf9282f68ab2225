"""The plan's front: its sections and how far each has come, what has changed since it was published, and publishing."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ...access import POLICE, Permission, requires
from ...events.models import Event
from ...forms import attempted
from .. import actions, queries, readiness
from ..comparison import differences
from ..forms import AcceptForm, PublishForm
from ..sections import SECTIONS
from ..spoken import name_of, turned
from .door import bp
from .proposal import on_front

Page = str | Response | tuple[str, int]


@bp.get("/plan")
@requires(Permission.PLAN_READ)
def plan(event: Event) -> Page:
    """The plan as a whole."""
    return front(event, PublishForm(formdata=None, prefix="publish"))


@bp.post("/plan/versions")
@requires(Permission.PLAN_PUBLISH)
def publish(event: Event) -> Page:
    """Freeze the plan as its next version."""
    form = PublishForm(prefix="publish")
    if attempted(form, lambda: actions.publish(event, g.actor, form.note.data)):
        flash(gettext("The plan is published. Nobody can change this version."), "success")
        return redirect(url_for("planning.plan", _anchor="versions"))
    return front(event, form)


def front(event: Event, form: FlaskForm, accepting: FlaskForm | None = None) -> Page:
    """The plan's front, with the forms that stand on it."""
    whole, published = queries.plan_of(event), queries.versions(event)
    now = whole.seen_by(g.actor)
    accepting = accepting or AcceptForm(formdata=None, prefix="accept")
    told = {
        "plan": now, "sections": list(SECTIONS.values()), "versions": published, "publish_form": form,
        "missing": {name: gettext(queries.MISSING[name]) for name in now.missing()},
        "changed": _changed(now, published[0].plan) if published else [], "turned": turned, "name_of": name_of,
        "accept_form": accepting, **_readiness(whole), **on_front(event),
    }  # fmt: skip
    return render_template("planning/plan.html", event=event, **told), 422 if form.errors or accepting.errors else 200


def _readiness(whole: queries.Plan) -> dict[str, Any]:
    """What R73 asks, for those who hear what the police hear."""
    if not g.actor.hears(POLICE):
        return {"checks": []}
    reds = {check.code for check in readiness.reds(whole)}
    return {"checks": readiness.checks(whole), "reds": reds, "accepted": readiness.accepted(whole)}


def _changed(now: queries.Plan, published: dict[str, Any]) -> Any:
    return differences(queries.seen(published, g.actor), now.data())
