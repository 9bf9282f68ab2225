"""The plan's blueprint."""

from ...events.scope import event_blueprint

bp = event_blueprint("planning", "eventops.planning")
