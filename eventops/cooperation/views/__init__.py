"""The cooperation's pages, one file per noun."""

from . import (
    dialogues,
    evidence,
    meeting,
    meetings,
    months,
    municipal,
    partners,
    periods,
    picture,
    priorities,
    promises,
    reports,
)
from .door import bp

__all__ = [
    "bp",
    "dialogues",
    "evidence",
    "meeting",
    "meetings",
    "months",
    "municipal",
    "partners",
    "periods",
    "picture",
    "priorities",
    "promises",
    "reports",
]
