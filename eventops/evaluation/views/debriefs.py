"""Debriefs: what each saw, gathered from many screens, and the lessons that are made of it."""

from collections import Counter
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ... import clock
from ...access import Permission, requires
from ...cooperation import meeting_queries
from ...cooperation.meeting_forms import KINDS
from ...cooperation.models.meeting import Meeting
from ...doors import said
from ...errors import Refused
from ...events.models import Event
from ...forms import attempted
from ...words import current_language, label
from .. import debriefs as actions
from ..debrief_forms import SIDES, MergeForm, ObserveForm
from ..debrief_models import Side
from ..lesson_categories import lesson_categories
from ..models import Lesson
from .door import bp

Page = Any
NUMBER = "<int(max=2147483647):number>"


@bp.get("/evaluation/debriefs")
@requires(Permission.EVENT_READ)
def debriefs(event: Event) -> Page:
    """The debriefs one is asked to, with how much was said."""
    found = [each for each in meeting_queries.all_of(meeting_queries.visible_meetings(event, g.actor))]
    held = [each for each in found if each.kind.debriefs]
    told = {each.number: len([row for row in actions.observations(each) if not row.struck_at]) for each in held}
    return render_template(
        "evaluation/debriefs.html", event=event, debriefs=held, told=told, kinds=KINDS, moment=clock.now()
    )


@bp.get(f"/evaluation/debriefs/{NUMBER}")
@requires(Permission.EVENT_READ)
def debrief(event: Event, number: int) -> Page:
    """One debrief: saying a line, what all have said, and making lessons of it."""
    return _page(event, _debrief(event, number))


def _line(form: ObserveForm) -> tuple[Side, str, str]:
    return Side(form.side.data), form.category.data, form.text.data or ""


@bp.post(f"/evaluation/debriefs/{NUMBER}/observations")
@requires(Permission.EVENT_READ)
def observe(event: Event, number: int) -> Page:
    """Say one thing."""
    known, form = _debrief(event, number), ObserveForm(prefix="see")
    act = lambda: actions.observe(event, g.actor, known, _line(form), form.client_id.data)  # noqa: E731
    if attempted(form, act):
        last = {"side": form.side.data, "category": form.category.data}
        return redirect(url_for("evaluation.debrief", number=number, **last, _anchor="say"))
    return _page(event, known, seeing=form)


@bp.post(f"/evaluation/debriefs/{NUMBER}/observations/<int(max=2147483647):line>/strike")
@requires(Permission.EVENT_READ)
def strike_observation(event: Event, number: int, line: int) -> Response:
    """Take a line back."""
    known = _debrief(event, number)
    seen = next((each for each in actions.observations(known) if each.number == line), None) or abort(404)
    try:
        actions.strike(event, g.actor, seen, request.form.get("reason", "")[:500])
    except Refused as refusal:
        flash(said(refusal), "error")
    return redirect(url_for("evaluation.debrief", number=number, _anchor="said"))


@bp.post(f"/evaluation/debriefs/{NUMBER}/lessons")
@requires(Permission.LESSON_WRITE)
def merge_observations(event: Event, number: int) -> Page:
    """Let the ticked lines make one lesson."""
    known = _debrief(event, number)
    form, made = _merge_form(known), list[Lesson]()
    lines, category = form.lines.data or [], _category(known, form.lines.data or [])
    act = lambda: made.append(  # noqa: E731
        actions.merge(event, g.actor, known, lines, form.said(category), form.client_id.data)
    )
    if attempted(form, act):
        flash(gettext("Lesson %(number)s is written down.", number=made[0].number), "success")
        return redirect(url_for("evaluation.debrief", number=number, _anchor="said"))
    return _page(event, known, merging=form)


def _debrief(event: Event, number: int) -> Meeting:
    found = meeting_queries.meeting(event, g.actor, number)
    return found if found and found.kind.debriefs else abort(404)


def _category(known: Meeting, lines: list[int]) -> str | None:
    """What most of the lines are about."""
    counted = Counter(each.category for each in actions.observations(known) if each.number in lines)
    return counted.most_common(1)[0][0] if counted else None


def _merge_form(known: Meeting, *, blank: bool = False) -> MergeForm:
    form = MergeForm(formdata=None, prefix="merge") if blank else MergeForm(prefix="merge")
    form.lines.choices = [(each.number, each.text) for each in actions.observations(known) if not each.struck_at]
    return form


def _see_form() -> ObserveForm:
    """The next line is mostly about the same as the last one."""
    form, last = ObserveForm(formdata=None, prefix="see"), request.args
    if last.get("side") in set(Side):
        form.side.data = last["side"]
    if last.get("category") in lesson_categories("en"):
        form.category.data = last["category"]
    return form


def _page(event: Event, known: Meeting, seeing: FlaskForm | None = None, merging: FlaskForm | None = None) -> Page:
    found = actions.observations(known)
    told = {
        "meeting": known, "groups": actions.grouped(found), "kinds": KINDS, "sides": SIDES, "found": found,
        "categories": lesson_categories(current_language()), "form": seeing or _see_form(),
        "merge": merging or _merge_form(known, blank=True), "may_merge": g.actor.may(Permission.LESSON_WRITE),
        "may_see_lessons": g.actor.may(Permission.PLAN_READ),
        "partner_name": lambda slug: str(label("audience", f"partner:{slug}")) if slug else "",
    }  # fmt: skip
    wrong = any(form and form.errors for form in (seeing, merging))
    return render_template("evaluation/debrief.html", event=event, **told), 422 if wrong else 200
