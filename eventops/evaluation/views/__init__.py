"""The evaluation's pages: the report, and what was learnt."""

from . import (
    debriefs,
    disclosures,
    exports,
    indicators,
    lessons,
    library,
    outcome,
    outcome_headings,
    promises,
    replay,
    report,
    survey,
)
from .door import bp

__all__ = [
    "bp", "debriefs", "disclosures", "exports", "indicators", "lessons", "library", "outcome", "outcome_headings",
    "promises", "replay", "report", "survey",
]  # fmt: skip
