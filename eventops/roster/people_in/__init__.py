"""People in: lists of people as companies and volunteers send them, understood, judged and written out again."""

from .columns import guess, heading_row
from .judging import Outcome, Taking, judge

__all__ = ["Outcome", "Taking", "guess", "heading_row", "judge"]
