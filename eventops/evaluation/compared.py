"""Editions side by side: rates with exact intervals, and what changed in plan and staffing beside the outcome."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..access import Actor, Permission
from ..events.models import Event
from ..intervals import Interval, rate, ratio
from ..planning.queries import plan_of
from . import staffed
from .indicators import Outcome, rates


@dataclass(frozen=True)
class Edition:
    """One edition: its figures, the texts of its measures, and the plan and the roster in numbers, None if not seen."""

    event: Event
    result: Outcome
    plan: dict[str, int] | None
    measures: tuple[str, ...]
    staff: dict[str, int] | None

    @property
    def name(self) -> str:
        return self.event.edition or self.event.name

    def rate(self, code: str) -> Interval | None:
        """A rate for each 1,000 visitor-days with its interval, None where nobody said how many visitors."""
        days = self.result.visitor_days
        return rate(self.result.counted(code), days) if days else None


@dataclass(frozen=True)
class Compared:
    """The edition asked about first, then the others, the latest first."""

    editions: Sequence[Edition]

    def rates(self, code: str) -> list[tuple[str, Interval]]:
        """The rate of each edition that has one, by its name."""
        found = [(each.name, each.rate(code)) for each in self.editions]
        return [(name, interval) for name, interval in found if interval]

    def ratio(self, code: str, other: Edition) -> Interval | None:
        """How many times another edition's rate this one's is."""
        now, before = self.editions[0].result, other.result
        return ratio(now.counted(code), now.visitor_days, before.counted(code), before.visitor_days)

    def new(self, other: Edition) -> list[str]:
        """The measures of this edition that another did not have."""
        return [text for text in self.editions[0].measures if text not in other.measures]

    def gone(self, other: Edition) -> list[str]:
        """The measures that another edition had and this one does not."""
        return [text for text in other.measures if text not in self.editions[0].measures]


PARTS = ("objectives", "measures", "risks", "conditions", "agreements", "cards")


def edition(event: Event, actor: Actor) -> Edition:
    """One edition, as far as the actor may see it."""
    parts = plan_of(event, actor).parts if actor.may(Permission.PLAN_READ) else None
    counts = {name: len(parts[name]) for name in PARTS} if parts else None
    texts = tuple(each.text for each in parts["measures"]) if parts else ()
    staff = _staff(event) if actor.may(Permission.ROSTER_READ) else None
    return Edition(event, rates(event, actor), counts, texts, staff)


def compared(found: Sequence[Edition]) -> Compared:
    """Editions to compare, the one asked about first."""
    return Compared(found)


def _staff(event: Event) -> dict[str, int]:
    """Planned hours by function."""
    return {function.value: round(each.hours) for function, each in staffed.staffed(*staffed.roster(event)).items()}
