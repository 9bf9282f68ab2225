"""The evaluation's pages: the report, and what was learnt."""

from . import lessons, outcome, report
from .door import bp

__all__ = ["bp", "lessons", "outcome", "report"]
