"""The evaluation's blueprint."""

from ...events.scope import event_blueprint

bp = event_blueprint("evaluation", "eventops.evaluation")
