"""The clocks of interventions: how much of its time each has used, by the server's time, and which is most urgent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ..access import Actor
from ..events.models import Event
from . import interventions
from .kinds import terms
from .limits import LogLimits, limits
from .models import Intervention, StepKind


class Stage(StrEnum):
    """How far a clock has come."""

    CALM = "calm"
    AMBER = "amber"
    RED = "red"


def stage(since: datetime, until: datetime, now: datetime, amber: float) -> Stage:
    """Where a clock stands (R32): red from `until` on, amber from when `amber` percent of its time has passed."""
    if now >= until:
        return Stage.RED
    return Stage.AMBER if (now - since) * 100 >= (until - since) * amber else Stage.CALM


class Running(StrEnum):
    """What a clock is about."""

    LIMIT = "limit"  # how long the intervention may last (R32)
    CHECK = "check"  # when somebody in custody is to be looked to again
    REVIEW = "review"  # that the supervising officer reviews it at once
    REPORT = "report"  # that guards report it at once (R15)
    HANDOVER = "handover"  # that guards hand somebody over without delay (R18)
    OPEN = "open"  # that it goes on, without a limit in law


@dataclass(frozen=True)
class Clock:
    """A running clock; `until` is None where no law says how long."""

    what: Running
    intervention: Intervention
    since: datetime
    until: datetime | None
    amber_at: datetime | None
    stage: Stage

    @property
    def urgency(self) -> tuple[int, datetime]:
        """The red first, those that wait longest before the others; then whose time is up soonest."""
        return [Stage.RED, Stage.AMBER, Stage.CALM].index(self.stage), self.until or datetime.max.replace(
            tzinfo=self.since.tzinfo
        )


def running(event: Event, actor: Actor, now: datetime) -> list[Clock]:
    """All clocks that run in an event, as far as the actor may know of them, the most urgent first."""
    known = limits(event)
    found = (clock for each in interventions.pending(event, actor) for clock in clocks_of(each, known, now))
    return sorted(found, key=lambda clock: clock.urgency)


def clocks_of(intervention: Intervention, known: LogLimits, now: datetime) -> Iterator[Clock]:
    """The clocks of one intervention."""
    for what, since, until in _spans(intervention, known):
        if until is None:
            yield Clock(what, intervention, since, None, None, Stage.CALM)
        else:
            amber_at = since + (until - since) * (known.amber / 100)
            yield Clock(what, intervention, since, until, amber_at, stage(since, until, now, known.amber))


def _spans(taken: Intervention, known: LogLimits) -> Iterator[tuple[Running, datetime, datetime | None]]:
    began = taken.occurred_at
    if taken.running:
        yield (Running.LIMIT if taken.until else Running.OPEN), began, taken.until
        if taken.of_kind.cell:
            looked = taken.step(StepKind.CHECK)
            last = looked.at if looked else began
            yield Running.CHECK, last, last + timedelta(minutes=known.check_custody)
    if taken.handover_due:
        yield Running.HANDOVER, began, began + timedelta(minutes=terms().handover)
    if taken.unreviewed:
        yield Running.REVIEW, began, began + timedelta(minutes=terms().review)
    if taken.report_due:
        yield Running.REPORT, began, began + timedelta(minutes=known.guard_report)
