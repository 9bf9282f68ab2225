"""The gaps as a constraint model: one variable for each worker and each slot that is open to them."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from ortools.sat.python import cp_model

from . import weights
from .plain import Filled, Problem, Slot

Literal = Any  # ortools does not say what it hands out
Mine = list[tuple[int, Literal]]


class Model:
    """The hard rules; `weigh` adds the soft ones. `present` are the groups that others have in a slot already."""

    def __init__(self, problem: Problem, present: frozenset[tuple[str, int]] = frozenset()):
        self.problem, self.present, self.model = problem, present, cp_model.CpModel()
        self.by_worker: list[Mine] = [
            [(index, self.model.new_bool_var("")) for index in slots] for slots in problem.open
        ]
        self.covered: Any = sum(each for mine in self.by_worker for _, each in mine)
        self.costs: list[Any] = []
        self._fill_no_more_than_is_needed()
        self._keep_rest_and_hours()

    def _fill_no_more_than_is_needed(self) -> None:
        able = defaultdict(list)
        for mine in self.by_worker:
            for index, literal in mine:
                able[index].append(literal)
        for index, literals in able.items():
            if len(literals) > self.problem.slots[index].gap:
                self.model.add(sum(literals) <= self.problem.slots[index].gap)

    def _keep_rest_and_hours(self) -> None:
        for worker, mine in zip(self.problem.workers, self.by_worker, strict=True):
            for clique in self._together(mine, self.problem.rest):
                self.model.add_at_most_one(clique)
            if worker.left is not None and mine:
                self.model.add(self._total(mine, lambda slot: slot.minutes) <= worker.left)

    def _together(self, mine: Mine, rest: int) -> Iterator[list[Literal]]:
        """The largest sets of slots of which each two come closer than `rest`; of intervals, so each begins one."""
        slots, seen = self.problem.slots, list[set[int]]()
        for first, _ in mine:
            begin = slots[first].start
            at_once = {index: each for index, each in mine if slots[index].start <= begin < slots[index].end + rest}
            if len(at_once) > 1 and not any(at_once.keys() <= other for other in seen):
                seen.append(set(at_once))
                yield list(at_once.values())

    def _total(self, mine: Mine, size: Callable[[Slot], int]) -> Any:
        return sum(size(self.problem.slots[index]) * literal for index, literal in mine)

    def weigh(self, share: weights.Share) -> None:
        """Add up what weights.py says, to be made as little as can be."""
        minutes, nights = weights.steps(share)
        for worker, mine in zip(self.problem.workers, self.by_worker, strict=True):
            for index, literal in mine:
                if wished := weights.wishes(worker, self.problem.slots[index]):
                    self.costs.append(wished * literal)
            hours = self._total(mine, lambda slot: slot.minutes * weights.HOUR)
            self._above(hours, [(level - worker.minutes) * weights.HOUR for level in minutes], unit=60)
            by_night = self._total(mine, lambda slot: slot.night * weights.NIGHT)
            self._above(by_night, [(count - worker.nights) * weights.NIGHT for count in nights], unit=1)
            self._short_rests(mine)
        self._groups()
        self.model.minimize(sum(self.costs))

    def _above(self, total: Any, levels: list[int], unit: int) -> None:
        if isinstance(total, int):
            return
        for level in levels:
            above = self.model.new_int_var(0, 100_000, "")
            self.model.add(unit * above >= total - level - (unit - 1))
            self.costs.append(above)

    def _short_rests(self, mine: Mine) -> None:
        if self.problem.soft_rest > self.problem.rest:
            for clique in self._together(mine, self.problem.soft_rest):
                short = self.model.new_int_var(0, len(clique) - 1, "")
                self.model.add(short >= sum(clique) - 1)
                self.costs.append(weights.SHORT_REST * short)

    def _groups(self) -> None:
        at_once = defaultdict(list)
        for worker, mine in zip(self.problem.workers, self.by_worker, strict=True):
            for index, literal in mine:
                if worker.group and (worker.group, index) not in self.present:
                    at_once[worker.group, index].append(literal)
        for literals in at_once.values():
            some = self.model.new_bool_var("")
            for literal in literals:
                self.model.add_implication(literal, some)
            self.costs.append(weights.TOGETHER * some)

    def hint(self, filled: Filled) -> None:
        """Begin where somebody else ended."""
        for mine, known in zip(self.by_worker, filled, strict=True):
            for index, literal in mine:
                self.model.add_hint(literal, index in known)

    def read(self, value: Callable[[Literal], int]) -> Filled:
        """Who works which slot in a solution."""
        return [[index for index, literal in mine if value(literal)] for mine in self.by_worker]


def solver(work: float, seconds: float) -> cp_model.CpSolver:
    """One search on one core; the same model gives the same answer, unless `seconds` run out before the `work`."""
    made = cp_model.CpSolver()
    told = made.parameters
    told.num_workers, told.random_seed, told.linearization_level = 1, 1, 2
    told.max_deterministic_time, told.max_time_in_seconds = work, seconds
    return made


class Teller(cp_model.CpSolverSolutionCallback):
    """Hands on each better solution with the bound of what is best."""

    def __init__(self, model: Model, tell: Callable[[Filled, float], None]):
        super().__init__()
        self.model, self.tell = model, tell

    def on_solution_callback(self) -> None:
        self.tell(self.model.read(lambda literal: int(self.value(literal))), self.best_objective_bound)
