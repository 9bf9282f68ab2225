"""A value of an indicator, with how many it speaks of."""

from typing import NamedTuple


class Value(NamedTuple):
    """A value in its indicator's unit, of how many it speaks (n), and what it was divided by."""

    value: float | None
    n: int
    of: float | None = None


def per_thousand(count: int, days: int) -> Value:
    """A count for each 1,000 visitor-days."""
    return Value(1000 * count / days if days else None, count, days or None)


def share(part: int, whole: int) -> Value:
    """A part in percent of the whole."""
    return Value(100 * part / whole if whole else None, part, whole)
