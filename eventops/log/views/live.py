"""The live log's pages: the live screen, the incident, the list, and the acts on them."""

from collections.abc import Callable
from typing import Any

from flask import abort, current_app, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ... import clock
from ...access import ALL, PARTNER, Permission, requires
from ...doors import said
from ...errors import Refused
from ...events.models import Event
from ...events.scope import caller
from ...kept import opens_without_contact
from ...words import LABELS, current_language, label, options
from .. import actions, decisions, handover, lines, queries, spoken
from ..actions import Opening
from ..forms import EntryForm, ErasureForm, IncidentForm, LineForm, ReasonForm
from ..limits import limits
from ..models import Entry, EntryKind, Incident
from .door import bp
from .panes import panes_of
from .units import unit_board

PAGE = 60


@bp.get("/live")
@requires(Permission.LOG_READ)
@opens_without_contact
def live(event: Event) -> str:
    """The live screen."""
    q, feeds = request.args.get("q", ""), queries.standing(event, g.actor)
    return render_template(
        "log/live.html", event=event, feeds=feeds, form=incident_form(event), entry_form=entry_form(event),
        line_form=LineForm(formdata=None), wrong={}, escalates=limits(event).acknowledge * 60,
        hold=handover.holder(event),
        due=decisions.due(event, g.actor), now_is=clock.now(), owner_name=spoken.owner_name,
        incidents=[lines.row(each) for each in queries.open_incidents(event, g.actor)],
        **unit_board(event), panes=panes_of(caller()),
        **_log(event, q),
        words=lines.words(queries.categories(), g.actor.feeds, current_language()), empty_line=lines.EMPTY_LINE,
        empty_incident=lines.EMPTY_INCIDENT, cards=queries.cards(event, g.actor),
        runs=[run for run in queries.runs(event, g.actor) if run.running],
    )  # fmt: skip


@bp.get("/live/lines")
@requires(Permission.LOG_READ)
def older(event: Event) -> str:
    """More lines of the log, older than a number: a fragment of the live screen."""
    return render_template("log/_lines.html", event=event, **_log(event, request.args.get("q", "")))


def _log(event: Event, q: str) -> dict[str, Any]:
    found = queries.entries(event, g.actor, before=request.args.get("before", type=int), limit=PAGE, q=q)
    shown = [lines.line(entry, event) for entry in found[:PAGE]]
    return {"log": shown, "before": shown[-1]["number"] if len(found) > PAGE else None, "q": q}


@bp.get("/incidents/new")
@requires(Permission.LOG_WRITE)
def new(event: Event) -> str:
    """The form for a new incident on a page of its own, placed where the map was clicked."""
    form = incident_form(event)
    form.lat.data, form.lon.data = request.args.get("lat", type=float), request.args.get("lon", type=float)
    return render_template("log/new.html", event=event, form=form)


@bp.post("/incidents")
@requires(Permission.LOG_WRITE)
def open_incident(event: Event) -> Any:
    """Open an incident."""
    form = incident_form(event)
    if done(form, lambda: _open(event, opening(form, event))):
        return _fragment("log/_incident_form.html", event, form=incident_form(event, empty=True)) or redirect(
            url_for(".live")
        )
    return _fragment("log/_incident_form.html", event, form=form) or (
        render_template("log/new.html", event=event, form=form),
        422,
    )


@bp.post("/entries")
@requires(Permission.LOG_WRITE)
def add_entry(event: Event) -> Any:
    """Write a line that belongs to no incident."""
    form = entry_form(event)
    if done(form, lambda: write_entry(event, form, None)):
        return _fragment("log/_entry_form.html", event, entry_form=entry_form(event, empty=True)) or redirect(
            url_for(".live")
        )
    page = _fragment("log/_entry_form.html", event, entry_form=form)
    return page or (render_template("log/entry.html", event=event, entry_form=form), 422)


@bp.route("/entries/<int:number>/strike", methods=["GET", "POST"])
@requires(Permission.LOG_STRIKE)
def strike(event: Event, number: int) -> Any:
    """Strike a line out, with a reason."""
    found, form = _entry(event, number), ReasonForm()
    act = lambda: actions.strike(  # noqa: E731
        event, g.actor, found, reason=form.reason.data or "", client_id=form.client_id.data
    )
    if request.method == "POST" and done(form, act):
        return redirect(_home_of(found))
    page = render_template(
        "log/strike.html", event=event, form=form, line=lines.line(found, event), back=_home_of(found)
    )
    return page, 422 if form.errors else 200


@bp.route("/entries/<int:number>/erase", methods=["GET", "POST"])
@requires(Permission.LOG_ERASE)
def erase(event: Event, number: int) -> Any:
    """Erase what a line says, on a legal ground."""
    found, form = _entry(event, number), ErasureForm()
    given = {"kept_in": current_app.config["INSTANCE"]}
    if request.method == "POST" and done(
        form, lambda: actions.erase(event, g.actor, found, ground=form.ground.data or "", **given)
    ):
        return redirect(_home_of(found))
    page = render_template(
        "log/erase.html", event=event, form=form, line=lines.line(found, event), back=_home_of(found)
    )
    return page, 422 if form.errors else 200


@bp.post("/go-live")
@requires(Permission.EVENT_GO_LIVE)
def go_live(event: Event) -> Response:
    """Open the log."""
    try:
        actions.go_live(event, g.actor)
    except Refused as refusal:
        flash(said(refusal), "error")
        return redirect(url_for("overview.front"))
    return redirect(url_for(".live"))


@bp.post("/close")
@requires(Permission.EVENT_GO_LIVE)
def close(event: Event) -> Response:
    """Close the log."""
    try:
        actions.close_event(event, g.actor)
    except Refused as refusal:
        flash(said(refusal), "error")
    return redirect(url_for("overview.front"))


@bp.get("/audit")
@requires(Permission.AUDIT_READ)
def trail(event: Event) -> str:
    """The audit trail, newest first: who did what when, and the hash that ties it down; no content."""
    records = queries.trail(event, before=request.args.get("before", type=int), limit=100)
    more = records[99].number if len(records) > 100 else None
    return render_template("log/trail.html", event=event, records=records[:100], before=more)


def incident_form(event: Event, *, empty: bool = False) -> IncidentForm:
    """The form for a new incident, with the event's own choices."""
    form = IncidentForm(formdata=None) if empty else IncidentForm()
    language = current_language()
    form.category.choices = options(
        [
            ("", ""),
            *((each.code, f"{each.code} {each.name(language)}") for each in queries.categories()),
        ]
    )
    form.priority.choices = options([("", gettext("By category")), *_labels("priority")])
    form.sector.choices = options(
        [
            ("", gettext("By place")),
            *((each.code, f"{each.code} {each.name}") for each in queries.sectors(event)),
        ]
    )
    form.audience.choices = options([("", gettext("By category")), *audiences()])
    return form


def entry_form(event: Event, *, empty: bool = False, kind: type[EntryForm] = EntryForm) -> EntryForm:
    """The form for a line, with the audiences its writer may choose."""
    form = kind(formdata=None) if empty else kind()
    form.audience.choices = options([("", gettext("As usual")), *audiences()])
    return form


def _open(event: Event, said: Opening) -> None:
    actions.explain(event, said.occurred_at, said.late_because)
    actions.open_incident(event, g.actor, said)


def opening(form: IncidentForm, event: Event) -> Opening:
    """What the form says."""
    return Opening(
        category=form.category.data, title=form.title.data or "", client_id=form.client_id.data or "",
        priority=int(form.priority.data) if form.priority.data else None, audience=form.audience.data or None,
        occurred_at=form.occurred_at.moment(event, clock.now()), lat=form.lat.data, lon=form.lon.data,
        sector=form.sector.data or None, place=form.place.data or None, text=form.text.data or None,
        on_behalf=form.on_behalf.data or None, late_because=form.late_because.data or None,
    )  # fmt: skip


def write_entry(event: Event, form: EntryForm, found: Incident | None) -> None:
    """Write what the form says, on an incident or on its own."""
    at = form.occurred_at.moment(event, clock.now())
    actions.explain(event, at, form.late_because.data)
    actions.add_entry(
        event, g.actor, text=form.text.data or "", kind=EntryKind(form.kind.data), incident=found,
        audience=form.audience.data or None, occurred_at=at, client_id=form.client_id.data,
        on_behalf=form.on_behalf.data, receiver=form.receiver.data, channel=form.channel.data,
        quoted=form.quoted.data, late_because=form.late_because.data,
    )  # fmt: skip


def done(form: FlaskForm, act: Callable[[], Any]) -> bool:
    """Whether the form was right and the act was done; if not, the reason stands beside the field."""
    if not form.validate():
        return False
    try:
        act()
    except Refused as refusal:
        field = form._fields.get(refusal.field or "")
        (field.errors if field else form.form_errors).append(said(refusal))
        return False
    return True


def _entry(event: Event, number: int) -> Entry:
    return queries.entry(event, g.actor, number) or abort(404)


def _fragment(template: str, event: Event, **context: Any) -> Any:
    """For htmx, a part of the page; what was wrong with it says so in the status."""
    if not htmx():
        return None
    wrong = any(isinstance(value, FlaskForm) and value.errors for value in context.values())
    return make_response(render_template(template, event=event, **context), 422 if wrong else 200)


def htmx() -> bool:
    return request.headers.get("HX-Request") == "true"


def _labels(kind: str) -> list[tuple[str, str]]:
    return [(code, str(word)) for code, word in LABELS[kind].items()]


def audiences() -> list[tuple[str, str]]:
    """The audiences the caller can write to, widest first."""
    return [
        (feed, label("audience", feed))
        for feed in sorted(g.actor.feeds, key=lambda feed: (feed != ALL, feed.startswith(PARTNER)))
    ]


def _home_of(entry: Entry) -> str:
    return url_for(".incident", number=entry.incident.number) if entry.incident else url_for(".live")
