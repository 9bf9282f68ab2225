"""The roll-call at the gate: choose a post, find somebody by name or badge, one tap each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from ... import clock
from ...access import Permission, requires
from ...doors import said
from ...events.models import Event
from ...events.queries import natural
from ...extensions import db
from ...forms import attempted
from ...people.models import Person
from .. import queries
from ..actions import duty
from ..duty import crew, replaced, stand_in, suspensions
from ..forms.guards import BackForm, MarkForm
from ..guards import directives, untaken
from ..models import ABSENT, Assignment, Attendance, Presence
from ..roll_call import Place, Reserve, Tally, badge, bearer, is_badge, places, reserves, tallies
from ..watches import RosterWatch, beside, chosen, watches
from .door import Page, bp
from .guards import NUMBER, spoken_cautions

OLDEST = timedelta(hours=12)  # that a tap may have waited for a connection


@bp.get("/roster/calls")
@requires(Permission.ROSTER_CALL)
def calls(event: Event) -> str:
    """The posts and units of a watch, with planned against present: where to call the roll."""
    known = watches(queries.shifts(event))
    watch = chosen(known, request.args.get("watch"), clock.now())
    told: dict[str, Any] = {"watch": watch, "around": beside(known, watch) if watch else []}
    found = places(watch.shifts, tallies(event, watch.shifts)) if watch else []
    told |= {"places": found, "total": sum((place.tally for place in found), Tally())}
    signs = {each.call_sign for each in crew(watch.shifts) if each.call_sign} if watch else set()
    told["signs"] = sorted((sign for sign in signs if sign), key=natural)
    return render_template("roster/calls.html", event=event, **told)


@bp.get("/roster/call")
@requires(Permission.ROSTER_CALL)
def call(event: Event) -> Page:
    """The roll of a watch, of one post (`post`) or one unit (`unit`); `q` is a name or what a badge says."""
    return _call(event)


@bp.post(f"/roster/assignments/{NUMBER}/attendance")
@requires(Permission.ROSTER_CALL)
def mark(event: Event, number: int) -> Page:
    """One tap: somebody is here, late, missing, sick, sent home or off duty."""
    known, form = queries.assignment(event, number) or abort(404), MarkForm(prefix="mark")
    if attempted(form, lambda: _mark(event, known, form)):
        return redirect(url_for("roster.call", **_where()))
    return _call(event, known, form)


@bp.post(f"/roster/attendance/{NUMBER}/take-back")
@requires(Permission.ROSTER_CALL)
def take_back(event: Event, number: int) -> Page:
    """Take the last tap back."""
    line = db.session.get(Attendance, number)
    if line is None or line.assignment.shift.event_id != event.id:
        abort(404)
    duty.take_back(event, g.actor, line)
    return redirect(url_for("roster.call", **_where()))


@bp.post(f"/roster/assignments/{NUMBER}/replace")
@requires(Permission.ROSTER_CALL)
def replace(event: Event, number: int) -> Page:
    """Put a reserve on the shift of somebody who is missing."""
    absent = queries.assignment(event, number) or abort(404)
    able = {each.candidate.person.id: each.candidate.person for each in reserves(event, absent.shift)}
    person: Person = able.get(request.form.get("person", type=int) or 0) or abort(404)
    reason = gettext("Reserve for %(name)s", name=absent.person.name)
    duty.replace(event, g.actor, absent, person, accepting=reason, say=said)
    flash(gettext("%(name)s is on the shift.", name=person.name), "success")
    if request.form.get("back") == "guards":
        return redirect(url_for("roster.guards", watch=request.form.get("watch") or None))
    return redirect(url_for("roster.call", **_where()))


@bp.post(f"/roster/assignments/{NUMBER}/put-back")
@requires(Permission.ROSTER_CALL)
def put_back(event: Event, number: int) -> Page:
    """Put somebody who came after all back on the shift, in the place of the stand-in (`stand_in`) or beside them."""
    known, form = queries.assignment(event, number) or abort(404), BackForm(prefix="mark")
    if attempted(form, lambda: _put_back(event, known, form)):
        flash(gettext("%(name)s is on the shift again.", name=known.person.name), "success")
        return redirect(url_for("roster.call", **_where()))
    return _call(event, known, form)


def _put_back(event: Event, known: Assignment, form: BackForm) -> None:
    goes = queries.assignment(event, form.stand_in.data) if form.stand_in.data else None
    if goes is not None and goes.shift_id != known.shift_id:
        abort(404)
    more = {"at": _tapped(form.at.data), "reference": form.reference.data, "say": said}
    duty.put_back(event, g.actor, known, instead_of=goes, accepting=gettext("Came after all"), **more)


def _mark(event: Event, known: Assignment, form: MarkForm) -> None:
    presence = Presence(form.presence.data)
    at = form.arrived.data if presence is Presence.LATE and form.arrived.data else _tapped(form.at.data)
    more = {"note": form.note.data, "reference": form.reference.data, "client_id": form.client_id.data or None}
    duty.mark(event, g.actor, known, presence, at=at, **more)


def _tapped(text: str | None) -> datetime | None:
    """When the screen was tapped, if it had to wait for a connection and its clock is to be believed."""
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    now = clock.now()
    return at if at.tzinfo is not None and now - OLDEST <= at <= now else None


def _where() -> dict[str, Any]:
    """What the page was narrowed to."""
    return {name: request.values[name] for name in ("watch", "post", "unit") if request.values.get(name)}


def _call(event: Event, asked: Assignment | None = None, form: MarkForm | None = None) -> Page:
    known = watches(queries.shifts(event))
    watch = chosen(known, request.values.get("watch"), clock.now())
    people = _people(watch)
    missing = _missing(event, watch, people)
    sought, strange = _sought(event, people, missing)
    shifts = {each.shift_id: each.shift for each in people}
    counted = places(shifts.values(), tallies(event, shifts.values()))
    told: dict[str, Any] = {"watch": watch, "people": people, "sought": sought, "strange": strange, "where": _where()}
    told |= {"total": sum((place.tally for place in counted), Tally()), "place": _place(counted), "asked": asked}
    told |= {"missing": missing, "untaken": untaken(directives(event))}
    badges = _badges(event, [*people, *(each.assignment for each in missing)])
    told |= {"form": form or MarkForm(prefix="mark", formdata=None), "badges": badges}
    told |= {"cautions": spoken_cautions, "q": request.args.get("q", "")}
    return render_template("roster/call.html", event=event, **told), 422 if form is not None and form.errors else 200


def _people(watch: RosterWatch | None) -> list[Assignment]:
    return _narrowed(crew(watch.shifts) if watch else [])


def _narrowed(found: Iterable[Assignment]) -> list[Assignment]:
    """Those of the post and the unit that the page is about."""
    post, unit = request.values.get("post"), request.values.get("unit")
    return [each for each in found if post in (None, "", each.shift.where) and unit in (None, "", each.call_sign)]


def _place(counted: list[Place]) -> Place | None:
    post = request.values.get("post")
    return next((each for each in counted if each.code == post), None)


def _sought(event: Event, people: list[Assignment], missing: Sequence["Missing"]) -> tuple[set[int], str]:
    """The assignments that `q` finds, and what to say of a badge that is on none of them."""
    q = request.args.get("q", "").strip()
    if not is_badge(q):
        words = q.casefold().split()
        return {each.id for each in people if all(word in _told(each) for word in words)}, ""
    person = db.session.get(Person, bearer(current_app.secret_key, event, q) or 0)
    if person is None:
        return set(), gettext("That badge is not of this event.")
    mine = {each.id for each in people if each.person_id == person.id}
    if not mine and person.id in {each.assignment.person_id for each in missing if each.back}:
        return mine, gettext("%(name)s was replaced. Under Missing you put them back.", name=person.name)
    return mine, "" if mine else _elsewhere(event, person)


def _told(each: Assignment) -> str:
    return f"{each.person.name} {each.person.organisation.name} {each.call_sign or ''} {each.shift.where}".casefold()


def _elsewhere(event: Event, person: Person) -> str:
    now = clock.now()
    duties = [shift for shift in queries.candidate(event, person).duties if shift.event_id == event.id]
    coming = next((shift for shift in duties if shift.ends_at > now), None)
    if coming is None:
        return str(gettext("%(name)s has no shift left in this event.", name=person.name))
    when = event.local(coming.starts_at).strftime("%m-%d %H:%M")
    told = {"name": person.name, "post": coming.where, "when": when}
    return str(gettext("%(name)s is not on this list, but at %(post)s from %(when)s.", **told))


def _badges(event: Event, people: list[Assignment]) -> dict[int, str]:
    return {each.person_id: badge(current_app.secret_key, event, each.person_id) for each in people}


@dataclass(frozen=True)
class Missing:
    """Who is missing: with those who could stand in, or who was replaced with who stands in, and can come `back`."""

    assignment: Assignment
    able: Sequence[Reserve] = ()
    back: bool = False
    stand_in: Assignment | None = None


def _missing(event: Event, watch: RosterWatch | None, people: list[Assignment]) -> list[Missing]:
    """Who is missing; the suspended only by name."""
    if watch is None:
        return []
    absent = [each for each in people if each.presence in ABSENT]
    by_shift = {each.shift_id: reserves(event, each.shift)[:3] for each in absent}
    lost = _narrowed(each.assignment for each in suspensions(watch.shifts))
    out = {each.id for each in lost}
    off = [each for each in _narrowed(replaced(watch.shifts, people)) if each.id not in out]
    return [
        *(Missing(each, by_shift[each.shift_id]) for each in absent),
        *(Missing(each, back=each.shift.ends_at > clock.now(), stand_in=stand_in(each, people)) for each in off),
        *(Missing(each) for each in lost),
    ]
