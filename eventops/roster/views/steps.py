"""What somebody did last to the staffing, and the way back."""

from typing import Any

import orjson
from flask import flash, g, redirect, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ...access import Permission, requires
from ...doors import said
from ...errors import Refused
from ...events.models import Event
from .. import actions
from ..actions import Step
from .door import Page, bp

KEPT = 20  # steps that a browser remembers


def remember(event: Event, *, added: int | None = None, removed: int | None = None) -> None:
    """Keep what was just done to the staffing of an event, by who did it and in this browser."""
    steps = session.get("steps", [])
    session["steps"] = [*steps, [event.slug, added, removed]][-KEPT:]


def undoable(event: Event) -> bool:
    """Whether there is something to undo here."""
    return any(slug == event.slug for slug, *_ in session.get("steps", []))


@bp.post("/roster/undo")
@requires(Permission.ROSTER_EDIT)
def undo(event: Event) -> Page:
    """Do the last step of this browser the other way round, as a new change."""
    steps = session.get("steps", [])
    mine = [each for each in steps if each[0] == event.slug]
    if not mine:
        return _told(gettext("There is nothing to undo."), "message")
    last = mine[-1]
    session["steps"] = [each for each in steps if each is not last]
    _slug, added, removed = last
    try:
        done = actions.undo(event, g.actor, Step(_ids(added), _ids(removed)), say=said)
    except Refused as refusal:
        return _told(said(refusal), "error")
    session["steps"] = [[slug, done.again.get(made, made), gone] for slug, made, gone in session["steps"]]
    where = " – ".join(f"{each.where} {each.name}" for each in done.shifts)
    return _told(gettext("Undone: %(shifts)s.", shifts=where), "success")


def _ids(number: int | None) -> list[int]:
    return [] if number is None else [number]


def _told(text: str, kind: str) -> Page:
    if not request.headers.get("HX-Request"):
        flash(text, kind)
        return redirect(url_for("roster.board"))
    told: dict[str, Any] = {"staffed": {}, "note": {"text": text, "kind": kind}}
    return Response(status=204, headers={"HX-Trigger": _ascii(told)})


def _ascii(told: dict[str, Any]) -> str:
    """JSON that fits a header."""
    return "".join(each if ord(each) < 128 else f"\\u{ord(each):04x}" for each in orjson.dumps(told).decode())
