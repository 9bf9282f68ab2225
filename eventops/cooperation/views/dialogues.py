"""Dialogues: planned and told, with what came out of them and what those who took part were told."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm

from ...access import Permission, requires
from ...events.models import Event
from ...forms import attempted
from ...personal import signs
from ...planning import actions as planning
from ...planning.queries import history
from ...planning.views.section import or_show_both
from .. import dialogues as acts
from ..models import Dialogue
from ..promise_forms import KINDS, DialogueForm, DialogueResultForm
from .door import bp

Page = Any


@bp.get("/cooperation/dialogues")
@requires(Permission.COOPERATION_READ)
def dialogues(event: Event) -> Page:
    """The dialogues that the caller may see."""
    return _page(event)


@bp.route("/cooperation/dialogues/new", methods=["GET", "POST"])
@requires(Permission.COOPERATION_LEAD)
def new_dialogue(event: Event) -> Page:
    """Plan a dialogue."""
    form = DialogueForm()
    if attempted(form, lambda: planning.add(event, g.actor, Dialogue, form.said(), form.client_id.data)):
        return redirect(url_for(".dialogues", _anchor="dialogues"))
    return _page(event, form, "dialogues-new")


@bp.route("/cooperation/dialogues/<int(max=2147483647):number>", methods=["GET", "POST"])
@requires(Permission.COOPERATION_LEAD)
def dialogue(event: Event, number: int) -> Page:
    """Say something else of a dialogue, such as who came and what they were told."""
    known = _dialogue(event, number)
    form = DialogueForm(known)
    act = lambda: planning.edit(event, g.actor, known, form.said(), form.seen())  # noqa: E731
    words = lambda _plural, _name, value: str(value if value is not None else "")  # noqa: E731
    if attempted(form, lambda: or_show_both(form, known, act, words)):
        return redirect(url_for(".dialogues", _anchor=f"dialogues-{number}"))
    return _page(event, form, f"dialogues-{number}")


@bp.post("/cooperation/dialogues/<int(max=2147483647):number>/results")
@requires(Permission.COOPERATION_LEAD)
def say_dialogue_result(event: Event, number: int) -> Page:
    """Write down what came out."""
    known, form = _dialogue(event, number), DialogueResultForm(prefix=f"d{number}")
    act = lambda: acts.say_result(  # noqa: E731
        event, g.actor, known, form.text.data or "", form.client_id.data, as_problem=form.as_problem.data
    )
    if attempted(form, act):
        flash(gettext("Written down. It is a problem area of the plan, too.") if form.as_problem.data
              else gettext("Written down."), "success")  # fmt: skip
        return redirect(url_for(".dialogues", _anchor=f"dialogues-{number}"))
    return _page(event, acting=(number, form))


def _page(
    event: Event, form: DialogueForm | None = None, editing: str = "", acting: tuple[int, FlaskForm | None] = (0, None)
) -> Page:
    shape = DialogueResultForm
    told: dict[str, Any] = {
        "found": acts.dialogues(event, g.actor), "form": form, "editing": editing, "kinds": KINDS,
        "words": DialogueForm, "history": history, "may_write": planning.may_write, "signs": signs,
        "leads": g.actor.may(Permission.COOPERATION_LEAD), "acting": acting[0],
        "result_form": lambda number: acting[1] if acting[0] == number else shape(None, prefix=f"d{number}"),
    }  # fmt: skip
    wrong = any(each and each.errors for each in (form, acting[1]))
    return render_template("cooperation/dialogues.html", event=event, **told), 422 if wrong else 200


def _dialogue(event: Event, number: int) -> Dialogue:
    return acts.dialogue(event, g.actor, number) or abort(404)
