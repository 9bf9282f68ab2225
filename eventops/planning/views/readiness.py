"""What R73 asks of the plan, on the plan's front, and the commander's accepting what stands red."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_babel import ngettext

from ...access import Permission, requires
from ...events.models import Event
from ...forms import attempted
from .. import actions
from ..forms import AcceptForm, PublishForm
from .door import bp
from .front import Page, front


@bp.post("/plan/readiness")
@requires(Permission.PLAN_DEVIATE)
def accept_deviations(event: Event) -> Page:
    """Let the ticked checks stand red."""
    form = AcceptForm(prefix="accept")
    form.ticked = codes = request.form.getlist("check")
    made: list[Any] = []
    if attempted(form, lambda: made.extend(actions.accept(event, g.actor, codes, form.reason.data or ""))):
        flash(ngettext("One deviation is accepted.", "%(num)s deviations are accepted.", len(made)), "success")
        return redirect(url_for("planning.plan", _anchor="readiness"))
    return front(event, PublishForm(formdata=None, prefix="publish"), form)
