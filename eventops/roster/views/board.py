"""The roster board: posts down, time across."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import g, render_template, request

from ... import clock
from ...access import Permission, requires
from ...events.models import Event, PlaceKind
from ...events.queries import natural
from ...words import named as named_codes
from .. import queries
from ..board import draw, window
from ..models import Function, Shift
from ..roll_call import present
from ..sieve import SHOWN, Sieve, counted
from ..spoken import Spoken
from ..staffing import staffing
from .door import bp
from .steps import undoable

FILTERS = ("partner", "sector", "function", "show")


@bp.get("/roster")
@requires(Permission.ROSTER_READ)
def board(event: Event) -> str:
    """Posts down, time across. `from` (a date) is the first day of the week shown, `day` the only one.

    `partner`, `sector` and `function` filter by codes; `show` is what is to be done, a key of SHOWN.
    """
    shifts, now = queries.shifts(event), clock.now()
    staffed = staffing(event, shifts, now, queries.limits(event).expiring)
    sieve = _sieve(event)
    week = window(event, shifts, event.operational_day(now), _date("from"))
    only = _date("day") if _date("day") in week else None
    shown = sieve.shifts(shifts, staffed)
    drawn = draw(event, shown, staffed.filled, [only] if only else week, now) if shifts else None
    told: dict[str, Any] = {"board": drawn, "week": week, "only": only, "later": _later(event, shifts, week)}
    told |= {"present": present(event, shifts, now)}
    told |= {"staffed": staffed, "idle": _idle(event, shifts) if sieve.empty else []}
    told |= {"undoable": g.actor.may(Permission.ROSTER_EDIT) and undoable(event)}
    told |= _filters(event, sieve, shifts, staffed)
    return render_template("roster/board.html", event=event, spoken=Spoken(event), **told)


def _filters(event: Event, sieve: Sieve, shifts: Sequence[Shift], staffed: Any) -> dict[str, Any]:
    """What can be filtered by, and how much there is to do within the other filters."""
    todo = counted(Sieve(sieve.partner, sieve.sector, sieve.function).shifts(shifts, staffed), staffed)
    sectors = {}
    for shift in shifts:
        if shift.place is not None:
            place = shift.place.sector or shift.place
            sectors[place.code] = f"{place.code} {place.name}"
    partners = {each.slug: each.name for each in event.partners}
    named = {key: value for key, value in request.args.items() if key in ("from", "day", *FILTERS) and value}
    return {
        "sieve": sieve,
        "todo": todo,
        "sectors": dict(sorted(sectors.items(), key=lambda each: natural(each[0]))),
        "partners": partners,
        "args": named,
        "functions": dict(named_codes("function")),
        "without": _without,
    }


def _without(args: dict[str, str], keys: Sequence[str]) -> dict[str, str]:
    return {key: value for key, value in args.items() if key not in keys}


def _sieve(event: Event) -> Sieve:
    """The filters of the address; what is not known there is no filter."""
    organisations = {each.slug: each.organisation_id for each in event.partners}
    function, show = request.args.get("function"), request.args.get("show")
    return Sieve(
        organisations.get(request.args.get("partner", "")),
        request.args.get("sector") or None,
        Function(function) if function in set(Function) else None,
        show if show in SHOWN else None,
    )


def _idle(event: Event, shifts: Sequence[Shift]) -> list[Any]:
    staffed = {shift.place_id for shift in shifts}
    return [place for place in queries.posts(event) if place.id not in staffed and place.kind is not PlaceKind.SECTOR]


def _date(name: str) -> date | None:
    return request.args.get(name, type=date.fromisoformat)


def _later(event: Event, shifts: Sequence[Shift], week: list[date]) -> date | None:
    """The first day with shifts after the week that is shown."""
    days = {event.operational_day(shift.starts_at) for shift in shifts}
    return min((day for day in days if day > week[-1]), default=None) if week else None
