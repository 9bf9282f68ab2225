"""What makes one roster worse than another that fills as many places, as a sum; the lower the better.

Places wished for, and which post of a slot a group gets, are settled afterwards and change none of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .plain import Problem, Slot, Worker, close

RESERVE = 60  # for each duty of somebody who is kept for those who do not come
SHORT_REST = 40  # for two duties with less rest between them than should be, where that is let pass
NO_NIGHTS = 30  # for a night of somebody who wished for none
FREE = 30  # for a duty when somebody would rather be free
NIGHT = 20  # for each night above the even share, again for the second above it, and so on
HOUR = 3  # for each hour above the even share, again for each of STEPS that is STEP hours higher
STEP, STEPS = 6 * 60, 3
TOGETHER = 8  # for each slot in which some of a group are on duty: the fewer, the more they are together


@dataclass(frozen=True)
class Share:
    """What each would have if all had the same: minutes and nights."""

    minutes: int
    nights: int


def even_share(problem: Problem) -> Share:
    """The share of those who can be drawn on, if every gap were filled."""
    drawn = [worker for worker, slots in zip(problem.workers, problem.open, strict=True) if slots]
    minutes = sum(slot.gap * slot.minutes for slot in problem.slots) + sum(worker.minutes for worker in drawn)
    nights = sum(slot.gap * slot.night for slot in problem.slots) + sum(worker.nights for worker in drawn)
    return Share(minutes // max(len(drawn), 1), nights // max(len(drawn), 1))


def wishes(worker: Worker, slot: Slot) -> int:
    """What it costs that this worker is on duty then."""
    free = any(begin < slot.end and slot.start < end for begin, end in worker.free)
    return RESERVE * worker.reserve + NO_NIGHTS * (worker.no_nights and slot.night) + FREE * free


def steps(share: Share) -> tuple[list[int], list[int]]:
    """Above how many minutes, and above how many nights, each next one costs more."""
    return [share.minutes + k * STEP for k in range(STEPS)], [share.nights + k for k in range(STEPS)]


def burden(problem: Problem, share: Share, n: int, mine: Sequence[int]) -> int:
    """What one worker's part of a proposal costs."""
    worker, slots = problem.workers[n], [problem.slots[index] for index in mine]
    minutes = worker.minutes + sum(slot.minutes for slot in slots)
    nights = worker.nights + sum(slot.night for slot in slots)
    levels, counts = steps(share)
    total = sum(wishes(worker, slot) for slot in slots)
    total += sum(max(0, minutes - level) * HOUR // 60 for level in levels)
    total += sum(max(0, nights - count) * NIGHT for count in counts)
    if problem.soft_rest > problem.rest:
        ordered = sorted(slots, key=lambda slot: slot.start)
        pairs = pairwise(ordered)
        total += SHORT_REST * sum(close(one, other, problem.soft_rest) for one, other in pairs)
    return total


def cost(problem: Problem, share: Share, filled: Sequence[Sequence[int]]) -> int:
    """What a whole proposal costs."""
    at_once = {(problem.workers[n].group, index) for n, mine in enumerate(filled) for index in mine}
    together = TOGETHER * sum(group is not None for group, _ in at_once)
    return together + sum(burden(problem, share, n, mine) for n, mine in enumerate(filled))
