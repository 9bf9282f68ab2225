"""The live log's blueprint."""

from ...events.scope import event_blueprint

bp = event_blueprint("log", "eventops.log")
