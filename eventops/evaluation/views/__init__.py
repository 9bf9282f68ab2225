"""The evaluation's pages: the report, and what was learnt."""

from . import indicators, lessons, outcome, report, survey
from .door import bp

__all__ = ["bp", "indicators", "lessons", "outcome", "report", "survey"]
