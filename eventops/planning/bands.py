"""How a risk's score is judged, and which scores somebody must accept by name: the limits are reference data."""

import tomllib
from functools import cache
from typing import Any

from ..paths import asset_folder


@cache
def _rows() -> list[dict[str, Any]]:
    text = (asset_folder("seed") / "reference" / "risk.toml").read_text("utf-8")
    return list(tomllib.loads(text)["band"])


@cache
def bands() -> tuple[tuple[str, int], ...]:
    """(name, highest score) of each band, the lowest first."""
    return tuple((row["name"], row["upto"]) for row in _rows())


@cache
def to_be_accepted() -> frozenset[str]:
    """The bands in which what remains must be accepted by name."""
    return frozenset(row["name"] for row in _rows() if row.get("accepted_by_name"))


def band(likelihood: int, consequence: int) -> str:
    """The band of a score: "low", "medium", "high" or "extreme"."""
    return next(name for name, upto in bands() if likelihood * consequence <= upto)
