"""Guards under police command: the list, who is notified, suspensions and directives."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm

from ... import clock
from ...access import Permission, requires
from ...doors import said
from ...errors import Refused
from ...events.models import Event
from ...extensions import db
from ...forms import attempted
from ...people.models import Person
from .. import queries
from ..actions import duty
from ..actions import guards as actions
from ..duty import crew
from ..forms.guards import DirectiveForm, NotifyForm, ReportedForm, SuspendForm
from ..guards import Guards, directives, guards, untaken
from ..models import Assignment, Directive, Function, Suspension
from ..roll_call import Reserve, reserves
from ..watches import RosterWatch, beside, chosen, watches
from .door import Page, bp

NUMBER = "<int(max=2147483647):number>"


@bp.get("/roster/guards", endpoint="guards")
@requires(Permission.ROSTER_READ)
def guards_of_watch(event: Event) -> Page:
    """The guards of a watch: who, where, led by whom, and whether the police were notified of them."""
    return _page(event)


@bp.post("/roster/guards/notify")
@requires(Permission.GUARDS_COMMAND)
def notify(event: Event) -> Page:
    """Note a notification of duty, or of its end, for one or many."""
    form, watch = NotifyForm(prefix="notify"), _watch(event)
    if attempted(form, lambda: noted(event, form, watch, None)):
        return redirect(url_for("roster.guards", watch=watch.key if watch else None))
    return _page(event, form)


def noted(event: Event, form: NotifyForm, watch: RosterWatch | None, organisation: int | None) -> None:
    """Note what the form says of those guards of the watch that it names, of one organisation or of all."""
    standing = crew(watch.shifts, organisation=organisation) if watch else []
    meant = [each for each in standing if each.id in set(form.guards.data or [])]
    if request.form.get("do") == "end":
        duty.end_duty(event, g.actor, meant, form.at.data)
    else:
        duty.notify(event, g.actor, meant, form.reference.data, form.at.data)


@bp.route(f"/roster/assignments/{NUMBER}/suspend", methods=["GET", "POST"])
@requires(Permission.GUARDS_COMMAND)
def suspend(event: Event, number: int) -> Page:
    """Suspend a guard for this watch (R20)."""
    guard = queries.assignment(event, number) or abort(404)
    if guard.shift.function is not Function.GUARD:
        abort(404)
    form = SuspendForm(prefix="suspend", data={"officer": g.actor.name})
    if attempted(form, lambda: actions.suspend(event, g.actor, guard, form.reason.data, form.officer.data)):
        flash(gettext("%(name)s is suspended for this watch. Report it at once.", name=guard.person.name), "warning")
        watch = _watch_of(event, guard)
        return redirect(url_for("roster.guards", watch=watch.key if watch else None, _anchor="suspended"))
    return render_template("roster/suspend.html", event=event, form=form, guard=guard), 422 if form.errors else 200


@bp.post(f"/roster/suspensions/{NUMBER}/report")
@requires(Permission.GUARDS_COMMAND)
def report_suspension(event: Event, number: int) -> Page:
    """Note to whom a suspension was reported (R20)."""
    query = db.select(Suspension).filter_by(event_id=event.id, id=number)
    known: Suspension = db.session.scalars(query).first() or abort(404)
    form = ReportedForm(prefix="reported")
    watch = _watch_of(event, known.assignment)
    if attempted(form, lambda: actions.report_suspension(event, g.actor, known, form.reported_to.data)):
        return redirect(url_for("roster.guards", watch=watch.key if watch else None, _anchor="suspended"))
    return _page(event, reported=form, watch=watch)


@bp.route("/roster/directives", methods=["GET", "POST"], endpoint="directives")
@requires(Permission.ROSTER_READ)
def directives_log(event: Event) -> Page:
    """The log of directives to guards (R19), and who has not taken which in."""
    form = DirectiveForm(prefix="directive", data={"officer": g.actor.name, "call_sign": ""})
    form.call_sign.choices = _signs(event)
    if form.is_submitted() and not g.actor.may(Permission.GUARDS_COMMAND):
        abort(403)
    told = {"text": form.text.data, "officer": form.officer.data, "call_sign": form.call_sign.data or None}
    if attempted(form, lambda: actions.give_directive(event, g.actor, **told)):
        return redirect(url_for("roster.directives"))
    page = render_template("roster/directives.html", event=event, form=form, told=directives(event))
    return page, 422 if form.errors else 200


@bp.post(f"/roster/directives/{NUMBER}/withdraw")
@requires(Permission.GUARDS_COMMAND)
def withdraw_directive(event: Event, number: int) -> Page:
    """Let a directive hold no longer."""
    actions.withdraw_directive(event, g.actor, directive_of(event, number))
    return redirect(url_for("roster.directives"))


@bp.post(f"/roster/directives/{NUMBER}/receipts")
@requires(Permission.ROSTER_CALL)
def take_directive(event: Event, number: int) -> Page:
    """Note that somebody has taken a directive in."""
    known = directive_of(event, number)
    meant = {person.id: person for told in directives(event) if told.directive is known for person, _ in told.people}
    person: Person = meant.get(request.form.get("person", type=int) or 0) or abort(404)
    actions.take_directive(event, g.actor, known, person)
    back = request.form.get("back", "")
    return redirect(back if back.startswith(f"/events/{event.slug}/roster/") else url_for("roster.directives"))


def directive_of(event: Event, number: int) -> Directive:
    """A directive of the event, or 404."""
    query = db.select(Directive).filter_by(event_id=event.id, id=number)
    found: Directive | None = db.session.scalars(query).first()
    return found or abort(404)


def _signs(event: Event) -> list[tuple[str, str]]:
    now, known = clock.now(), watches(queries.shifts(event))
    due = [shift for watch in known if watch.due(now) for shift in watch.shifts if shift.function is Function.GUARD]
    signs = sorted({each.call_sign for each in crew(due) if each.call_sign})
    return [("", gettext("Every guard on duty")), *((sign, sign) for sign in signs)]


def _watch(event: Event) -> RosterWatch | None:
    return chosen(watches(queries.shifts(event)), request.values.get("watch"), clock.now())


def _watch_of(event: Event, assignment: Assignment) -> RosterWatch | None:
    known = watches(queries.shifts(event))
    return next((watch for watch in known if assignment.shift in watch.shifts), None)


def _page(
    event: Event, form: FlaskForm | None = None, reported: FlaskForm | None = None, watch: RosterWatch | None = None
) -> Page:
    known = watches(queries.shifts(event))
    watch = watch or chosen(known, request.values.get("watch"), clock.now())
    found = guards(event, watch) if watch else Guards([], [])
    form = form or NotifyForm(prefix="notify", formdata=None)
    told: dict[str, Any] = {"watch": watch, "around": beside(known, watch) if watch else [], "found": found}
    told |= {"form": form, "untaken": untaken(directives(event)), "own": False}
    told |= {"reported": reported or ReportedForm(prefix="reported", formdata=None)}
    told |= {"stand_ins": _stand_ins(event, found.suspended), "cautions": spoken_cautions}
    wrong = form.errors or (reported is not None and reported.errors)
    return render_template("roster/guards.html", event=event, **told), 422 if wrong else 200


def _stand_ins(event: Event, gone: Sequence[Suspension]) -> dict[int, list[Reserve]]:
    """Who could stand in for each who was suspended, while the shift lasts, by assignment id."""
    if not g.actor.may(Permission.ROSTER_CALL):
        return {}
    open_ = [each.assignment for each in gone if each.assignment.shift.ends_at > clock.now()]
    return {each.id: reserves(event, each.shift)[:3] for each in open_ if len(each.shift.staff) < each.shift.needed}


def spoken_cautions(reserve: Reserve) -> list[str]:
    """What to think of before a reserve is put on, in words."""
    return [said(Refused(each.message, **each.values)) for each in reserve.cautions]
