"""One incident's page, which the drawer shows too: its facts, its lines, and everything that is done to it."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response as Answer
from flask import abort, current_app, flash, g, redirect, render_template, request, send_file, url_for
from flask_wtf import FlaskForm

from ... import files
from ...access import POLICE, Permission, requires
from ...doors import said
from ...errors import Conflict, Refused
from ...events.models import Event
from ...events.queries import natural
from ...forms import beside
from ...roster.duty import rostered_signs
from ...words import LABELS, current_language, options
from .. import actions, lines, pictures, queries
from ..forms import FileForm, IncidentEntryForm, PriorityForm, StateForm, TogetherForm
from ..models import NEXT, Attachment, Incident, State, UnitStatus
from .door import bp
from .live import PAGE, audiences, entry_form, htmx, write_entry
from .units import send

NUMBER = "/incidents/<int(max=2147483647):number>"


@bp.get(NUMBER)
@requires(Permission.LOG_READ)
def incident(event: Event, number: int) -> Any:
    """One incident: its facts, its lines, and what can be done."""
    return _page(event, _incident(event, number))


@bp.post(f"{NUMBER}/entries")
@requires(Permission.LOG_WRITE)
def add_to_incident(event: Event, number: int) -> Any:
    """Write a line on an incident."""
    found, form = _incident(event, number), entry_form(event, kind=IncidentEntryForm)
    return _acted(event, found, lambda: write_entry(event, form, found), entry_form=form)


@bp.post(f"{NUMBER}/state")
@requires(Permission.LOG_WRITE)
def set_state(event: Event, number: int) -> Any:
    """Move an incident to another state: closed says how it ended, on hold when it is looked at again."""
    found = _incident(event, number)
    form = _state_form(found, filled=True)

    def act() -> None:
        actions.change_state(
            event, g.actor, found, State(form.state.data), disposition=form.disposition.data or None,
            review_at=form.review_at.coming(event), because=form.because.data,
        )  # fmt: skip

    return _acted(event, found, act, state_form=form)


@bp.post(f"{NUMBER}/priority")
@requires(Permission.LOG_WRITE)
def set_priority(event: Event, number: int) -> Any:
    """Say how urgent an incident is, and why it is not what it was."""
    found, form = _incident(event, number), PriorityForm()
    act = lambda: actions.set_priority(event, g.actor, found, form.priority.data, form.reason.data)  # noqa: E731
    return _acted(event, found, act, priority_form=form)


@bp.post(f"{NUMBER}/audience")
@requires(Permission.LOG_WRITE)
def set_audience(event: Event, number: int) -> Any:
    """Give an incident to another audience."""
    found, wanted = _incident(event, number), request.form.get("audience", "")
    return _acted(event, found, lambda: actions.change_audience(event, g.actor, found, wanted))


@bp.post(f"{NUMBER}/units")
@requires(Permission.UNITS_COMMAND)
def set_unit(event: Event, number: int) -> Any:
    """Send a unit, or say how far it has come."""
    found, sign = _incident(event, number), request.form.get("call_sign", "")
    try:
        status = UnitStatus(request.form.get("status", ""))
    except ValueError:
        abort(422)
    told: list[str] = []
    return _acted(event, found, lambda: told.extend(send(event, found, sign, status)), told=told)


@bp.post(f"{NUMBER}/together")
@requires(Permission.LOG_WRITE)
def put_together(event: Event, number: int) -> Any:
    """Link an incident with another, or merge it into that one."""
    found, form = _incident(event, number), TogetherForm()

    def act() -> None:
        other = queries.incident(event, g.actor, form.other.data or 0)
        if other is None:
            raise Refused(actions.NO_INCIDENT, field="other", number=form.other.data)
        put = actions.merge_into if form.how.data == "merge" else actions.link_incidents
        put(event, g.actor, found, other)

    return _acted(event, found, act, together_form=form)


@bp.post(f"{NUMBER}/acknowledge")
@requires(Permission.LOG_HOLD)
def acknowledge(event: Event, number: int) -> Any:
    """Say by name that an urgent incident is seen."""
    found = _incident(event, number)
    return _acted(event, found, lambda: actions.acknowledge(event, g.actor, found))


@bp.post(f"{NUMBER}/attachments")
@requires(Permission.LOG_WRITE)
def attach(event: Event, number: int) -> Any:
    """Put a picture or a paper to an incident."""
    found, form = _incident(event, number), FileForm()

    def act() -> None:
        sent, config = form.file.data, current_app.config
        most = config["ATTACHMENT_MAX_MB"] * 2**20
        filed = pictures.file_in(config["INSTANCE"], sent.filename or "", sent.read(most + 1), most=most)
        actions.attach(event, g.actor, found, filed.original, shown=filed.shown, client_id=form.client_id.data)

    return _acted(event, found, act, file_form=form)


@bp.get(f"{NUMBER}/attachments/<int(max=2147483647):attachment>")
@requires(Permission.LOG_READ)
def attachment(event: Event, number: int, attachment: int) -> Answer:
    """A file as it is shown: a picture has nothing in it of what its camera wrote of itself."""
    found = _attachment(event, number, attachment)
    return _sent(found, found.shown_digest, shown=found.is_picture)


@bp.post(f"{NUMBER}/attachments/<int(max=2147483647):attachment>/original")
@requires(Permission.LOG_EXPORT)
def original(event: Event, number: int, attachment: int) -> Answer:
    """The file as it came, for the police; that it was taken out is on the record."""
    found = _attachment(event, number, attachment)
    if not g.actor.hears(POLICE):
        abort(404)
    actions.open_original(event, g.actor, found)
    return _sent(found, found.digest, shown=False)


def _sent(found: Attachment, digest: str, *, shown: bool) -> Answer:
    path = files.path_of(current_app.config["INSTANCE"], digest)
    if not path.is_file():
        abort(404)
    answer = send_file(path, mimetype=found.media_type, as_attachment=not shown, download_name=found.name, etag=digest)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _acted(
    event: Event, found: Incident, act: Callable[[], Any], *, told: Sequence[str] = (), **forms: FlaskForm
) -> Any:
    """Do it and show the incident as it is now; what could not be done stands beside its field, with what was typed.

    `told` is filled by the act with what the one who did it should know.
    """
    form, refusal = next(iter(forms.values()), None), None
    if form is None or form.validate():
        try:
            act()
        except Refused as wrong:
            refusal = wrong
            if form is not None:
                beside(form, refusal)
    if refusal is None and not (form and form.errors):
        for text in () if htmx() else told:
            flash(text, "warning")
        page = _page(event, found, told=told) if htmx() else None
        return page or redirect(url_for(".incident", number=found.number))
    trouble = said(refusal) if refusal and form is None else ""
    wrong_page = _page(event, _incident(event, found.number), trouble=trouble, **forms)
    return wrong_page, 409 if isinstance(refusal, Conflict) else 422


def _page(event: Event, found: Incident, *, trouble: str = "", told: Sequence[str] = (), **forms: FlaskForm) -> str:
    before = request.args.get("before", type=int)
    history = queries.entries(event, g.actor, incident=found, before=before, limit=PAGE)
    return render_template(
        "log/_incident.html" if htmx() else "log/incident.html", event=event, incident=found, trouble=trouble,
        told=told,
        history=[lines.line(entry, event) for entry in history[:PAGE]],
        older=history[PAGE - 1].number if len(history) > PAGE else None,
        audiences=audiences(), category=found.category.name(current_language()),
        roster=sorted(rostered_signs(event, g.actor), key=natural),
        feeds=queries.standing(event, g.actor), cards=queries.cards(event, g.actor),
        linked=queries.linked(event, g.actor, found), attachments=queries.attachments(event, g.actor, found),
        **(_fresh(event, found) | forms),
    )  # fmt: skip


def _fresh(event: Event, found: Incident) -> dict[str, Any]:
    return {
        "entry_form": entry_form(event, empty=True, kind=IncidentEntryForm),
        "state_form": _state_form(found), "file_form": FileForm(None),
        "priority_form": PriorityForm(None, priority=found.priority), "together_form": TogetherForm(None),
    }  # fmt: skip


def _state_form(found: Incident, *, filled: bool = False) -> StateForm:
    form = StateForm() if filled else StateForm(None)
    possible = [state for state in State if filled or state in NEXT[found.state]]  # what cannot follow is told why
    form.state.choices = options([(state.value, LABELS["state"][state]) for state in possible])
    return form


def _incident(event: Event, number: int) -> Incident:
    return queries.incident(event, g.actor, number) or abort(404)


def _attachment(event: Event, number: int, attachment: int) -> Attachment:
    of_it = queries.attachments(event, g.actor, _incident(event, number))
    return next((each for each in of_it if each.number == attachment), None) or abort(404)

