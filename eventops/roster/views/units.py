"""Units: who rides together, led by whom, with what; born of the roster, described here."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from ... import clock
from ...access import Permission, requires
from ...events.models import Event
from ...extensions import db
from ...forms import attempted
from .. import queries
from ..actions import unit as actions
from ..duty import crew
from ..forms.unit import UnitForm, shown_unit
from ..models import Unit, UnitKind
from ..units import RosterUnit, by_sign, manned, officers, talkgroups
from ..watches import beside, chosen, watches
from .door import Page, bp


@bp.get("/roster/units")
@requires(Permission.ROSTER_READ)
def units(event: Event) -> str:
    """The units of a watch, those that nobody has described first, and those with a record that nobody is on."""
    now, known = clock.now(), watches(queries.shifts(event))
    watch, recorded = chosen(known, request.args.get("watch"), now), by_sign(event)
    found = manned(crew(watch.shifts), recorded) if watch else []
    signs = {each.call_sign for each in found}
    idle = [RosterUnit(sign, unit) for sign, unit in recorded.items() if sign not in signs]
    told: dict[str, Any] = {"watch": watch, "around": beside(known, watch) if watch else []}
    told |= {"undescribed": [each for each in found if each.unit is None], "idle": idle}
    told |= {"units": [each for each in found if each.unit is not None]}
    return render_template("roster/units.html", event=event, **told)


@bp.route("/roster/units/new", methods=["GET", "POST"])
@requires(Permission.ROSTER_EDIT)
def new_unit(event: Event) -> Page:
    """Say what a call sign is; `call_sign` and `kind` propose."""
    asked = request.args.get("kind", "")
    kind = asked if asked in set(UnitKind) else UnitKind.PATROL
    form = UnitForm(data={"call_sign": request.args.get("call_sign", ""), "kind": kind})
    return _page(event, form, None)


@bp.route("/roster/units/<int(max=2147483647):number>", methods=["GET", "POST"])
@requires(Permission.ROSTER_EDIT)
def unit(event: Event, number: int) -> Page:
    """Say something else of a unit."""
    known = _unit(event, number)
    return _page(event, UnitForm(data=shown_unit(known)), known)


@bp.post("/roster/units/<int(max=2147483647):number>/drop")
@requires(Permission.ROSTER_EDIT)
def drop_unit(event: Event, number: int) -> Page:
    """Take a unit's record away."""
    actions.drop_unit(event, g.actor, _unit(event, number))
    return redirect(url_for("roster.units"))


def _page(event: Event, form: UnitForm, known: Unit | None) -> Page:
    people = list(officers(event))
    form.offer(people, talkgroups(event, g.actor), known)
    led = {person.id: person for person in people}
    if known is not None and known.lead is not None:
        led[known.lead.id] = known.lead

    def act() -> None:
        if known is None:
            actions.add_unit(event, g.actor, form.said(led))
        else:
            actions.edit_unit(event, g.actor, known, form.said(led))

    if attempted(form, act):
        return redirect(url_for("roster.units", watch=request.args.get("watch")))
    return render_template("roster/unit.html", event=event, form=form, unit=known), 422 if form.errors else 200


def _unit(event: Event, number: int) -> Unit:
    query = db.select(Unit).filter_by(event_id=event.id, id=number, dropped_at=None)
    found: Unit | None = db.session.scalars(query).first()
    return found or abort(404)
