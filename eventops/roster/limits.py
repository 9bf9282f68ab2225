"""What the roster warns of beyond which number: defaults from seed/reference, replaced by what an event has agreed."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from ..paths import asset_folder


class Limit(NamedTuple):
    """A default by its code, with where it comes from and between which numbers it can be set."""

    code: str
    value: float
    unit: str
    rule: str
    range: tuple[float, float]
    source: dict[str, str]  # by language
    date: str


@dataclass(frozen=True)
class Limits:
    """The numbers that hold in an event; hours unless their name says otherwise."""

    rest: float
    week_rest: float
    week_hours: float
    average_hours: float
    night_hours: float
    night_share: float
    volunteer_hours: float
    handover: float  # minutes
    handover_gap: float  # minutes
    span_least: float
    span_most: float
    expiring: float  # months

    def with_(self, agreed: dict[str, float]) -> "Limits":
        """The same where nothing else is agreed."""
        return replace(self, **agreed)


@cache
def known() -> dict[str, Limit]:
    """The defaults by code, in their order."""
    path = asset_folder("seed") / "reference" / "roster.toml"
    rows = tomllib.loads(path.read_text("utf-8"))["limit"]
    return {row["code"]: Limit(**{**row, "range": tuple(row["range"])}) for row in rows}


@cache
def defaults() -> Limits:
    """What holds where nothing else is agreed."""
    return Limits(**{code: limit.value for code, limit in known().items()})
