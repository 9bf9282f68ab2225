"""How a risk's score is judged: the limits are reference data."""

import tomllib
from functools import cache

from ..paths import asset_folder


@cache
def bands() -> tuple[tuple[str, int], ...]:
    """(name, highest score) of each band, the lowest first."""
    rows = tomllib.loads((asset_folder("seed") / "reference" / "risk.toml").read_text("utf-8"))["band"]
    return tuple((row["name"], row["upto"]) for row in rows)


def band(likelihood: int, consequence: int) -> str:
    """The band of a score: "low", "medium", "high" or "extreme"."""
    return next(name for name, upto in bands() if likelihood * consequence <= upto)
