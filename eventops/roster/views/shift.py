"""A shift, where people are put on duty and taken off it."""

from typing import Any, NamedTuple

from flask import abort, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm

from ... import clock
from ...access import Permission, requires
from ...doors import said
from ...errors import N_, Refused
from ...events.models import Event, Place
from ...extensions import db
from ...forms import attempted
from ...people.models import Person
from ...words import options
from .. import actions, queries
from ..choosing import choosing, thin
from ..desk import Desk
from ..forms import AssignForm, DropShiftForm, MoveForm, ShiftForm, shown_shift
from ..models import Assignment, Shift
from ..warnings import Caution, Cautioned, accepted_as
from .door import Page, bp
from .steps import remember


class Forms(NamedTuple):
    """The forms of a shift's page, as they were sent if one was."""

    assign: AssignForm
    move: MoveForm
    drop: DropShiftForm

    @property
    def status(self) -> int:
        return 422 if any(form.errors for form in self) else 200


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


@bp.post("/roster/shifts/<int:number>/drop")
@requires(Permission.ROSTER_EDIT)
def drop_shift(event: Event, number: int) -> Page:
    """Plan a shift no more; who is on it is taken off for the same reason."""
    known, forms = _shift(event, number), _forms()
    if attempted(forms.drop, lambda: actions.drop_shift(event, g.actor, known, forms.drop.reason.data)):
        return redirect(url_for("roster.board"))
    return _shift_page(event, known, forms)


@bp.get("/roster/shifts/<int:number>")
@requires(Permission.ROSTER_READ)
def shift(event: Event, number: int) -> Page:
    """A shift: who is on it, who could be, and why the others cannot."""
    return _shift_page(event, _shift(event, number), _forms())


@bp.post("/roster/shifts/<int:number>/people")
@requires(Permission.ROSTER_EDIT)
def assign(event: Event, number: int) -> Page:
    """Put somebody on a shift."""
    known, forms = _shift(event, number), _forms()
    if attempted(forms.assign, lambda: _assign(event, known, forms.assign)):
        return _staffed(event, known)
    return _shift_page(event, known, forms)


@bp.post("/roster/shifts/<int:number>/moved")
@requires(Permission.ROSTER_EDIT)
def move(event: Event, number: int) -> Page:
    """Take somebody from the shift they are on to this one."""
    known, forms = _shift(event, number), _forms()
    standing = queries.assignment(event, forms.move.assignment.data or 0) or abort(404)
    if attempted(forms.move, lambda: _move(event, known, standing, forms.move)):
        return _staffed(event, known)
    return _shift_page(event, known, forms, moving=standing)


@bp.post("/roster/assignments/<int:number>/remove")
@requires(Permission.ROSTER_EDIT)
def unassign(event: Event, number: int) -> Page:
    """Take somebody off a shift."""
    assignment = queries.assignment(event, number) or abort(404)
    standing = assignment.removed_at is None
    actions.unassign(event, g.actor, assignment)
    if standing:
        remember(event, removed=number)
    return _staffed(event, assignment.shift)


def _assign(event: Event, known: Shift, form: AssignForm) -> None:
    person = db.session.get(Person, form.person.data)
    if person is None:
        raise Refused(N_("Choose somebody from the list."), field="person")
    there = {each.person_id for each in queries.staff(known)}
    try:
        more = {"call_sign": form.call_sign.data, "accepting": form.reason.data}
        made = actions.assign(event, g.actor, known, person, say=said, **more)
    except Cautioned as refused:
        form.cautions = _cautions(refused)
        raise
    if person.id not in there:
        remember(event, added=made.id)


def _move(event: Event, known: Shift, standing: Assignment, form: MoveForm) -> None:
    former = standing.id
    try:
        made = actions.move(event, g.actor, standing, known, accepting=form.reason.data, say=said)
    except Cautioned as refused:
        form.cautions = _cautions(refused)
        raise
    if made.id != former:
        remember(event, added=made.id, removed=former)


def _cautions(refused: Cautioned) -> list[str]:
    return [_say(each) for each in refused.cautions]


def _say(caution: Caution) -> str:
    return said(Refused(caution.message, **caution.values))


def _staffed(event: Event, known: Shift) -> Page:
    """After a change of who is on a shift: the board behind the drawer is told to draw itself again."""
    if not request.headers.get("HX-Request"):
        return redirect(url_for("roster.shift", number=known.id))
    answer = make_response(_shift_page(event, known, _forms(fresh=True)))
    answer.headers["HX-Trigger"] = "staffed"
    return answer


def _shift_page(event: Event, known: Shift, forms: Forms, moving: Assignment | None = None) -> Page:
    staff, may_edit = queries.staff(known), g.actor.may(Permission.ROSTER_EDIT)
    told: dict[str, Any] = {
        "shift": known,
        "staff": staff,
        "forms": forms,
        "moving": moving,
        "choice": None,
        "thin": [],
    }
    if may_edit and known.dropped_at is None:
        desk = Desk(event, [known])
        told |= {
            "choice": choosing(desk, known, {each.person_id for each in staff}),
            "ground": desk.groundless(known),
            "thin": thin(desk, staff),
        }
    told |= {"said": said, "say": _say, "accepted_as": accepted_as}
    return render_template("roster/shift.html", event=event, **told), forms.status


def _forms(fresh: bool = False) -> Forms:
    """Each with what was sent to it, if this request is for it; `fresh` when that is done with."""
    blank: dict[str, Any] = {"formdata": None} if fresh else {}
    return Forms(
        AssignForm(prefix="assign", **blank), MoveForm(prefix="move", **blank), DropShiftForm(prefix="drop", **blank)
    )


def _shift_form(places: dict[int, Place], shown: dict[str, Any]) -> ShiftForm:
    form = ShiftForm(data=shown)
    named = [(number, f"{place.code} {place.name}") for number, place in places.items()]
    form.place.choices = options([(0, gettext("No place")), *named])
    return form


def _shift(event: Event, number: int) -> Shift:
    return queries.shift(event, number) or abort(404)


def _status(form: FlaskForm) -> int:
    return 422 if form.errors else 200
