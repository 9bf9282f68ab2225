"""The cooperation's blueprint."""

from ...events.scope import event_blueprint

bp = event_blueprint("cooperation", "eventops.cooperation")
