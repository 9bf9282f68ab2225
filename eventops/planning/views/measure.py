"""The acts on a measure: deciding it, marking it done, saying what it led to."""

from collections.abc import Callable

from flask import abort, flash, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ...access import Permission, requires
from ...doors import said
from ...errors import Refused
from ...events.models import Event
from ...forms import attempted
from .. import actions, queries
from ..actions import Lacking
from ..forms.measure import MeasureForm, evaluation_form
from ..models import Measure
from ..sections import section_of
from .door import bp
from .section import Page, document


@bp.post("/plan/measures/<int(max=2147483647):number>/decision")
@requires(Permission.PLAN_CONTRIBUTE)
def decide(event: Event, number: int) -> Page:
    """Decide a measure; what is missing is named in its form."""
    measure = _measure(event, number)
    try:
        seen = request.form.get("revision", type=int)
        return _acted(measure, lambda: actions.decide(event, g.actor, measure, seen))
    except Lacking as lacking:
        form = MeasureForm(measure, formdata=None)
        form.remember(measure)
        for name, message in lacking.fields.items():
            form[name].errors = [gettext(message)]
        return document(event, section_of("measures"), form, _place(measure))


@bp.post("/plan/measures/<int(max=2147483647):number>/completion")
@requires(Permission.PLAN_CONTRIBUTE)
def finish(event: Event, number: int) -> Page:
    """Mark a measure as done."""
    measure = _measure(event, number)
    return _acted(measure, lambda: actions.finish(event, g.actor, measure))


@bp.post("/plan/measures/<int(max=2147483647):number>/evaluation")
@requires(Permission.PLAN_CONTRIBUTE)
def evaluate(event: Event, number: int) -> Page:
    """Say what a measure led to."""
    measure = _measure(event, number)
    form = evaluation_form(measure, sent=True)
    told = (form.outcome, form.evaluation)
    if attempted(form, lambda: actions.evaluate(event, g.actor, measure, *(each.data for each in told))):
        return _back(measure)
    return document(event, section_of("measures"), acting=(_place(measure), form))


def _acted(measure: Measure, act: Callable[[], None]) -> Page:
    try:
        act()
    except Lacking:
        raise
    except Refused as refusal:
        flash(said(refusal), "error")
    return _back(measure)


def _back(measure: Measure) -> Response:
    return redirect(url_for("planning.section", section=section_of("measures").name, _anchor=_place(measure)))


def _place(measure: Measure) -> str:
    return f"{measure.PLURAL}-{measure.number}"


def _measure(event: Event, number: int) -> Measure:
    found: Measure = queries.numbered(Measure, event, g.actor, number) or abort(404)
    return found
