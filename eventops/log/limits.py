"""What the live log goes by: defaults from seed/reference/log.toml, replaced by what an event has agreed."""

import tomllib
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from ..events.models import Event
from ..paths import asset_folder
from ..roster.limits import Limit
from ..roster.queries import agreed


@dataclass(frozen=True)
class LogLimits:
    """The numbers that hold in an event; minutes unless said otherwise."""

    late: float
    guard_report: float
    amber: float  # percent of a clock's time
    acknowledge: float
    welfare: float
    welfare_answer: float
    check_custody: float
    idle: float
    trend_slot: float
    trend_least: float  # incidents
    trend_chance: float  # percent
    trend_floor: float  # incidents in a slot
    trend_days: float  # days

    @property
    def lateness(self) -> timedelta:
        """How long after it happened something can be written without saying why."""
        return timedelta(minutes=self.late)


@cache
def known() -> dict[str, Limit]:
    """The defaults by code, in their order."""
    path = asset_folder("seed") / "reference" / "log.toml"
    rows = tomllib.loads(path.read_text("utf-8"))["limit"]
    return {row["code"]: Limit(**{**row, "range": tuple(row["range"])}) for row in rows}


@cache
def defaults() -> LogLimits:
    """What holds where nothing else is agreed."""
    return LogLimits(**{code: limit.value for code, limit in known().items()})


def limits(event: Event) -> LogLimits:
    """The numbers that the event's log goes by."""
    said = {each.code: each.value for each in agreed(event) if each.code in known() and each.value is not None}
    return replace(defaults(), **said)
