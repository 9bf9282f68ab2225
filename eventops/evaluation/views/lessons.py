"""What was learnt: the list, and the forms in which a lesson is written, changed and closed."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ...access import Actor, Permission, requires
from ...events.models import Event
from ...events.scope import elsewhere
from ...forms import attempted
from ...planning import actions as planning
from ...planning.models import Proposal
from ...planning.queries import history
from ...planning.sections import section_of
from ...planning.spoken import name_of
from ...planning.views.section import or_show_both
from ...words import current_language, label
from .. import actions, lessons
from ..forms import STATES, CloseForm, LessonForm
from ..lesson_categories import lesson_categories
from ..lessons import Learnt
from ..models import Lesson, LessonState
from ..origins import origin
from .door import bp

Page = str | Response | tuple[str, int]


@bp.get("/evaluation/lessons")
@requires(Permission.PLAN_READ)
def all_lessons(event: Event) -> Page:
    """The lessons the caller may see; ?show=open leaves out those that are settled."""
    return _page(event)


@bp.route("/evaluation/lessons/new", methods=["GET", "POST"])
@requires(Permission.LESSON_WRITE)
def new_lesson(event: Event) -> Page:
    """Write a lesson; ?from=incident/12 begins with what it was learnt from."""
    form = LessonForm()
    if not form.is_submitted() and (source := _named_source()):
        found = origin(event, g.actor, source) or abort(404)
        form.learnt_from(source, found.text, found.audience)
    if attempted(form, lambda: planning.add(event, g.actor, Lesson, form.said(), form.client_id.data)):
        flash(gettext("The lesson is written down."), "success")
        return redirect(url_for("evaluation.all_lessons", _anchor="lessons"))
    return _page(event, form, "lessons-new")


@bp.route("/evaluation/lessons/<int(max=2147483647):number>", methods=["GET", "POST"])
@requires(Permission.LESSON_WRITE)
def lesson(event: Event, number: int) -> Page:
    """Say something else of a lesson."""
    known = _lesson(event, number)
    form = LessonForm(known)
    act = lambda: planning.edit(event, g.actor, known, form.said(), form.seen())  # noqa: E731
    if attempted(form, lambda: or_show_both(form, known, act, _spoken)):
        return redirect(url_for("evaluation.all_lessons", _anchor=f"lessons-{number}"))
    return _page(event, form, f"lessons-{number}")


@bp.post("/evaluation/lessons/<int(max=2147483647):number>/close")
@requires(Permission.LESSON_WRITE)
def close_lesson(event: Event, number: int) -> Page:
    """Close a lesson, and say why."""
    known, form = _lesson(event, number), CloseForm(prefix=f"l{number}")
    if attempted(form, lambda: actions.close_lesson(event, g.actor, known, form.reason.data or "")):
        flash(gettext("Closed. The reason is on the record."), "success")
        return redirect(url_for("evaluation.all_lessons", _anchor=f"lessons-{number}"))
    return _page(event, closing=(number, form))


@bp.post("/evaluation/lessons/<int(max=2147483647):number>/reopen")
@requires(Permission.LESSON_WRITE)
def reopen_lesson(event: Event, number: int) -> Response:
    """Open a closed lesson again."""
    actions.reopen_lesson(event, g.actor, _lesson(event, number))
    return redirect(url_for("evaluation.all_lessons", _anchor=f"lessons-{number}"))


def _named_source() -> str:
    """What the address names: ?from=incident/12, or kind and number as the page's own form sends them."""
    told = request.args
    return told.get("from") or (f"{told['kind']}/{told.get('number', '')}" if "kind" in told else "")


def whereabouts(each: Learnt) -> list[tuple[Event, Proposal]]:
    """The later editions that were told of a lesson, as far as the caller may see what they answered."""
    found = [(_there(proposal), proposal) for proposal in each.proposals]
    return [(there[0], proposal) for there, proposal in found if there and there[1].hears(proposal.audience)]


def _there(proposal: Proposal) -> tuple[Event, Actor] | None:
    found = elsewhere(proposal.event.slug)
    return found if found and found[1].may(Permission.PLAN_READ) else None


def _page(
    event: Event, form: LessonForm | None = None, editing: str = "", closing: tuple[int, FlaskForm | None] = (0, None)
) -> Page:
    found = lessons.learnt(event, g.actor)
    show = request.args.get("show", "")
    only = [each for each in found if show != LessonState.OPEN or each.state is LessonState.OPEN]
    told: dict[str, Any] = {
        "found": found, "shown": only, "show": show, "form": form, "editing": editing, "closing": closing,
        "close_form": lambda number: closing[1] if closing[0] == number else CloseForm(None, prefix=f"l{number}"),
        "states": STATES, "words": LessonForm, "origin": lambda source: origin(event, g.actor, source),
        "whereabouts": whereabouts, "section_of": section_of, "name_of": name_of, "may_write": planning.may_write,
        "history": history, "categories": lesson_categories(current_language()),
    }  # fmt: skip
    wrong = any(each and each.errors for each in (form, closing[1]))
    return render_template("evaluation/lessons.html", event=event, **told), 422 if wrong else 200


def _lesson(event: Event, number: int) -> Lesson:
    return lessons.lesson(event, g.actor, number) or abort(404)


def _spoken(_plural: str, name: str, value: Any) -> str:
    """What a field of a lesson says, in words."""
    if name == "audience":
        return label("audience", value)
    if name == "category":
        return lesson_categories(current_language()).get(value, "")
    return g.partner_names().get(value, value) if name == "owner" else str(value or "")
