"""The crowd's pages: how full the zones are, counting on a phone, what a zone holds, and its alarms."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import format_decimal, gettext
from flask_wtf import FlaskForm

from ... import clock
from ...access import Permission, requires
from ...doors import said
from ...errors import N_, Refused
from ...events.models import Event, Phase, Place
from ...extensions import db
from ...forms import attempted
from ...kept import opens_without_contact
from ...roster.actions import set_limits
from ...roster.queries import agreed
from .. import crowd, queries
from ..actions.crowd import Counted, acknowledge_alarm, count, open_from_alarm, set_capacity
from ..crowd_drawing import drawn
from ..crowd_forms import CapacityForm, CountForm, DensityForm, TotalForm
from ..crowd_limits import by_code, known
from ..crowd_words import COUNTS, LEVELS, LIMITS, ORIGINS, alarm_text, incident_text, numbers_of
from ..models import CrowdAlarm, CrowdCapacity, Scale
from .door import bp
from .live import htmx

Page = Any
NUMBER = "<int(max=2147483647):number>"


@bp.context_processor
def _told() -> dict[str, Any]:
    return {"crowd_now": crowd_now, "crowd_levels": LEVELS, "alarm_text": alarm_text, "level_of": by_code}


def crowd_now(event: Event) -> dict[str, Any]:
    """The zones that are counted, the fullest first, and the alarms that are not over: what stands above the log."""
    if event.phase is not Phase.LIVE:
        return {"zones": [], "alarms": [], "may": False}
    return {"zones": crowd.counted(event), "alarms": crowd.alarms(event), "may": g.actor.may(Permission.LOG_HOLD)}


@bp.get("/live/crowd")
@requires(Permission.LOG_READ)
def crowd_strip(event: Event) -> str:
    """How full it is, and the alarms: a fragment of the live screen."""
    return render_template("log/_crowd_strip.html", event=event)


@bp.get("/crowd", endpoint="crowd")
@requires(Permission.LOG_READ)
def overview(event: Event) -> str:
    """Every zone that is counted, in a table and as it was in the last hours; the alarms."""
    feeds, zones = queries.standing(event, g.actor), crowd.counted(event)
    histories = crowd.histories(event, zones)
    lines = {place: drawn(event, points) for place, points in histories.items()}
    there = {each.place.id for each in zones}
    return render_template(
        "log/crowd.html", event=event, feeds=feeds, zones=zones, lines=lines, origins=ORIGINS, scale=Scale,
        others=[each for each in crowd.places(event) if each.id not in there],
        alarms=crowd.alarms(event), past=crowd.past_alarms(event),
    )  # fmt: skip


@bp.get(f"/crowd/zones/{NUMBER}")
@requires(Permission.LOG_READ)
def crowd_zone(event: Event, number: int) -> Page:
    """One zone: how it stands and stood, what was counted last, and telling more of it."""
    return _zone_page(event, _place(event, number))


@bp.post(f"/crowd/zones/{NUMBER}/total")
@requires(Permission.CROWD_COUNT)
def count_by_hand(event: Event, number: int) -> Page:
    """Say how many are inside, counted by hand, and how; what was counted before stands."""
    place, form = _place(event, number), TotalForm()
    act = lambda: count(event, g.actor, Counted(  # noqa: E731
        place.code, form.client_id.data, total=form.total.data, because=form.because.data
    ))  # fmt: skip
    return _done(event, place, form, act, total=form)


@bp.post(f"/crowd/zones/{NUMBER}/density")
@requires(Permission.CROWD_COUNT)
def estimate(event: Event, number: int) -> Page:
    """Say how tightly they stand where it is tightest."""
    place, form = _place(event, number), DensityForm()
    act = lambda: count(event, g.actor, Counted(place.code, form.client_id.data, density=form.density.data))  # noqa: E731
    return _done(event, place, form, act, density=form)


@bp.post(f"/crowd/zones/{NUMBER}/capacity")
@requires(Permission.PLACES_EDIT)
def say_capacity(event: Event, number: int) -> Page:
    """Say what a zone safely holds, and what that is from."""
    place, form = _place(event, number), CapacityForm()
    act = lambda: set_capacity(event, g.actor, place, form.capacity.data, form.because.data)  # noqa: E731
    return _done(event, place, form, act, capacity=form)


@bp.route("/crowd/count", methods=["GET", "POST"])
@requires(Permission.CROWD_COUNT)
@opens_without_contact
def crowd_count(event: Event) -> Page:
    """Counting on a phone; what it sends is answered in JSON, field by field."""
    if request.method == "GET":
        return _counting(event)
    form = CountForm()
    wrong = {} if form.validate() else {name or "zone": str(errors[0]) for name, errors in form.errors.items()}
    if not wrong:
        try:
            count(event, g.actor, _counted(form))
        except Refused as refusal:
            wrong = {refusal.field or "zone": said(refusal)}
    if request.accept_mimetypes.best == "application/json":
        return (jsonify(errors=wrong), 422) if wrong else (jsonify(saved=form.client_id.data), 201)
    if wrong:
        return _counting(event, wrong), 422
    return redirect(url_for("log.crowd_count", zone=form.zone.data, gate=form.gate.data or None))


@bp.post(f"/crowd/alarms/{NUMBER}/acknowledge")
@requires(Permission.LOG_HOLD)
def see_alarm(event: Event, number: int) -> Page:
    """Say that one has seen an alarm."""
    acknowledge_alarm(event, g.actor, _alarm(event, number))
    return crowd_strip(event) if htmx() else redirect(url_for("log.crowd"))


@bp.post(f"/crowd/alarms/{NUMBER}/incident")
@requires(Permission.LOG_HOLD)
def open_alarm(event: Event, number: int) -> Page:
    """Open the incident that an alarm is about, with its zone and numbers."""
    alarm = _alarm(event, number)
    what = numbers_of(alarm.scale, alarm.zone.code, alarm.value, alarm.inside, alarm.capacity)
    opened = open_from_alarm(event, g.actor, alarm, f"{LEVELS[alarm.level]}: {what}", incident_text(event, alarm))
    return crowd_strip(event) if htmx() else redirect(url_for("log.incident", number=opened.number))


@bp.route("/crowd/limits", methods=["GET", "POST"])
@requires(Permission.PLACES_EDIT)
def crowd_limits(event: Event) -> Page:
    """See the limits with their sources, and replace them by what is agreed on."""
    rows, wrong = {each.code: each for each in agreed(event)}, dict[str, str]()
    held = {code: rows[code].value for code in known() if code in rows and rows[code].value is not None}
    shown = {code: format_decimal(held[code], "0.##") if code in held else "" for code in known()}
    if request.method == "POST":
        shown = {code: request.form.get(code, "").strip() for code in known()}
        try:
            numbers = {code: _number(code, text) for code, text in shown.items()}
            set_limits(event, g.actor, numbers, request.form.get("because", "")[:300], among=known())
            flash(gettext("The limits are saved."), "success")
            return redirect(url_for("log.crowd_limits"))
        except Refused as refusal:
            wrong[refusal.field or ""] = said(refusal)
    told = {"known": known(), "rows": rows, "shown": shown, "wrong": wrong, "words": LIMITS}
    page = render_template("log/crowd_limits.html", event=event, because=request.form.get("because", ""), **told)
    return page, 422 if wrong else 200


def _number(code: str, text: str) -> float | None:
    try:
        value = float(text.replace(",", ".")) if text else None
    except ValueError as error:
        raise Refused(N_("Write a number."), field=code) from error
    if value is not None and value != value:
        raise Refused(N_("Write a number."), field=code)
    return value


def _counting(event: Event, wrong: dict[str, str] | None = None) -> str:
    zones = {each.place.id: each for each in crowd.counted(event)}
    return render_template(
        "log/crowd_count.html", event=event, feeds=queries.standing(event, g.actor), zones=crowd.places(event),
        standing=zones, gates=crowd.gates(event), wrong=wrong or {}, form=CountForm(formdata=None),
        zone=request.values.get("zone", ""), gate=request.values.get("gate", ""),
    )  # fmt: skip


def _counted(form: CountForm) -> Counted:
    written = form.written_at.moment()
    return Counted(
        form.zone.data or "", form.client_id.data, form.came_in.data or 0, form.went_out.data or 0,
        density=form.density.data, gate=form.gate.data or None,
        counted_at=min(written, clock.now()) if written else None,
    )  # fmt: skip


def _done(event: Event, place: Place, form: FlaskForm, act: Callable[[], Any], **wrong: FlaskForm) -> Page:
    if attempted(form, act):
        flash(gettext("It is saved."), "success")
        return redirect(url_for("log.crowd_zone", number=place.id))
    return _zone_page(event, place, **wrong), 422


def _zone_page(event: Event, place: Place, **wrong: FlaskForm) -> str:
    feeds, zone = queries.standing(event, g.actor), crowd.standing(event, clock.now(), [place])[0]
    said_capacity = db.session.scalar(db.select(CrowdCapacity).filter_by(zone_id=place.id))
    points = crowd.histories(event, [zone])[place.id]
    capacity = wrong.get("capacity") or CapacityForm(None, obj=said_capacity)
    return render_template(
        "log/crowd_zone.html", event=event, feeds=feeds, zone=zone, line=drawn(event, points, zone.room.capacity),
        points=points, counts=crowd.latest(event, place), said=said_capacity, origins=ORIGINS, kinds=COUNTS,
        total=wrong.get("total") or TotalForm(None), density=wrong.get("density") or DensityForm(None),
        capacity=capacity, scale=Scale,
    )  # fmt: skip


def _place(event: Event, number: int) -> Place:
    return next((each for each in crowd.places(event) if each.id == number), None) or abort(404)


def _alarm(event: Event, number: int) -> CrowdAlarm:
    found: CrowdAlarm | None = db.session.scalar(
        db.select(CrowdAlarm).filter_by(event_id=event.id, number=number).options(db.joinedload(CrowdAlarm.zone))
    )
    return found or abort(404)
