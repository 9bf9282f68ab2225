"""The live log's pages: the live screen, action cards, decisions, tasks, reports, conditions, interventions, cells."""

from . import (
    cards,
    conditions,
    crowd,
    custody,
    decisions,
    field,
    handover,
    inbox,
    incident,
    interventions,
    limits,
    line,
    live,
    neutral,
    panes,
    partner,
    persons,
    search,
    sitreps,
    tasks,
    trends,
    units,
)
from .door import bp

__all__ = [
    "bp", "cards", "conditions", "crowd", "custody", "decisions", "field", "handover", "inbox", "incident",
    "interventions", "limits", "line", "live", "neutral", "panes", "partner", "persons", "search", "sitreps",
    "tasks", "trends", "units",
]  # fmt: skip
