"""The cells: how they stand, what is forecast, and which there are."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for

from ... import clock
from ...access import POLICE, Permission, requires
from ...doors import said
from ...errors import Refused
from ...events.models import Event
from ...extensions import db
from ...forms import attempted
from .. import queries
from ..actions import custody as actions
from ..custody import custody
from ..intervention_forms import CellsForm
from ..models import CellStation
from .door import bp
from .interventions import NUMBER, Page


@bp.get("/custody", endpoint="custody")
@requires(Permission.ROSTER_READ)
def cells(event: Event) -> Page:
    """How many cells are taken, are expected to be, and will be."""
    return _page(event)


@bp.post("/custody/stations")
@requires(Permission.PLAN_EDIT)
def add_station(event: Event) -> Page:
    """Add a station with cells."""
    _inner()
    form = CellsForm(prefix="new")
    if attempted(form, lambda: actions.add_station(event, g.actor, _said(form))):
        return redirect(url_for(".custody"))
    return _page(event, new=form), 422


@bp.post(f"/custody/stations/{NUMBER}")
@requires(Permission.PLAN_EDIT)
def edit_station(event: Event, number: int) -> Page:
    """Say anew what a station has."""
    station, form = _station(event, number), CellsForm(prefix=f"cells-{number}")
    if attempted(form, lambda: actions.edit_station(event, g.actor, station, _said(form))):
        return redirect(url_for(".custody"))
    return _page(event, **{str(number): form}), 422


@bp.post(f"/custody/stations/{NUMBER}/drop")
@requires(Permission.PLAN_EDIT)
def drop_station(event: Event, number: int) -> Page:
    """Use a station no more."""
    try:
        actions.drop_station(event, g.actor, _station(event, number))
    except Refused as refusal:
        flash(said(refusal), "error")
    return redirect(url_for(".custody"))


def _page(event: Event, **wrong: CellsForm) -> str:
    _inner()
    held, may = custody(event, clock.now()), g.actor.may(Permission.PLAN_EDIT)
    forms: dict[Any, CellsForm] = {
        each.cells.id: wrong.get(str(each.cells.id)) or CellsForm(None, obj=each.cells, prefix=f"cells-{each.cells.id}")
        for each in (held.stations if may else ())
    }
    new = wrong.get("new") or CellsForm(None, prefix="new")
    feeds = queries.standing(event, g.actor)
    return render_template("log/custody.html", event=event, custody=held, forms=forms, new=new, may=may, feeds=feeds)


def _said(form: CellsForm) -> actions.Cells:
    return actions.Cells(
        name=(form.name.data or "").strip(), cells=form.cells.data or 0, minutes=form.minutes.data or 0,
        others=form.others.data or 0, expected=form.expected.data or 0,
    )  # fmt: skip


def _station(event: Event, number: int) -> CellStation:
    _inner()
    query = db.select(CellStation).filter_by(event_id=event.id, id=number, dropped_at=None)
    found: CellStation = db.session.scalar(query) or abort(404)
    return found


def _inner() -> None:
    """How the cells stand is for the police (domain 4b)."""
    if not g.actor.hears(POLICE):
        abort(404)
