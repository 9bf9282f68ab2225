"""The live log's pages: the live screen, incidents and lines, and the action cards in use."""

from . import cards, live
from .door import bp

__all__ = ["bp", "cards", "live"]
