"""The calculators' pages: what goes in, what comes out as one types, and accepting it by name."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from ...access import Permission, requires
from ...errors import Refused
from ...events.models import Event
from ...extensions import db
from ...forms import attempted, beside
from ...words import options
from .. import actions, queries
from ..calculators import CALCULATORS, Calculator, Result, figures, work_out
from ..forms.calculation import VERDICTS, PlaceForm, WorkForm, beginnings, work_form
from ..forms.part import audiences
from ..ground import Ground, ground
from ..models import Calculation
from ..reckoning import origins, threshold_of, told
from ..sections import SECTIONS
from .door import bp
from .section import Page

# Names are longer than numbers: /plan/calculations/12 is an accepted calculation, as of every kind of part.
ADDRESS = "/plan/calculations/<string(minlength=5):name>"


@bp.get(ADDRESS)
@requires(Permission.PLAN_READ)
def calculator(event: Event, name: str) -> Page:
    """A calculator with what was typed so far, or with what the plan knows; shows the result of it."""
    known, place = _calculator(name), _place(event)
    base = ground(event, place, g.actor)
    begun = "client_id" in request.args
    standing = _standing(event, name, place)
    typed = {"reason": request.args.get("reason", "")}  # goes along when one turns to another sector
    given = request.args if begun else MultiDict(beginnings(name, base, standing) | typed)
    form = _form(name, place, given, standing)
    found = _worked(form, name)
    if not begun and found is None:
        form = _form(name, place, given, standing)  # nothing was typed yet that could be wrong
    return _page(event, known, form, base, found, place, standing), 422 if form.errors else 200


@bp.post(ADDRESS)
@requires(Permission.PLAN_EDIT)
def accept_calculation(event: Event, name: str) -> Page:
    """Accept what a calculator finds into the plan."""
    known, place = _calculator(name), _place(event)
    standing = _standing(event, name, place)
    form = _form(name, place, request.form, standing)

    def act() -> Calculation:
        inputs = form.inputs(name)
        said = {"place": place, "reason": form.reason.data, "audience": form.audience.data}
        return actions.accept_calculation(event, g.actor, name, inputs, **said, client_id=form.once(inputs))

    if attempted(form, act):
        flash(gettext("The calculation is accepted into the plan."), "success")
        return redirect(url_for("planning.section", section="calculations", _anchor="calculations"))
    again, base = _form(name, place, request.form, standing), ground(event, place, g.actor)
    return _page(event, known, form, base, _worked(again, name), place, standing), 422


def _calculator(name: str) -> Calculator:
    return CALCULATORS.get(name) or abort(404)


def _place(event: Event) -> str | None:
    code = request.values.get("place") or None
    sectors = {sector.code for sector in queries.plan_of(event, g.actor).sectors} if code else set()
    return code if code is None or code in sectors else abort(404)


def _standing(event: Event, name: str, place: str | None) -> Calculation | None:
    query = queries.visible(Calculation, event, g.actor).filter_by(calculator=name, place=place)
    found: Calculation | None = db.session.scalars(query).first()
    return found


def _form(name: str, place: str | None, given: Any, standing: Calculation | None) -> WorkForm:
    form = work_form(name)(formdata=given, data={"audience": standing.audience if standing else None})
    form.audience.choices = options(audiences(standing.audience if standing else None))
    form.place.data = place or ""
    return form


def _worked(form: WorkForm, name: str) -> Result | None:
    """What comes out, if what went in can be; what is wrong stands beside its field."""
    if not form.sound(name):
        return None
    try:
        return work_out(name, form.inputs(name))
    except Refused as refusal:
        beside(form, refusal)
        return None


def _page(
    event: Event,
    known: Calculator,
    form: WorkForm,
    base: Ground,
    found: Result | None,
    place: str | None,
    standing: Calculation | None,
) -> str:
    plan = queries.plan_of(event, g.actor)
    context = {
        "calculator": known, "figures": figures(known.name), "threshold": threshold_of(known), "form": form,
        "place_form": PlaceForm(formdata=None, data={"place": place}), "place": place, "found": found,
        "told": told(known.name, found.lines) if found else None,
        "origins": origins(known.name, base.of(known.name)), "verdicts": VERDICTS,
        "standing": standing, "plan": plan, "sections": list(SECTIONS.values()),
        "missing": plan.missing(),
    }  # fmt: skip
    return render_template("planning/calculator.html", event=event, **context)
