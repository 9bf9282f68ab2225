"""The map's blueprint, and what every map is drawn from."""

from typing import Any

from flask import current_app, g, request, url_for

from ...events.models import Event
from ...events.scope import event_blueprint
from .. import layers, queries, tiles

bp = event_blueprint("map", "eventops.map", prefix="")


def ground_data(event: Event) -> dict[str, Any]:
    """The places, the site plans and the ground under them."""
    return {
        "places": layers.place_features(event),
        "plans": [plan.snapshot() for plan in queries.site_plans(event, g.actor)],
        "plan_image": url_for("map.plan_image", event=event.slug, number=0),
        "ground": tiles.ground(current_app.config, request.script_root),
    }
