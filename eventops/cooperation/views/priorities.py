"""Three priorities: those that stand, how they went, and those before them."""

from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ... import clock
from ...access import Permission, requires
from ...errors import N_, Refused
from ...events.models import Event
from ...events.queries import partners, places
from ...extensions import db
from ...forms import attempted
from ...planning.models import Cause, Measure, Problem
from ...planning.queries import visible as visible_parts
from .. import period_words as words
from .. import priorities as actions
from ..laid_out import period as period_of
from ..models import Priority, PrioritySet
from ..priority_forms import VERDICTS, DropPriorityForm, EvaluateForm, PriorityForm, SetForm
from .door import bp

Page = str | Response | tuple[str, int]


@bp.get("/cooperation/priorities")
@requires(Permission.COOPERATION_READ)
def priorities(event: Event) -> Page:
    """The priorities that stand and those before them."""
    return _page(event)


@bp.post("/cooperation/priorities")
@requires(Permission.COOPERATION_LEAD)
def open_priorities(event: Event) -> Page:
    """Begin the priorities of a period."""
    form = _set_form(event)

    def act() -> None:
        period = period_of(event, form.period.data) or abort(404)
        actions.open_set(event, g.actor, period, form.client_id.data)

    if attempted(form, act):
        return redirect(url_for("cooperation.priorities"))
    return _page(event, form)


@bp.route("/cooperation/priorities/new", methods=["GET", "POST"])
@requires(Permission.COOPERATION_LEAD)
def new_priority(event: Event) -> Page:
    """Choose a priority; ?continue=NUMBER goes on with an earlier one, ?title= begins with those words."""
    known = actions.standing(event)
    if known is None:
        flash(gettext("Choose first which period the priorities are for."), "info")
        return redirect(url_for("cooperation.priorities"))
    before = actions.priority(event, g.actor, request.args.get("continue", 0, int))
    form = PriorityForm(before, _offered(event), title=request.args.get("title"))
    goes_on = before.number if before else None
    act = lambda: actions.add_priority(event, g.actor, known, form.said(goes_on), form.client_id.data)  # noqa: E731
    if attempted(form, act):
        flash(gettext("The priority is chosen."), "success")
        return redirect(url_for("cooperation.priorities"))
    more = len(known.active) >= actions.MOST
    told = {"form": form, "more": more, "row": None, "words": words, "known": known}
    return render_template("cooperation/priority.html", event=event, **told), 422 if form.errors else 200


@bp.route("/cooperation/priorities/<int(max=2147483647):number>", methods=["GET", "POST"])
@requires(Permission.COOPERATION_LEAD)
def edit_priority(event: Event, number: int) -> Page:
    """Say something else of a priority."""
    row = _row(event, number)
    form = PriorityForm(row, _offered(event))
    seen = request.form.get("seen", row.revision, int)
    if attempted(form, lambda: actions.change_priority(event, g.actor, row, form.said(), seen)):
        return redirect(url_for("cooperation.priorities", _anchor=f"priority-{number}"))
    told = {"form": form, "more": False, "row": row, "words": words, "known": row.set}
    return render_template("cooperation/priority.html", event=event, **told), 422 if form.errors else 200


@bp.route("/cooperation/priorities/<int(max=2147483647):number>/evaluate", methods=["GET", "POST"])
@requires(Permission.COOPERATION_LEAD)
def evaluate(event: Event, number: int) -> Page:
    """Say how a priority went."""
    row = _row(event, number)
    held = {name: getattr(row, name) for name in ("result", "next_by", "next_on")}
    form = EvaluateForm(data={**held, "verdict": row.verdict.value if row.verdict else None})
    seen = request.form.get("seen", row.revision, int)
    if attempted(form, lambda: actions.evaluate_priority(event, g.actor, row, form.said(), seen)):
        return redirect(url_for("cooperation.priorities", _anchor=f"priority-{number}"))
    told = {"form": form, "row": row}
    return render_template("cooperation/priority_evaluate.html", event=event, **told), 422 if form.errors else 200


@bp.route("/cooperation/priorities/<int(max=2147483647):number>/drop", methods=["GET", "POST"])
@requires(Permission.COOPERATION_LEAD)
def drop_priority(event: Event, number: int) -> Page:
    """Take a priority out, with a reason."""
    row, form = _row(event, number), DropPriorityForm()
    if attempted(form, lambda: actions.drop_priority(event, g.actor, row, form.reason.data or "")):
        return redirect(url_for("cooperation.priorities"))
    told = {"form": form, "row": row}
    return render_template("cooperation/priority_drop.html", event=event, **told), 422 if form.errors else 200


@bp.post("/cooperation/priorities/sets/<int(max=2147483647):number>/close")
@requires(Permission.COOPERATION_LEAD)
def close_priorities(event: Event, number: int) -> Page:
    """Close a set whose priorities are evaluated."""
    known = db.session.scalar(db.select(PrioritySet).filter_by(event_id=event.id, number=number)) or abort(404)
    actions.close_set(event, g.actor, known)
    flash(gettext("The priorities are evaluated. The next can be chosen."), "success")
    return redirect(url_for("cooperation.priorities"))


def _page(event: Event, form: SetForm | None = None) -> Page:
    sets, standing = actions.sets(event), actions.standing(event)
    earlier = [each for each in sets if each.evaluated_at]
    last = earlier[0] if earlier else None
    told: dict[str, Any] = {
        "standing": standing, "earlier": [(each, actions.visible(g.actor, each)) for each in earlier],
        "chosen": actions.visible(g.actor, standing) if standing else [], "words": words, "verdicts": VERDICTS,
        "names": g.partner_names(), "plan": _plan(event), "form": form or _set_form(event, formdata=None),
        "to_continue": _to_continue(last, standing), "most": actions.MOST,
    }  # fmt: skip
    page = render_template("cooperation/priorities.html", event=event, **told)
    return page, 422 if form is not None and form.errors else 200


def _to_continue(last: PrioritySet | None, standing: PrioritySet | None) -> list[Priority]:
    """What the last set said goes on, and the standing one has not taken up yet."""
    taken = {each.continues for each in standing.active} if standing else set()
    rows = actions.visible(g.actor, last) if last else []
    return [each for each in rows if each.verdict in ("continue", "adjust") and each.number not in taken]


def _plan(event: Event) -> dict[str, dict[int, Any]]:
    """The parts of the plan that the caller may read, by kind and number."""
    if not g.actor.may(Permission.PLAN_READ):
        return {"problems": {}, "causes": {}, "measures": {}}
    return {
        kind.PLURAL: {each.number: each for each in db.session.scalars(visible_parts(kind, event, g.actor))}
        for kind in (Problem, Cause, Measure)
    }


def _offered(event: Event) -> dict[str, list[tuple[Any, str]]]:
    plan, none = _plan(event), ("", gettext("Not said"))
    return {
        "place": [none, *((each.code, f"{each.code} {each.name}") for each in places(event))],
        "problem": [none, *((number, part.title) for number, part in plan["problems"].items())],
        "cause_number": [none, *((number, part.title) for number, part in plan["causes"].items())],
        "measures": [(number, part.title) for number, part in plan["measures"].items()],
        "owners": [(each.slug, each.name) for each in partners(event)],
    }


def _set_form(event: Event, **more: Any) -> SetForm:
    form = SetForm(**more)
    known = actions.choosable(event, clock.now())
    form.period.choices = [(each.number, words.period_name(each, event)) for each in known]
    return form


def _row(event: Event, number: int) -> Priority:
    row = actions.priority(event, g.actor, number) or abort(404)
    if row.set.evaluated_at:
        raise Refused(N_("These priorities are evaluated and stay as they are."))
    return row
