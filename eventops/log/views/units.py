"""The unit board and what is done on it: suggesting, sending, following and clearing units, breaks and welfare."""

import json
from typing import Any

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from ... import clock
from ...access import POLICE, Permission, requires
from ...doors import said
from ...errors import N_, Refused
from ...events.models import Event
from ...roster.duty import next_change
from .. import actions, queries, unit_words
from ..limits import limits
from ..models import Availability, Incident, UnitStatus
from ..suggestion import suggest
from ..unit_board import board, warnings, working_on
from .door import bp

ACTS = "<any(available, break, out, en_route, on_scene, released, contact, assigned):act>"
UNIT = "/units/<call_sign>"
NO_WORK = N_("%(call_sign)s is on no incident.")
SHOWN = ("en_route", "on_scene", "break", "out", "available")  # the many that are free come last


@bp.get("/live/units")
@requires(Permission.LOG_READ)
def units_on_duty(event: Event) -> str:
    """The unit board: a fragment of the live screen."""
    return render_template("log/_units.html", event=event, now_is=clock.now(), **unit_board(event))


def unit_board(event: Event) -> dict[str, Any]:
    """The board as the caller may know it, by group; and when the next shift makes it another."""
    now, units, known = clock.now(), board(event, g.actor, clock.now()), limits(event)
    groups = {name: [unit for unit in units if unit.group == name] for name in SHOWN}
    inner = g.actor.hears(POLICE)
    return {
        "groups": groups, "inner": inner, "next_change": next_change(event, now),
        "on_duty": [unit for unit in units if unit.on_duty], "working": [unit for unit in units if unit.status],
        "commands": g.actor.may(Permission.UNITS_COMMAND) and event.phase == "live",
        "welfare": known.welfare * 60, "welfare_answer": known.welfare_answer * 60,
    }  # fmt: skip


@bp.get("/incidents/<int(max=2147483647):number>/suggestions")
@requires(Permission.UNITS_COMMAND)
def suggestions(event: Event, number: int) -> str:
    """The units to send to an incident, the best first, with the reasons: a fragment of its page."""
    found = _incident(event, number)
    now = clock.now()
    best = suggest(event, found, board(event, g.actor, now), now) if found.is_open else []
    told = [(each.unit, unit_words.reasons(event, each.reasons)) for each in best]
    return render_template("log/_suggestions.html", event=event, incident=found, suggested=told)


@bp.post(f"{UNIT}/{ACTS}")
@requires(Permission.UNITS_COMMAND)
def unit_act(event: Event, call_sign: str, act: str) -> Any:
    """One thing about one unit: its status with its incident, or with `incident` it is sent there; break; contact."""
    told: list[str] = []
    try:
        if act in tuple(Availability):
            actions.set_availability(event, g.actor, call_sign, Availability(act))
        elif act == "contact":
            line = unit_words.well(call_sign, by_radio=True)
            actions.answer_welfare(event, g.actor, call_sign, line=line, channel=gettext("radio"))
        else:
            told = _follow(event, call_sign, UnitStatus(act))
    except Refused as refusal:
        return _told([said(refusal)], "error")
    return _told(told, "warning")


@bp.post(f"{UNIT}/ask")
@requires(Permission.LOG_WRITE)
def ask_unit(event: Event, call_sign: str) -> Response:
    """Ask a unit how it fares if its time is out; screens that see it run out say so, the server decides."""
    if not actions.may_speak_for(event, g.actor, call_sign):
        abort(404)
    actions.ask_welfare(
        event, g.actor, call_sign, line=unit_words.asked(call_sign, limits(event).welfare)
    )
    return Response(status=204)


def send(event: Event, incident: Incident, call_sign: str, status: UnitStatus) -> list[str]:
    """Send a unit or say how far it has come. Returns what the one who did it should know."""
    now, sign = clock.now(), call_sign.strip().upper()
    unit = next((each for each in board(event, g.actor, now) if each.call_sign == sign), None)
    new = unit is None or unit.dispatch is None or unit.dispatch.incident_id != incident.id
    told = [unit_words.warning(event, sign, code, at) for code, at in warnings(unit, now)] if new else []
    if new and unit and unit.dispatch and status is not UnitStatus.RELEASED:
        told.append(unit_words.left(sign, unit.number))
    actions.set_unit(event, g.actor, incident, sign, status)
    return told if status is not UnitStatus.RELEASED else []


def _follow(event: Event, call_sign: str, status: UnitStatus) -> list[str]:
    number = request.form.get("incident", type=int)
    if number is not None:
        return send(event, _incident(event, number), call_sign, status)
    there = working_on(event, call_sign)
    if there is None or not g.actor.hears(POLICE):
        raise Refused(NO_WORK, call_sign=call_sign)
    actions.set_unit(event, g.actor, there.incident, call_sign, status)
    return []


def _told(texts: list[str], kind: str) -> Any:
    """To htmx, a note on the screen; to a plain form, the live screen with it."""
    text = " ".join(texts)
    if request.headers.get("HX-Request") == "true":
        headers = {"HX-Trigger": json.dumps({"note": {"text": text, "kind": kind}})} if text else {}
        return Response(status=204, headers=headers)
    if text:
        flash(text, kind)
    return redirect(url_for("log.live"))


def _incident(event: Event, number: int) -> Incident:
    return queries.incident(event, g.actor, number) or abort(404)

