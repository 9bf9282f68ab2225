"""The event played again on the map."""

from dataclasses import replace
from typing import Any

from flask import Response, g, jsonify, render_template, url_for

from ... import clock
from ...access import Permission, requires
from ...cooperation.views.picture_scope import asked
from ...events.models import Event
from ...log.lines import words
from ...log.queries import categories, sectors
from ...map import folium_page
from ...map.views.door import ground_data
from ...words import current_language, named
from .. import replayed
from .door import bp


@bp.get("/evaluation/replay")
@requires(Permission.LOG_READ)
def replay(event: Event) -> str:
    """The map with its clock. Query: the days to play, as of the shared picture."""
    about = asked(event)
    span, kinds = about.scope.span, categories()
    ends = max(span.since, min(span.until, clock.now()))  # what has not happened is not played
    said = words(kinds, g.actor.feeds, current_language())
    data: dict[str, Any] = {
        **ground_data(event), "replay": url_for("evaluation.replay_data", event=event.slug, **about.keep),
        "incident": url_for("log.incident", event=event.slug, number=0), "timezone": event.timezone,
        "state": said["state"], "category": said["category"],
    }  # fmt: skip
    letters = {each.code.rstrip("0123456789") for each in kinds}
    told = {
        "drawn": folium_page.parts(event.lat, event.lon, event.zoom, data), "span": span, "ends": ends,
        "wrong_span": about.wrong,
        "count": replayed.count(event, g.actor, span), "most": replayed.MOST,
        "bins": replayed.bins(event, g.actor, replace(span, until=ends)) if ends > span.since else [],
        "groups": [(code, name) for code, name in named("category_group") if code in letters],
    }  # fmt: skip
    return render_template("evaluation/replay.html", event=event, **told)


@bp.get("/evaluation/replay.json")
@requires(Permission.LOG_READ)
def replay_data(event: Event) -> Response:
    """What is played, of what the caller may see."""
    codes = {place.id: place.code for place in sectors(event)}
    return jsonify(replayed.replay(event, g.actor, asked(event).scope.span, codes).data())
