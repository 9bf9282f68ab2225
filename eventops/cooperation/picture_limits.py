"""What the shared picture goes by: defaults from seed/reference/picture.toml, replaced by what an event has agreed."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache

from ..events.models import Event
from ..paths import asset_folder
from ..roster.limits import Limit
from ..roster.queries import agreed


@dataclass(frozen=True)
class PictureLimits:
    """The numbers that hold in an event."""

    spot_side: float  # metres
    spot_least: float
    drift_periods: float
    drift_least: float
    drift_chance: float  # percent
    drift_floor: float  # incidents in a period
    drift_weight: float  # percent
    drift_width: float  # standard deviations


@cache
def known() -> dict[str, Limit]:
    """The defaults by code, in their order."""
    path = asset_folder("seed") / "reference" / "picture.toml"
    rows = tomllib.loads(path.read_text("utf-8"))["limit"]
    return {row["code"]: Limit(**{**row, "range": tuple(row["range"])}) for row in rows}


@cache
def defaults() -> PictureLimits:
    """What holds where nothing else is agreed."""
    return PictureLimits(**{code: limit.value for code, limit in known().items()})


def limits(event: Event) -> PictureLimits:
    """The numbers that the event's picture goes by."""
    said = {each.code: each.value for each in agreed(event) if each.code in known() and each.value is not None}
    return replace(defaults(), **said)
