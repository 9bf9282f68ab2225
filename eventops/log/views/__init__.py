"""The live log's pages: the live screen, action cards, decisions, tasks, reports, conditions, interventions, cells."""

from . import (
    cards,
    conditions,
    crowd,
    custody,
    decisions,
    handover,
    inbox,
    incident,
    interventions,
    line,
    live,
    neutral,
    partner,
    persons,
    search,
    sitreps,
    tasks,
    trends,
)
from .door import bp

__all__ = [
    "bp", "cards", "conditions", "crowd", "custody", "decisions", "handover", "inbox", "incident", "interventions",
    "line", "live", "neutral", "partner", "persons", "search", "sitreps", "tasks", "trends",
]  # fmt: skip
