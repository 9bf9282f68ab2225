"""Tasks: who is to do what by when, and how far it has come; and what is due, for the live screen."""

from typing import Any

from flask import abort, flash, g, jsonify, redirect, render_template, request, url_for

from ... import clock
from ...access import POLICE, Permission, requires
from ...doors import said
from ...errors import Refused
from ...events.models import Event
from ...events.queries import natural
from ...forms import attempted
from ...roster.duty import signs_on_duty
from .. import actions, decisions, queries, spoken
from ..command_forms import ErrandForm, StepForm
from ..models import Errand, ErrandState
from .choices import audiences
from .door import bp
from .line import AFTERWARDS, OFFLINE

Page = Any


@bp.get("/tasks")
@requires(Permission.LOG_READ)
def tasks(event: Event) -> str:
    """The tasks the caller may know of: its own first, then what is left to do by time, then what is over."""
    form = _form(event)
    form.incident.data = request.args.get("incident", type=int)
    form.text.data = request.args.get("text", "")[:500]  # what another page proposes
    return _list(event, form)


@bp.post("/tasks")
@requires(Permission.LOG_WRITE)
def give_task(event: Event) -> Page:
    """Give somebody something to do."""
    form, made = _form(event), list[Errand]()
    if attempted(form, lambda: made.append(_given(event, form))):
        return redirect(url_for("log.tasks", _anchor=f"task-{made[0].number}"))
    return _list(event, form), 422


@bp.get("/tasks/<int(max=2147483647):number>")
@requires(Permission.LOG_READ)
def task(event: Event, number: int) -> str:
    """One task, and who did what with it when."""
    found = _task(event, number)
    return render_template("log/task.html", event=event, errand=found, step=StepForm(formdata=None), **_frame(event))


@bp.post("/tasks/<int(max=2147483647):number>/steps")
@requires(Permission.LOG_WRITE)
def move_task(event: Event, number: int) -> Page:
    """Say that a task is taken, done or withdrawn. A phone's outbox is answered in JSON; what waited keeps its time."""
    found, form = _task(event, number), StepForm()
    if not form.validate():
        abort(422)
    wrong = _moved(event, found, form)
    if request.accept_mimetypes.best == "application/json":
        return (jsonify(errors={"": wrong}), 422) if wrong else (jsonify(saved=True), 201)
    if wrong:
        flash(wrong, "error")
    backs = {"task": url_for("log.task", number=number), "field": url_for("log.field")}
    return redirect(backs.get(request.form.get("back", ""), url_for("log.tasks")))


@bp.get("/live/due")
@requires(Permission.LOG_READ)
def due(event: Event) -> str:
    """What is due: a fragment of the live screen."""
    return render_template("log/_due.html", event=event, due=decisions.due(event, g.actor), **_frame(event))


@bp.get("/incidents/<int(max=2147483647):number>/orders")
@requires(Permission.LOG_READ)
def incident_orders(event: Event, number: int) -> str:
    """What was decided and given to do on an incident: a fragment of its page."""
    found = queries.incident(event, g.actor, number) or abort(404)
    made = [each for each in decisions.decisions(event, g.actor) if each.entry.incident_id == found.id]
    given = [each for each in decisions.errands(event, g.actor) if each.incident_id == found.id]
    told = {"incident": found, "decisions": made, "errands": given}
    return render_template("log/_orders.html", event=event, **told, **_frame(event))


def _moved(event: Event, errand: Errand, form: StepForm) -> str | None:
    """Do it. Returns why it is refused, if it is."""
    at = form.written_at.moment()
    waited = at if at and clock.now() - at > AFTERWARDS else None
    try:
        state, note = ErrandState(request.form.get("state", "")), form.note.data or ""
        line = spoken.moved(errand, state, note)
        late = OFFLINE if waited else None
        actions.move_errand(event, g.actor, errand, state, line=line, note=note, at=waited, late_because=late)
    except ValueError:
        abort(422)
    except Refused as refusal:
        return said(refusal)
    return None


def _list(event: Event, form: ErrandForm) -> str:
    feeds, found = queries.standing(event, g.actor), decisions.errands(event, g.actor)
    mine = decisions.my_errands(event, g.actor, clock.now())
    return render_template(
        "log/tasks.html", event=event, feeds=feeds, form=form, mine=mine, left=[each for each in found if each.left],
        over=[each for each in found if not each.left], owners=_owners(event), **_frame(event),
    )  # fmt: skip


def _frame(event: Event) -> dict[str, Any]:
    def next_states(errand: Errand) -> list[ErrandState]:
        if event.phase != "live" or not errand.left:
            return []
        ahead = [ErrandState.TAKEN] if errand.state is ErrandState.OPEN else []
        ahead += [ErrandState.DONE, ErrandState.WITHDRAWN]
        return [state for state in ahead if actions.may_move(g.actor, errand, state)]

    return {
        "now_is": clock.now(), "owner_name": spoken.owner_name, "states": spoken.ERRAND_STATES,
        "next_states": next_states,
    }  # fmt: skip


def _form(event: Event) -> ErrandForm:
    form = ErrandForm()
    form.offer(queries.open_incidents(event, g.actor), audiences())
    return form


def _given(event: Event, form: ErrandForm) -> Errand:
    owner = actions.owner_of(event, g.actor, form.owner.data or "")
    due_at = form.due_at.moment(event, clock.now())
    text = (form.text.data or "").strip()
    giving = actions.Giving(
        text=text, owner=owner, due_at=due_at, audience=form.audience.data or None, client_id=form.client_id.data,
        incident=queries.incident(event, g.actor, form.incident.data) if form.incident.data else None,
    )  # fmt: skip
    line = spoken.given(spoken.named(owner), text, spoken.wall(event, due_at))
    return actions.give_errand(event, g.actor, giving, line=line)[0]


def _owners(event: Event) -> list[str]:
    """Whom a task can be given to, as far as the caller may know of them."""
    own = None if g.actor.hears(POLICE) else g.actor.partner
    signs = sorted(signs_on_duty(event, clock.now(), of=own), key=natural)
    return [*(partner.name for partner in event.partners), *signs, *decisions.holders(event, g.actor)]


def _task(event: Event, number: int) -> Errand:
    return decisions.errand(event, g.actor, number) or abort(404)
