"""The field page for phones: one's unit and what it is on, keys for its status, a report, tasks, shift and briefing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from flask import abort, current_app, flash, g, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from ... import clock
from ...access import POLICE, Permission, requires
from ...doors import said
from ...errors import Refused
from ...events.models import Event
from ...events.queries import natural
from ...extensions import db
from ...kept import opens_without_contact
from ...people.models import Person
from ...planning.spoken import spoken
from ...planning.views.command import post_name
from ...roster.duty import signs_on_duty
from ...roster.own import Own, own_shifts
from ...words import current_language, label
from .. import actions, decisions, pictures, queries, unit_words
from ..actions import Opening, Tap
from ..field_forms import PointForm, ReportForm, TapForm
from ..limits import limits
from ..models import Availability, Category, Dispatch, Incident, UnitStatus, WelfareCheck
from ..unit_board import alive_at, states_of, working_on
from .door import bp
from .line import AFTERWARDS, OFFLINE

ACTS = "<any(available, break, out, en_route, on_scene, released, well):act>"
AHEAD, SOON = timedelta(hours=36), timedelta(hours=18)  # shifts that are shown, and when the briefing stands open
TITLE = 120


@bp.get("/field")
@requires(Permission.LOG_WRITE)
@opens_without_contact
def field(event: Event) -> str:
    """The field page."""
    return _page(event, _report_form())


@bp.get("/field/mine")
@requires(Permission.LOG_WRITE)
def field_mine(event: Event) -> str:
    """One's unit, what it is on and one's tasks: the part of the page that follows what happens."""
    return render_template("log/_field_mine.html", event=event, **_mine(event))


@bp.post("/field/unit")
@requires(Permission.LOG_WRITE)
def choose_unit(event: Event) -> Response:
    """Say which unit one is on, for who is on several or, of the police, on none."""
    sign = request.form.get("call_sign", "").strip().upper()
    if sign not in _choices(event):
        flash(gettext("Choose a unit that is on duty."), "error")
    else:
        session["unit"] = {**session.get("unit", {}), event.slug: sign}
    return redirect(url_for("log.field"))


@bp.post(f"/field/{ACTS}")
@requires(Permission.LOG_WRITE)
def field_act(event: Event, act: str) -> Any:
    """Say what one's unit does: on the way, on scene, clear, on a break, able again, well; once for each client_id.

    What waited for contact keeps its time; if something newer was set meanwhile, it is in the log and changes nothing.
    """
    form = TapForm()
    tap = _tap(event, form, act)
    return _answer(event, form, lambda: _tapped(event, tap, act))


def _tapped(event: Event, tap: Tap, act: str) -> str | None:
    if act in tuple(Availability):
        counts = actions.rest_unit(event, g.actor, tap, Availability(act))
    elif act == "well":
        counts = actions.tell_well(event, g.actor, tap, line=unit_words.well(tap.call_sign, by_radio=False))
    else:
        counts = actions.follow_unit(event, g.actor, tap, UnitStatus(act))
    return None if counts else tap.overtaken


def _tap(event: Event, form: TapForm, act: str) -> Tap:
    sign = (form.call_sign.data or _sign(event) or abort(404)).upper()
    at = _waited(form.written_at.moment())
    kind = "availability" if act in tuple(Availability) else "unit_status"
    what = gettext("All well") if act == "well" else label(kind, act)
    return Tap(
        sign, form.client_id.data, unit_words.overtaken(event, sign, what, at or clock.now()),
        dispatch=form.dispatch.data, at=at, late_because=OFFLINE if at else None, channel=gettext("phone"),
    )  # fmt: skip


def _waited(written_at: datetime | None) -> datetime | None:
    """When it was written, if it waited for contact since."""
    return written_at if written_at and clock.now() - written_at > AFTERWARDS else None


@bp.post("/field/help")
@requires(Permission.LOG_WRITE)
def call_for_help(event: Event) -> Any:
    """Call for help."""
    sign, form = _sign(event) or abort(404), PointForm()

    def act() -> None:
        point = form.lat.data, form.lon.data
        actions.call_for_help(
            event, g.actor, sign, title=unit_words.help_title(sign), lat=point[0], lon=point[1],
            client_id=form.client_id.data,
        )  # fmt: skip

    return _answer(event, form, act)


@bp.post("/field/position")
@requires(Permission.LOG_WRITE)
def tell_position(event: Event) -> Any:
    """Say where one's unit is."""
    sign, form = _sign(event) or abort(404), PointForm()
    return _answer(event, form, lambda: actions.report_position(event, g.actor, sign, form.lat.data, form.lon.data))


@bp.post("/field/report")
@requires(Permission.LOG_WRITE)
def report(event: Event) -> Any:
    """Report something: an incident with its picture, once for each client_id."""
    form = _report_form()
    return _answer(event, form, lambda: _reported(event, form))


def _reported(event: Event, form: ReportForm) -> None:
    text, sent = (form.text.data or "").strip(), form.file.data
    kept = _kept(sent) if sent and sent.filename else None  # what is no picture is refused before anything is opened
    waited = _waited(form.written_at.moment())
    named = next(each for each in queries.categories() if each.code == form.category.data)
    opening = Opening(
        category=named.code, title=_title(text) or named.name(current_language()),
        text=text or None, client_id=form.client_id.data or "",
        priority=int(form.priority.data) if form.priority.data else None, lat=form.lat.data, lon=form.lon.data,
        on_behalf=_sign(event), occurred_at=waited, late_because=OFFLINE if waited else None,
    )  # fmt: skip
    incident, _ = actions.report(event, g.actor, opening)
    if kept:
        known = str(uuid5(NAMESPACE_URL, f"picture of {opening.client_id}"))
        actions.attach_from_field(event, g.actor, incident, kept.original, shown=kept.shown, client_id=known)


def _kept(sent: Any) -> pictures.Filed:
    config = current_app.config
    most = config["ATTACHMENT_MAX_MB"] * 2**20
    return pictures.file_in(config["INSTANCE"], sent.filename or "", sent.read(most + 1), most=most)


def _title(text: str) -> str:
    first = text.splitlines()[0] if text else ""
    return first if len(first) <= TITLE else first[: TITLE - 1].rsplit(" ", 1)[0] + "…"


def _answer(event: Event, form: FlaskForm, act: Callable[[], str | None]) -> Any:
    """Do it. A script is answered in JSON, as modules/outbox.js reads it; a plain form by the page.

    What `act` returns is what became of it, where that is not what one meant.
    """
    note = None
    wrong = {} if form.validate() else {name or "": str(errors[0]) for name, errors in form.errors.items()}
    if not wrong:
        try:
            note = act()
        except Refused as refusal:
            wrong = {refusal.field or "": said(refusal)}
            _beside(form, refusal)
    if request.accept_mimetypes.best == "application/json":
        return (jsonify(errors=wrong), 422) if wrong else (jsonify(saved=True, note=note), 201)
    if wrong and isinstance(form, ReportForm):
        return _page(event, form), 422
    flash(" ".join(wrong.values()) or note or gettext("It is in the log."), "error" if wrong else "success")
    return redirect(url_for("log.field"))


def _beside(form: FlaskForm, refusal: Refused) -> None:
    named = form._fields.get(refusal.field or "")
    (named.errors if named is not None and isinstance(named.errors, list) else form.form_errors).append(said(refusal))


def _page(event: Event, form: ReportForm) -> str:
    shifts = _shifts(event)
    now, language = clock.now(), current_language()
    grouped = groupby(queries.categories(core=True), key=lambda each: each.code.rstrip("0123456789"))
    return render_template(
        "log/field.html", event=event, form=form, feeds=queries.standing(event, g.actor),
        tiles=[(code, list(those)) for code, those in grouped], language=language,
        shifts=shifts, post_name=post_name, spoken=spoken, now_open=[each for each in shifts if _near(each, now)],
        hour=lambda moment: f"{event.local(datetime.fromisoformat(moment)):%H:%M}", **_mine(event),
    )  # fmt: skip


def _mine(event: Event) -> dict[str, Any]:
    sign, now = _sign(event), clock.now()
    there = working_on(event, sign) if sign else None
    state = states_of(event).get(sign) if sign else None
    errands = decisions.my_errands(event, g.actor, now)
    return {
        "sign": sign, "own": actions.own_signs(event, g.actor), "choices": _choices(event), "there": there,
        "task": _known(there), "state": state, "check": _check(event, sign), "now_is": now,
        "called": actions.helped(event, sign) if sign else None,
        "errands": [each for each in errands if each.left], "welfare": limits(event).welfare * 60,
        "alive": alive_at(there) if there and there.status is UnitStatus.ON_SCENE else None,
        "category_name": _named(there.incident.category) if there else "",
    }  # fmt: skip


def _named(category: Category) -> str:
    return category.name(current_language())


def _known(there: Dispatch | None) -> Incident | None:
    """The incident that one's unit is on, as far as its audience allows."""
    return there.incident if there and g.actor.hears(there.incident.audience) else None


def _check(event: Event, sign: str | None) -> WelfareCheck | None:
    query = db.select(WelfareCheck).filter_by(event_id=event.id, call_sign=sign, answered_at=None)
    return db.session.scalar(query.limit(1)) if sign else None


def _sign(event: Event) -> str | None:
    """The unit that the caller is on: by the roster, or as chosen among those it may choose."""
    own, chosen = actions.own_signs(event, g.actor), session.get("unit", {}).get(event.slug)
    if chosen in _choices(event):
        return str(chosen)
    return own[0] if own else None


def _choices(event: Event) -> list[str]:
    """The units one may say that one is on: one's own, else for the police those on duty."""
    own = actions.own_signs(event, g.actor)
    if own or not g.actor.hears(POLICE):
        return own
    return sorted(signs_on_duty(event, clock.now()), key=natural)


def _shifts(event: Event) -> list[Own]:
    person = db.session.scalar(db.select(Person).filter_by(account_id=g.actor.account_id))
    now = clock.now()
    mine = own_shifts(event, person, g.actor) if person else []
    return [each for each in mine if each.shift.ends_at > now and each.shift.starts_at < now + AHEAD]


def _near(each: Own, now: datetime) -> bool:
    return each.shift.starts_at - SOON <= now


def _report_form() -> ReportForm:
    form = ReportForm()
    form.offer(queries.categories(), current_language())
    return form
