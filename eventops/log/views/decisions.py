"""Decisions: the list, a new one, what is added later, and reviews (R71)."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from ... import clock
from ...access import Permission, requires
from ...events.models import Event
from ...forms import attempted
from ...words import label
from .. import actions, decisions, queries, spoken
from ..command_forms import DecisionForm, ReviewForm, SupplementForm
from ..models import Decision, GroundKind
from .choices import audiences
from .door import bp

Page = Any


@bp.get("/decisions")
@requires(Permission.LOG_READ)
def decision_list(event: Event) -> str:
    """All decisions the caller may know of, the latest first."""
    feeds, found = queries.standing(event, g.actor), decisions.decisions(event, g.actor)
    return render_template(
        "log/decisions.html", event=event, decisions=found, feeds=feeds,
        lines=decisions.said_only(event, g.actor), **_frame(),
    )  # fmt: skip


@bp.post("/decisions/of-line/<int(max=2147483647):number>")
@requires(Permission.LOG_WRITE)
def take_up_decision(event: Event, number: int) -> Page:
    """Make a decision of a line that says one, to add its grounds."""
    line = queries.entry(event, g.actor, number) or abort(404)
    found = actions.take_up(event, g.actor, line)
    return redirect(url_for("log.decision", number=found.number, _anchor="supplement"))


@bp.get("/decisions/new")
@requires(Permission.LOG_WRITE)
def new_decision(event: Event) -> str:
    """The form for a new decision; ?incident=12 makes it on that incident."""
    form = _form(event)
    form.incident.data = request.args.get("incident", type=int)
    form.decider.data = g.actor.name
    form.decider_role.data = label("role", g.actor.role) if g.actor.role else ""
    return _new(event, form)


@bp.post("/decisions")
@requires(Permission.LOG_WRITE)
def make_decision(event: Event) -> Page:
    """Write a decision into the log."""
    form, made = _form(event), list[Decision]()
    if attempted(form, lambda: made.append(actions.decide(event, g.actor, _deciding(event, form))[0])):
        return redirect(url_for("log.decision", number=made[0].number))
    return _new(event, form), 422


@bp.get("/decisions/<int(max=2147483647):number>")
@requires(Permission.LOG_READ)
def decision(event: Event, number: int) -> Page:
    """One decision: what it rests on, what is missing, and its reviews."""
    return _page(event, _decision(event, number))


@bp.post("/decisions/<int(max=2147483647):number>/supplements")
@requires(Permission.LOG_WRITE)
def supplement_decision(event: Event, number: int) -> Page:
    """Add what was not said when it was made."""
    found, form = _decision(event, number), SupplementForm()

    def act() -> None:
        grounds, at = form.grounds(), form.review_at.moment(event, clock.now())
        line = spoken.supplemented(found, [each.kind for each in grounds], at is not None)
        actions.supplement(event, g.actor, found, grounds=grounds, review_at=at, line=line)

    if attempted(form, act):
        return redirect(url_for("log.decision", number=number))
    return _page(event, _decision(event, number), supplement=form)


@bp.post("/decisions/<int(max=2147483647):number>/reviews")
@requires(Permission.LOG_WRITE)
def review_decision(event: Event, number: int) -> Page:
    """Say by name what looking at it again came to."""
    found = _decision(event, number)
    form = _review_form(event, found)

    def act() -> None:
        later = decisions.decision(event, g.actor, form.changed_by.data) if form.changed_by.data else None
        again, note = form.next_at.moment(event, clock.now()), form.note.data or ""
        line = spoken.reviewed(found, form.chosen, later.number if later else None, spoken.wall(event, again), note)
        actions.review(
            event, g.actor, found, outcome=form.chosen, line=line, note=note, changed_by=later, next_at=again
        )

    if attempted(form, act):
        return redirect(url_for("log.decision", number=number))
    return _page(event, _decision(event, number), review=form)


def _page(event: Event, found: Decision, **forms: Any) -> Page:
    told = {
        "supplement": SupplementForm(formdata=None), "review": _review_form(event, found, empty=True), **forms,
        "may_touch": event.phase == "live" and g.actor.may(Permission.LOG_WRITE)
        and actions.may_touch(g.actor, found) and not found.entry.struck,
        "kinds": list(GroundKind), "outcomes": spoken.OUTCOMES,
    }  # fmt: skip
    page = render_template("log/decision.html", event=event, decision=found, **told, **_frame())
    return page, 422 if any(form.errors for form in forms.values()) else 200


def _new(event: Event, form: DecisionForm) -> str:
    holders = decisions.holders(event, g.actor)
    return render_template("log/decision_new.html", event=event, form=form, holders=holders, **_frame())


def _frame() -> dict[str, Any]:
    return {"heads": spoken.GROUNDS, "now_is": clock.now()}


def _form(event: Event) -> DecisionForm:
    form = DecisionForm()
    form.offer(queries.open_incidents(event, g.actor), audiences())
    return form


def _review_form(event: Event, found: Decision, *, empty: bool = False) -> ReviewForm:
    form = ReviewForm(formdata=None) if empty else ReviewForm()
    form.offer(each for each in decisions.decisions(event, g.actor) if each.number > found.number)
    return form


def _deciding(event: Event, form: DecisionForm) -> actions.Deciding:
    now = clock.now()
    return actions.Deciding(
        text=form.text.data or "", decider=form.decider.data or "", decider_role=form.decider_role.data or None,
        incident=queries.incident(event, g.actor, form.incident.data) if form.incident.data else None,
        audience=form.audience.data or None, occurred_at=form.occurred_at.moment(event, now),
        late_because=form.late_because.data or None, review_at=form.review_at.moment(event, now),
        disperses=bool(form.disperses.data), grounds=tuple(form.grounds()), client_id=form.client_id.data,
    )  # fmt: skip


def _decision(event: Event, number: int) -> Decision:
    return decisions.decision(event, g.actor, number) or abort(404)
