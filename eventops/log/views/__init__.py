"""The live log's pages: the live screen, action cards, decisions, tasks, reports, conditions, interventions, cells."""

from . import (
    cards,
    conditions,
    crowd,
    custody,
    decisions,
    handover,
    incident,
    interventions,
    line,
    live,
    persons,
    sitreps,
    tasks,
)
from .door import bp

__all__ = [
    "bp", "cards", "conditions", "crowd", "custody", "decisions", "handover", "incident", "interventions", "line",
    "live", "persons", "sitreps", "tasks",
]  # fmt: skip
