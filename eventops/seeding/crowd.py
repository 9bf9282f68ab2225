"""A story's crowd: what the zones safely hold, who was counted in and out, and what was seen and acknowledged."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise

from .. import clock
from ..access import Actor
from ..events.models import Event
from ..log.actions.crowd import Counted, acknowledge_alarm, count, set_capacity
from ..log.crowd import alarms, zone_of
from .log import Step
from .story import Story, Told


def set_capacities(event: Event, planner: Actor, story: Story) -> None:
    """Say what zones safely hold where the story says so."""
    for row in story.part("crowd").get("zone", []):
        place = zone_of(event, row["code"])
        if "capacity" in row and place is not None:
            set_capacity(event, planner, place, row["capacity"], row["because"])


def counts(story: Story, event: Event) -> list[Step]:
    """Everything that is counted, in order of time."""
    now = clock.now()
    told = (step for row in story.part("crowd").get("zone", []) for step in _of(event, row, now))
    return sorted(told, key=lambda step: step.at)


def _of(event: Event, row: Told, now: datetime) -> Iterator[Step]:
    for place, (minutes, came, went) in enumerate(_flows(row)):
        gate, by = row["gates"][place % len(row["gates"])], row["by"][place % len(row["by"])]
        said = [Counted(row["code"], came_in=each, went_out=0, gate=gate) for each in _parts(came)]
        said += [Counted(row["code"], went_out=each, gate=gate) for each in _parts(went)]
        yield from (_step(now, minutes, by, partial(_count, event, each)) for each in said)
    for each in row.get("counted", []):
        said_total = Counted(row["code"], total=each["total"], because=each["because"])
        yield _step(now, each["ago"], each["by"], partial(_count, event, said_total))
    for each in row.get("seen", []):
        seen = Counted(row["code"], density=each["density"])
        yield _step(now, each["ago"], each["by"], partial(_count, event, seen))
    for each in row.get("acknowledged", []):
        yield _step(now, each["ago"], each["by"], partial(_acknowledge, event, row["code"]))


def _flows(row: Told) -> Iterator[tuple[float, int, int]]:
    """Minutes ago, in and out of each step on the way from one number inside to the next."""
    yield row["inside"][0][0], row["inside"][0][1], 0
    for (since, before), (until, after) in pairwise(row["inside"]):
        steps = max(1, round((since - until) / row["every"]))
        reached = before
        for step in range(1, steps + 1):
            inside = before + round((after - before) * step / steps)
            net, reached = inside - reached, inside
            yield since - (since - until) * step / steps, max(0, net) + row["turnover"], max(0, -net) + row["turnover"]


def _parts(people: int) -> Iterator[int]:
    while people > 0:
        yield min(people, 1000)
        people -= 1000


def _step(now: datetime, minutes: float, by: str, act: partial[None]) -> Step:
    at = now - timedelta(minutes=minutes)
    return Step(at, at, by, act)


def _count(event: Event, said: Counted, actor: Actor) -> None:
    count(event, actor, said)


def _acknowledge(event: Event, zone: str, actor: Actor) -> None:
    for alarm in alarms(event):
        if alarm.zone.code == zone:
            acknowledge_alarm(event, actor, alarm)
