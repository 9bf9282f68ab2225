"""A first answer at once: the slots that are hardest to fill first, by who has worked least; then chains of moves."""

from collections import Counter

from .plain import Filled, Problem, close

Step = tuple[int, int, int | None]  # a worker takes a slot and gives up another


def greedy(problem: Problem) -> Filled:
    """Who works which slot. Every hard rule is kept; the same problem gives the same answer."""
    able = _able(problem)
    hardest = sorted(range(len(able)), key=lambda index: (len(able[index]) / problem.slots[index].gap, index))
    filled: Filled = [[] for _ in problem.workers]
    groups: Counter[tuple[str | None, int]] = Counter()
    for index in hardest:
        for _ in range(problem.slots[index].gap):
            free = (n for n in able[index] if clash(problem, filled, n, index) is None)
            best = min(free, key=lambda n: _burden(problem, filled, n, index, groups), default=None)
            if best is None:
                break
            filled[best].append(index)
            groups[problem.workers[best].group, index] += 1
    return filled


def mend(problem: Problem, filled: Filled) -> Filled:
    """Fill places that are left by chains: one takes it and gives up another slot, which the next one takes."""
    made, able = [list(mine) for mine in filled], _able(problem)
    lacking = Counter({index: slot.gap for index, slot in enumerate(problem.slots)})
    lacking.subtract(index for mine in made for index in mine)
    hopeless: set[int] = set()
    for index in sorted(lacking, key=lambda index: (problem.slots[index].start, index)):
        while lacking[index] > 0 and index not in hopeless:
            chain = _chain(problem, made, able, index, hopeless)
            if not chain:
                break
            for n, taken, given in chain:
                made[n] = [*(other for other in made[n] if other != given), taken]
            lacking[index] -= 1
    return made


def clash(problem: Problem, filled: Filled, n: int, index: int, but: int | None = None) -> str | None:
    """What in the proposal itself, `but` for one slot, keeps a worker from a slot that is open to them, or None."""
    slot, mine = problem.slots[index], [problem.slots[other] for other in filled[n] if other != but]
    if any(close(other, slot, 0) for other in mine):
        return "proposed"
    if any(close(other, slot, problem.rest) for other in mine):
        return "proposed_rest"
    left = problem.workers[n].left
    return "hours" if left is not None and sum(other.minutes for other in mine) + slot.minutes > left else None


def _able(problem: Problem) -> list[list[int]]:
    able: list[list[int]] = [[] for _ in problem.slots]
    for n, slots in enumerate(problem.open):
        for index in slots:
            able[index].append(n)
    return able


def _chain(problem: Problem, filled: Filled, able: list[list[int]], lacking: int, hopeless: set[int]) -> list[Step]:
    """The shortest chain that ends with somebody who gives up nothing; what it looked at in vain becomes hopeless."""
    came: dict[int, list[Step]] = {lacking: []}
    for index in (queue := [lacking]):
        for n in able[index]:
            mine = filled[n]
            if index in mine or any(n == step[0] for step in came[index]):
                continue
            if clash(problem, filled, n, index) is None:
                return [*came[index], (n, index, None)]
            for given in mine:
                if given not in came and given not in hopeless and clash(problem, filled, n, index, given) is None:
                    came[given] = [*came[index], (n, index, given)]
                    queue.append(given)
    hopeless.update(came)
    return []


def _burden(
    problem: Problem, filled: Filled, n: int, index: int, groups: Counter[tuple[str | None, int]]
) -> tuple[float, ...]:
    """How much it asks of a worker to take one slot more: the least burdened takes it."""
    worker, slot, mine = problem.workers[n], problem.slots[index], [problem.slots[other] for other in filled[n]]
    minutes = worker.minutes + sum(other.minutes for other in mine)
    nights = worker.nights + sum(other.night for other in mine)
    unwished = (slot.night and worker.no_nights) + any(a < slot.end and slot.start < b for a, b in worker.free)
    short = any(close(other, slot, problem.soft_rest) for other in mine)
    mates = groups[worker.group, index] if worker.group else 0
    return (worker.reserve, short, unwished, nights if slot.night else 0, minutes // 240, -mates, minutes, n)
