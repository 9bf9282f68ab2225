"""The search: as many places as can be, part by part; then piece after piece of the answer better, on all cores."""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from .greedy import mend
from .model import Model, Teller, solver
from .parts import Part, parts, piece
from .plain import Filled, Found, Problem
from .weights import Share, cost, even_share

PIECE = 10  # workers whose duties are settled anew at a time


@dataclass(frozen=True)
class Effort:
    """How hard to look. `work` and `piece_work` are CP-SAT's deterministic time; `seconds` is only a last resort."""

    cores: int = 2
    work: float = 6.0  # for the places of a part
    rounds: float = 0.15  # for each worker; a round settles as many pieces as there are cores
    idle: int = 12  # rounds in a row that made nothing better end it
    piece_work: float = 0.1
    seconds: float = 90.0


@dataclass
class Search:
    """One search; `stop` ends it from any thread, and what was found stands."""

    problem: Problem
    filled: Filled  # where it begins
    effort: Effort
    tell: Callable[[Found], None]
    stopped: bool = False
    running: list[cp_model.CpSolver] = field(default_factory=list)
    most: int = 0

    def stop(self) -> None:
        """Be content with what was found."""
        self.stopped = True
        for each in list(self.running):
            each.stop_search()

    def run(self) -> Found:
        """The best that is found within the effort."""
        self.ends = time.monotonic() + self.effort.seconds
        self.most, self.parts = self.problem.gap, parts(self.problem)
        self.shares = [even_share(part.problem) for part in self.parts]
        self.filled = mend(self.problem, self.filled)
        self._say("mended")
        with ThreadPoolExecutor(self.effort.cores) as pool:
            bounds = list(pool.map(self._cover, self.parts))
            if not self.stopped:
                self.most = sum(bounds)
            self._say("covered")
            self._better(pool)
        return self._say("done")

    def _say(self, stage: str) -> Found:
        costs = (cost(part.problem, self.shares[n], part.of(self.filled)) for n, part in enumerate(self.parts))
        found = Found(self.filled, sum(map(len, self.filled)), self.most, stage, sum(costs))
        self.tell(found)
        return found

    def _cover(self, part: Part) -> int:
        """Fill as many places of a part as can be; returns how many that is at most."""
        known = part.of(self.filled)
        model = Model(part.problem)
        model.hint(known)
        model.model.maximize(model.covered)

        def better(mine: Filled, _bound: float) -> None:
            self.filled = part.into(self.filled, mine)
            self._say("covering")

        bound = self._solve(model, self.effort.work, better)
        return max(int(bound + 1e-6), sum(map(len, part.of(self.filled))))

    def _better(self, pool: ThreadPoolExecutor) -> None:
        """Go round the parts, each as often as it has workers for, until nothing gets better."""
        dice, idle = random.Random(1), [0] * len(self.parts)
        left = [max(6, round(self.effort.rounds * len(part.workers))) for part in self.parts]
        while not self.stopped and time.monotonic() < self.ends:
            waiting = [at for at in range(len(left)) if left[at] and idle[at] < self.effort.idle]
            if not waiting:
                return
            at = max(waiting, key=lambda at: left[at])
            left[at] -= 1
            idle[at] = 0 if self._round(pool, at, dice) else idle[at] + 1

    def _round(self, pool: ThreadPoolExecutor, at: int, dice: random.Random) -> bool:
        """Settle some pieces of a part anew at once; whether that made it better."""
        part, share = self.parts[at], self.shares[at]
        known = part.of(self.filled)
        before = cost(part.problem, share, known)
        chosen = _pieces(part.problem, known, dice, self.effort.cores)
        best, least = known, before
        for made in pool.map(lambda workers: self._settle(part.problem, share, known, workers), chosen):
            joined = made[0].into(best, made[1])
            reached = cost(part.problem, share, joined)
            if reached <= least and _allowed(part.problem, joined):
                best, least = joined, reached
        self.filled = part.into(self.filled, best)
        if least < before:
            self._say("better")
        return least < before

    def _settle(self, problem: Problem, share: Share, known: Filled, workers: list[int]) -> tuple[Part, Filled]:
        cutting, present = piece(problem, known, workers)
        mine = cutting.of(known)
        model = Model(cutting.problem, present)
        model.hint(mine)
        model.model.add(model.covered >= sum(map(len, mine)))
        model.weigh(share)
        found = [mine]
        self._solve(model, self.effort.piece_work, lambda better, _bound: found.append(better))
        return cutting, found[-1]

    def _solve(self, model: Model, work: float, better: Callable[[Filled, float], None]) -> float:
        if self.stopped:
            return float(self.problem.gap)
        made = solver(work, max(self.ends - time.monotonic(), 0.1))
        self.running.append(made)
        made.solve(model.model, Teller(model, better))
        self.running.remove(made)
        return float(made.best_objective_bound)


def _allowed(problem: Problem, filled: Filled) -> bool:
    """Whether no slot has more than it lacks: two pieces may have wanted the same free place."""
    counts = [0] * len(problem.slots)
    for mine in filled:
        for index in mine:
            counts[index] += 1
    return all(count <= slot.gap for count, slot in zip(counts, problem.slots, strict=True))


def _pieces(problem: Problem, filled: Filled, dice: random.Random, count: int) -> list[list[int]]:
    """Workers to settle anew, so many pieces that share none: whole groups, or anybody."""
    whole = dice.random() < 0.6
    keys = [(worker.group or n) if whole else n for n, worker in enumerate(problem.workers)]
    order = sorted(set(keys), key=str)
    dice.shuffle(order)
    ranked = sorted(range(len(keys)), key=lambda n: order.index(keys[n]))
    return [ranked[k * PIECE : (k + 1) * PIECE] for k in range(count) if ranked[k * PIECE :]]
