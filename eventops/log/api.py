"""The JSON door to the log: open, list and amend incidents, write and strike lines, catch up with a feed."""

from typing import Any

from flask import Response, abort, g, url_for

from .. import clock, push
from ..access import Permission, requires
from ..api import PREFIX, Blueprint, answer
from ..events.models import Event, Place
from ..events.scope import scope
from ..extensions import db
from . import actions, crowd, queries, schemas
from .actions.crowd import Counted, count
from .amendments import amend
from .filtering import Filters
from .models import Dispatch, EntryKind, Incident, State, UnitStatus

ALL_LINES = 10_000

bp = Blueprint("log_api", __name__, url_prefix=f"{PREFIX}/events/<event>", description="The live log of an event.")
scope(bp)


@bp.route("/incidents", methods=["POST"])
@bp.arguments(schemas.NewIncident)
@bp.response(201, schemas.Incident, headers={"Location": {"schema": {"type": "string"}}})
@bp.alt_response(200, schema=schemas.Incident, description="The same client_id again: the same answer")
@requires(Permission.LOG_WRITE)
def open_incident(said: dict[str, Any], event: Event) -> Response:
    """Open an incident with its first line."""
    incident, new = actions.open_incident(event, g.actor, actions.Opening(**said))
    where = url_for("log_api.show_incident", event=event.slug, number=incident.number)
    body = incident.snapshot() if new else queries.as_opened(event, g.actor, incident)
    return answer(body, 201 if new else 200, Location=where)


@bp.route("/incidents")
@bp.arguments(schemas.IncidentFilters, location="query")
@bp.response(200, schemas.IncidentPage)
@requires(Permission.LOG_READ)
def list_incidents(asked: dict[str, Any], event: Event) -> Response:
    """The incidents the caller may know of, newest first, narrowed by what is asked for."""
    limit, before = asked.pop("limit"), asked.pop("cursor", None)
    found = queries.incidents(event, g.actor, Filters(**asked), before=before, limit=limit)
    shown = found[:limit]
    after = shown[-1].number if len(found) > limit else None
    return answer({"items": [incident.snapshot() for incident in shown], "next": after})


@bp.route("/incidents/<int(max=2147483647):number>")
@bp.response(200, schemas.IncidentWithEntries)
@requires(Permission.LOG_READ)
def show_incident(event: Event, number: int) -> Response:
    """One incident with the lines of it that the caller may read, newest first."""
    incident = _incident(event, number)
    lines = queries.entries(event, g.actor, incident=incident, limit=ALL_LINES)
    return answer({**incident.snapshot(), "entries": [line.snapshot() for line in lines]})


@bp.route("/incidents/<int(max=2147483647):number>", methods=["PATCH"])
@bp.arguments(schemas.IncidentChange)
@bp.response(200, schemas.Incident)
@requires(Permission.LOG_WRITE)
def change_incident(wanted: dict[str, Any], event: Event, number: int) -> Response:
    """Change what is given and leave the rest; each part leaves its line in the log."""
    incident = _incident(event, number)
    if "state" in wanted:
        wanted["state"] = State(wanted["state"])
    if wanted:
        amend(event, g.actor, incident, **wanted)
    return answer(incident.snapshot())


@bp.route("/incidents/<int(max=2147483647):number>/entries", methods=["POST"])
@bp.arguments(schemas.NewEntry)
@bp.response(201, schemas.Entry)
@bp.alt_response(200, schema=schemas.Entry, description="The same client_id again: the first line")
@requires(Permission.LOG_WRITE)
def add_line(said: dict[str, Any], event: Event, number: int) -> Response:
    """Write a line on an incident."""
    return _added(event, said, _incident(event, number))


@bp.route("/entries", methods=["POST"])
@bp.arguments(schemas.NewEntry)
@bp.response(201, schemas.Entry)
@bp.alt_response(200, schema=schemas.Entry, description="The same client_id again: the first line")
@requires(Permission.LOG_WRITE)
def add_entry(said: dict[str, Any], event: Event) -> Response:
    """Write a line that belongs to no incident."""
    return _added(event, said, None)


@bp.route("/entries/<int(max=2147483647):number>/strike", methods=["POST"])
@bp.arguments(schemas.NewStrike)
@bp.response(201, schemas.Entry)
@bp.alt_response(200, schema=schemas.Entry, description="The same client_id again: the first strike")
@requires(Permission.LOG_STRIKE)
def strike_entry(said: dict[str, Any], event: Event, number: int) -> Response:
    """Strike a line out with a reason; it stays readable."""
    struck = queries.entry(event, g.actor, number) or abort(404)
    line, new = actions.strike(event, g.actor, struck, **said)
    return answer(line.snapshot(), 201 if new else 200)


@bp.route("/incidents/<int(max=2147483647):number>/units", methods=["POST"])
@bp.arguments(schemas.NewUnit)
@bp.response(201, schemas.Incident)
@bp.alt_response(200, schema=schemas.Incident, description="The unit was on the incident already")
@requires(Permission.UNITS_COMMAND)
def send_unit(said: dict[str, Any], event: Event, number: int) -> Response:
    """Send a unit of the roster to an incident."""
    incident = _incident(event, number)
    there = _unit(incident, said["call_sign"])
    actions.set_unit(event, g.actor, incident, said["call_sign"], UnitStatus(said["status"]))
    return answer(incident.snapshot(), 200 if there else 201)


@bp.route("/incidents/<int(max=2147483647):number>/units/<call_sign>", methods=["PATCH"])
@bp.arguments(schemas.UnitChange)
@bp.response(200, schemas.Incident)
@requires(Permission.UNITS_COMMAND)
def change_unit(said: dict[str, Any], event: Event, number: int, call_sign: str) -> Response:
    """Say how far a unit has come; the incident follows."""
    incident = _incident(event, number)
    unit = _unit(incident, call_sign) or abort(404)
    actions.set_unit(event, g.actor, incident, unit.call_sign, UnitStatus(said["status"]))
    return answer(incident.snapshot())


@bp.route("/crowd")
@bp.response(200, schemas.Crowd)
@requires(Permission.LOG_READ)
def show_crowd(event: Event) -> Response:
    """How full the zones are that are counted, and the crowd alarms that are not over."""
    zones = [zone.data() for zone in crowd.counted(event)]
    return answer({"zones": zones, "alarms": [alarm.told() for alarm in crowd.alarms(event)]})


@bp.route("/crowd/counts", methods=["POST"])
@bp.arguments(schemas.NewCount)
@bp.response(201, schemas.Zone)
@bp.alt_response(200, schema=schemas.Zone, description="The same client_id again: counted once")
@requires(Permission.CROWD_COUNT)
def count_crowd(said: dict[str, Any], event: Event) -> Response:
    """Add a count; simultaneous counters add up. The answer is how the zone stands."""
    row, new = count(event, g.actor, Counted(**said))
    zone = crowd.standing(event, clock.now(), [db.session.get_one(Place, row.zone_id)])[0]
    return answer(zone.data(), 201 if new else 200)


@bp.route("/changes")
@bp.arguments(schemas.ChangesAfter, location="query")
@bp.response(200, schemas.Changes)
@requires(Permission.LOG_READ)
def list_changes(asked: dict[str, Any], event: Event) -> Response:
    """What happened on a feed after a number: the stored bytes of what was pushed."""
    feed, after, limit = asked["feed"], asked["after"], asked["limit"]
    if feed not in g.actor.feeds:
        abort(404)
    told = push.since(event.chain, feed, after, limit + 1)
    more, told = "true" if len(told) > limit else "false", told[:limit]
    upto = told[-1][0] if told else after
    items = ",".join(body for _, body in told)
    body = f'{{"feed":"{feed}","upto":{upto},"more":{more},"items":[{items}]}}'
    return Response(body, mimetype="application/json")


def _incident(event: Event, number: int) -> Incident:
    return queries.incident(event, g.actor, number) or abort(404)


def _unit(incident: Incident, call_sign: str) -> Dispatch | None:
    return next((unit for unit in incident.units if unit.call_sign == call_sign.strip().upper()), None)


def _added(event: Event, said: dict[str, Any], incident: Incident | None) -> Response:
    kind = EntryKind(said.pop("kind"))
    line, new = actions.add_entry(event, g.actor, kind=kind, incident=incident, **said)
    return answer(line.snapshot(), 201 if new else 200)
