"""The roster board, and the shift where people are put on duty and taken off it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from .. import clock
from ..access import Permission, requires
from ..doors import said
from ..errors import N_, Refused
from ..events.models import Event, Place, PlaceKind
from ..events.scope import event_blueprint
from ..extensions import db
from ..forms import attempted
from ..people.models import Person
from ..words import options
from . import actions, queries
from .board import draw, window
from .eligibility import Candidate, objection
from .forms import AssignForm, ShiftForm, shown_shift
from .models import Shift
from .spoken import Spoken

bp = event_blueprint("roster", __name__)
Page = str | Response | tuple[str, int]


@bp.get("/roster")
@requires(Permission.ROSTER_READ)
def board(event: Event) -> str:
    """Posts down, time across. `from` (a date) is the first day of the week shown, `day` the only one."""
    shifts, now = queries.shifts(event), clock.now()
    week = window(event, shifts, event.operational_day(now), _date("from"))
    only = _date("day") if _date("day") in week else None
    drawn = draw(event, shifts, queries.staffing(event), [only] if only else week, now) if shifts else None
    staffed = {shift.place_id for shift in shifts}
    idle = [place for place in queries.posts(event) if place.id not in staffed and place.kind is not PlaceKind.SECTOR]
    told = {"board": drawn, "idle": idle, "week": week, "only": only, "later": _later(event, shifts, week)}
    return render_template("roster/board.html", event=event, spoken=Spoken(event), **told)


def _date(name: str) -> date | None:
    return request.args.get(name, type=date.fromisoformat)


def _later(event: Event, shifts: Sequence[Shift], week: list[date]) -> date | None:
    """The first day with shifts after the week that is shown."""
    days = {event.operational_day(shift.starts_at) for shift in shifts}
    return min((day for day in days if day > week[-1]), default=None) if week else None


# -- shifts --


@bp.route("/roster/shifts/new", methods=["GET", "POST"])
@requires(Permission.ROSTER_EDIT)
def new_shift(event: Event) -> Page:
    """Plan a shift; `place` is the code of the post it is proposed for."""
    places = {place.id: place for place in queries.posts(event)}
    asked = next((place.id for place in places.values() if place.code == request.args.get("place")), 0)
    first = event.days[0].date if event.days else event.operational_day(clock.now())
    form = _shift_form(places, {"place": asked, "date": first})
    if attempted(form, lambda: actions.add_shift(event, g.actor, form.duty(event, places))):
        return redirect(url_for("roster.board"))
    return render_template("roster/new.html", event=event, form=form), _status(form)


@bp.route("/roster/shifts/<int:number>/edit", methods=["GET", "POST"])
@requires(Permission.ROSTER_EDIT)
def edit_shift(event: Event, number: int) -> Page:
    """Change what a shift asks for."""
    known = _shift(event, number)
    places = {place.id: place for place in queries.posts(event, kept=known.place_id)}
    form = _shift_form(places, shown_shift(event, known))
    if attempted(form, lambda: actions.edit_shift(event, g.actor, known, form.duty(event, places))):
        return redirect(url_for("roster.shift", number=number))
    return render_template("roster/edit.html", event=event, form=form, shift=known), _status(form)


@bp.get("/roster/shifts/<int:number>")
@requires(Permission.ROSTER_READ)
def shift(event: Event, number: int) -> Page:
    """A shift: who is on it, who could be, and why the others cannot."""
    return _shift_page(event, _shift(event, number))


@bp.post("/roster/shifts/<int:number>/people")
@requires(Permission.ROSTER_EDIT)
def assign(event: Event, number: int) -> Page:
    """Put somebody on a shift."""
    known = _shift(event, number)
    form = AssignForm(prefix="assign")
    if attempted(form, lambda: _assign(event, known, form)):
        return _staffed(event, known)
    return _shift_page(event, known, form)


@bp.post("/roster/assignments/<int:number>/remove")
@requires(Permission.ROSTER_EDIT)
def unassign(event: Event, number: int) -> Page:
    """Take somebody off a shift."""
    assignment = queries.assignment(event, number) or abort(404)
    actions.unassign(event, g.actor, assignment)
    return _staffed(event, assignment.shift)


def _assign(event: Event, known: Shift, form: AssignForm) -> None:
    person = db.session.get(Person, form.person.data)
    if person is None:
        raise Refused(N_("Choose somebody from the list."), field="person")
    actions.assign(event, g.actor, known, person, call_sign=form.call_sign.data)


def _staffed(event: Event, known: Shift) -> Page:
    """After a change of who is on a shift: the board behind the drawer is told to draw itself again."""
    if not request.headers.get("HX-Request"):
        return redirect(url_for("roster.shift", number=known.id))
    answer = make_response(_shift_page(event, known))
    answer.headers["HX-Trigger"] = "staffed"
    return answer


def _shift_page(event: Event, known: Shift, form: FlaskForm | None = None) -> Page:
    staff, candidates = queries.staff(known), queries.candidates(event)
    taken = {each.person_id for each in staff}
    others = [each for each in candidates if each.person.id not in taken]
    able, unable = _sorted_out(event, known, others)
    form = form or AssignForm(prefix="assign", formdata=None)
    told = {"shift": known, "staff": staff, "able": able, "unable": unable, "form": form}
    return render_template("roster/shift.html", event=event, **told), _status(form)


Sorted = tuple[list[Candidate], list[tuple[Candidate, str]]]


def _sorted_out(event: Event, known: Shift, others: list[Candidate]) -> Sorted:
    """Who can work the shift, those with fewest hours first, and who cannot, the rarest reasons first."""
    taking_part = queries.organisations(event)
    judged = [(each, objection(each, known, taking_part)) for each in others]
    able = [each for each, reason in judged if reason is None]
    refused = [(each, reason) for each, reason in judged if reason is not None]
    common = Counter(reason.message for _, reason in refused)
    unable = [(each, said(reason)) for each, reason in sorted(refused, key=lambda pair: common[pair[1].message])]
    return sorted(able, key=lambda each: (each.hours(event), each.person.sought)), unable


def _shift_form(places: dict[int, Place], shown: dict[str, Any]) -> ShiftForm:
    form = ShiftForm(data=shown)
    named = [(number, f"{place.code} {place.name}") for number, place in places.items()]
    form.place.choices = options([(0, gettext("No place")), *named])
    return form


def _shift(event: Event, number: int) -> Shift:
    return queries.shift(event, number) or abort(404)


def _status(form: FlaskForm) -> int:
    return 422 if form.errors else 200
