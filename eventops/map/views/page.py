"""The map itself, the incidents it draws, and the tiles under it."""

from typing import Any

from flask import Response, abort, current_app, g, jsonify, render_template, request, url_for
from flask_babel import gettext

from ...access import POLICE, Permission, requires, requires_account
from ...events.models import Event, EventKind, Phase
from ...log import lines, queries
from ...words import current_language
from .. import folium_page, layers, tiles
from ..delivery import streamed
from .door import bp, ground_data

WEEK = 7 * 24 * 3600


@bp.get("/events/<event>/map")
@requires(Permission.LOG_READ)
def page(event: Event) -> str:
    """The whole map. Query: the filter form's fields, and `incident` to choose one."""
    return render_template(
        "map/page.html", event=event, parts=map_parts(event), shown=_shown(event),
        categories=queries.categories(), language=current_language(), feeds=queries.standing(event, g.actor),
    )  # fmt: skip


@bp.get("/events/<event>/map/incidents.json")
@requires(Permission.LOG_READ)
def incidents(event: Event) -> Response:
    """Every incident the caller may know of, compact, for the page's own map."""
    return streamed(layers.compact_incidents(event, g.actor), "application/json")


@bp.get("/events/<event>/map/units.json")
@requires(Permission.LOG_READ)
def units(event: Event) -> Response:
    """Where the units are, for the police alone (domain 4b: partners do not see police positions)."""
    if not g.actor.hears(POLICE):
        abort(404)
    return jsonify(units=layers.unit_positions(event))


@bp.get("/events/<event>/map/bans.json")
@requires(Permission.LOG_READ)
def bans(event: Event) -> Response:
    """The areas that are closed to people now (R34), for who may read the decisions."""
    return jsonify(bans=layers.area_bans(event, g.actor))


@bp.get("/tiles/<int(max=30):z>/<int(max=2147483647):x>/<int(max=2147483647):y>")
@requires_account
def tile(z: int, x: int, y: int) -> Response:
    """A tile of the operator's MBTiles file; 204 where the file has none."""
    if not current_app.config["MBTILES"]:
        abort(404)
    found = tiles.tile(current_app.config["MBTILES"], z, x, y)
    response = Response(found[0], mimetype=found[1]) if found else Response(status=204)
    response.cache_control.private = True
    response.cache_control.max_age = WEEK
    return response


@bp.app_template_global()
def map_parts(event: Event) -> folium_page.MapParts:
    """The event's map as the caller may see it, for any page to hold with map_panel of map/_map.html."""
    return folium_page.parts(event.lat, event.lon, event.zoom, _data(event))


def _data(event: Event) -> dict[str, Any]:
    """What map-page.js needs: places and ground at once, where to fetch incidents, and the words it may write."""
    words = lines.words(queries.categories(), g.actor.feeds, current_language())
    return {
        **ground_data(event),
        "incidents": url_for("map.incidents", event=event.slug),
        "units": url_for("map.units", event=event.slug) if g.actor.hears(POLICE) else None,
        "bans": url_for("map.bans", event=event.slug) if g.actor.hears(POLICE) else None,
        "incident": url_for("log.incident", event=event.slug, number=0),
        "opening": url_for("log.new", event=event.slug) if _may_place(event) else None,
        "timezone": event.timezone,
        "state": words["state"],
        "category": words["category"],
        "erased": gettext("Erased"),
    }


def _may_place(event: Event) -> bool:
    return event.phase is Phase.LIVE and g.actor.may(Permission.LOG_WRITE)


def _shown(event: Event) -> dict[str, Any]:
    """What the map shows at first: what is open, unless the event is a record of what has been."""
    ask = request.args
    current = event.phase is Phase.LIVE and event.kind is not EventKind.PROGRAMME
    return {
        "state": ask.get("state", "open" if current else "all"),
        "priority": ask.getlist("priority") or ["1", "2", "3", "4"],
        "category": ask.get("category", ""),
        "time": ask.get("time", ""),
        "since": ask.get("since", ""),
        "until": ask.get("until", ""),
        "incident": ask.get("incident", type=int),
    }
