"""When a crowd is too many: levels and numbers from seed/reference/crowd.toml, replaced by what an event has agreed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..events.models import Event
from ..paths import asset_folder
from ..roster.limits import Limit
from ..roster.queries import agreed
from .models import Scale


@dataclass(frozen=True)
class Level:
    """A level: by what it is judged, which limit begins it, how it is shown, and whether it is an alarm that sounds."""

    code: str
    scale: Scale
    limit: str
    tone: str
    alarm: bool
    sounds: bool
    category: str  # of the incident that can be opened from it


@cache
def _read() -> dict[str, Any]:
    path = asset_folder("seed") / "reference" / "crowd.toml"
    return tomllib.loads(path.read_text("utf-8"))


@cache
def known() -> dict[str, Limit]:
    """The defaults by code, in their order."""
    return {row["code"]: Limit(**{**row, "range": tuple(row["range"])}) for row in _read()["limit"]}


@cache
def levels(scale: Scale) -> tuple[Level, ...]:
    """The levels of a scale, the lowest first."""
    rows = (Level(**{**row, "scale": Scale(row["scale"])}) for row in _read()["level"])
    return tuple(row for row in rows if row.scale is scale)


@cache
def by_code() -> dict[str, Level]:
    """Every level by its code."""
    return {level.code: level for scale in Scale for level in levels(scale)}


def limits(event: Event) -> dict[str, float]:
    """The numbers that hold in an event, by code: percent, persons/m² and minutes."""
    said = {each.code: each.value for each in agreed(event) if each.code in known() and each.value is not None}
    return {**{code: limit.value for code, limit in known().items()}, **said}


def level_at(scale: Scale, value: float | None, numbers: Mapping[str, float], held: str | None = None) -> Level | None:
    """The highest level that a value has reached; None below all.

    A level that is `held` already, and those below it, are left only at its limit less the ease of the scale, so that
    a value that swings about a limit raises one alarm and not twenty.
    """
    if value is None:
        return None
    ease, places = numbers[f"crowd_ease_{scale.value}"], [level.code for level in levels(scale)]
    kept = places.index(held) if held in places else -1
    for place, level in reversed(list(enumerate(levels(scale)))):
        if value >= numbers[level.limit] - (ease if place <= kept else 0):
            return level
    return None
