"""The acts on permits: taking over the checklist, checking a condition, saying that one was broken."""

from collections.abc import Callable

from flask import abort, flash, g, redirect, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from ...access import Permission, requires
from ...events.models import Event
from ...forms import attempted
from ...words import current_language
from .. import actions, queries
from ..forms.permit import ConditionActForm
from ..models import Condition
from ..sections import SECTIONS
from .door import bp
from .section import Page, document


@bp.post("/plan/permits/checklist")
@requires(Permission.PLAN_EDIT)
def take_over_checklist(event: Event) -> Response:
    """Add what such an event usually needs and the plan never had."""
    added = actions.take_over_checklist(event, g.actor, current_language())
    if added:
        flash(ngettext("One line was added from the checklist.", "%(num)s lines were added from the checklist.", added))
    else:
        flash(gettext("Everything on the checklist has been in the plan."))
    return redirect(url_for("planning.section", section="permits"))


@bp.post("/plan/conditions/<int(max=2147483647):number>/check")
@requires(Permission.PLAN_CONTRIBUTE)
def check_condition(event: Event, number: int) -> Page:
    """Say that a condition is kept, and what showed it."""
    return _acted(event, number, "check", actions.check_condition)


@bp.post("/plan/conditions/<int(max=2147483647):number>/breach")
@requires(Permission.PLAN_CONTRIBUTE)
def breach_condition(event: Event, number: int) -> Page:
    """Say that a condition was broken, and how."""
    return _acted(event, number, "breach", actions.breach_condition)


def _acted(event: Event, number: int, what: str, act: Callable[..., None]) -> Page:
    condition: Condition = queries.numbered(Condition, event, g.actor, number) or abort(404)
    if not actions.may_write(g.actor, condition):
        abort(403)
    form = ConditionActForm(prefix=f"{what}-{number}")
    if attempted(form, lambda: act(event, g.actor, condition, form.note.data or "")):
        return redirect(url_for("planning.section", section="permits", _anchor=f"conditions-{number}"))
    return document(event, SECTIONS["permits"], acting=(f"{what}-{number}", form))
