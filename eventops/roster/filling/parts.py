"""A problem taken apart: into parts that have nothing to do with each other, and into pieces of a known answer."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .plain import Filled, Problem, Slot


@dataclass(frozen=True)
class Part:
    """Some of the workers and slots of a problem, as a problem of its own, with where they stand in the whole."""

    workers: list[int]
    slots: list[int]
    problem: Problem

    def of(self, filled: Filled) -> Filled:
        """This part of a whole answer."""
        own = {index: k for k, index in enumerate(self.slots)}
        return [[own[index] for index in filled[n]] for n in self.workers]

    def into(self, filled: Filled, mine: Filled) -> Filled:
        """A whole answer with this part of it replaced."""
        whole = list(filled)
        for n, slots in zip(self.workers, mine, strict=True):
            whole[n] = [self.slots[index] for index in slots]
        return whole


def parts(problem: Problem) -> list[Part]:
    """The parts of a problem, the largest first: no worker of one can work a slot of another."""
    parent = list(range(len(problem.slots)))

    def root(index: int) -> int:
        while parent[index] != index:
            index = parent[index]
        return index

    for slots in problem.open:
        for index in slots:
            parent[root(index)] = root(slots[0])
    found: dict[int, list[int]] = defaultdict(list)
    for n, slots in enumerate(problem.open):
        if slots:
            found[root(slots[0])].append(n)
    made = [cut(problem, workers, [i for i in range(len(parent)) if root(i) == at]) for at, workers in found.items()]
    return sorted(made, key=lambda part: -len(part.workers) * len(part.slots))


def cut(problem: Problem, workers: Sequence[int], slots: Sequence[int], gaps: Sequence[int] | None = None) -> Part:
    """Some workers and slots of a problem; with `gaps`, that many places in each slot."""
    own = {index: k for k, index in enumerate(slots)}
    mine = [problem.workers[n] for n in workers]
    barred = [{own[index]: why for index, why in each.barred.items() if index in own} for each in mine]
    kept = tuple(replace(each, barred=told) for each, told in zip(mine, barred, strict=True))
    asked = [problem.slots[index] for index in slots]
    if gaps is not None:
        asked = [_with_gap(slot, gap) for slot, gap in zip(asked, gaps, strict=True)]
    return Part(list(workers), list(slots), replace(problem, slots=tuple(asked), workers=kept))


def piece(problem: Problem, filled: Filled, workers: Iterable[int]) -> tuple[Part, frozenset[tuple[str, int]]]:
    """Some workers, with the places that nobody else has; and the groups that others have in the slots."""
    chosen = sorted(workers)
    others = [n for n in range(len(filled)) if n not in set(chosen)]
    taken = Counter(index for n in others for index in filled[n])
    slots = sorted({index for n in chosen for index in problem.open[n] if problem.slots[index].gap > taken[index]})
    made = cut(problem, chosen, slots, [problem.slots[index].gap - taken[index] for index in slots])
    own = {index: k for k, index in enumerate(slots)}
    present = {(problem.workers[n].group or "", own[i]) for n in others for i in filled[n] if i in own}
    return made, frozenset(present)


def _with_gap(slot: Slot, gap: int) -> Slot:
    return replace(slot, posts=(replace(slot.posts[0], gap=gap),))
