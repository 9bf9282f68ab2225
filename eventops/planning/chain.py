"""The chain of a plan: each problem with its causes, objectives and measures, and what ties them."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from .models import Cause, Measure, Objective, Problem

Homes = dict[int, int | None]  # the problem that each part is about, by the part's number
Line = tuple[int, int]  # from the place in one column to the place in the next, from 0


class Strand(NamedTuple):
    """One problem and what follows from it; the last strand, without a problem, holds what is tied to none."""

    problem: Problem | None
    causes: list[Cause]
    objectives: list[Objective]
    measures: list[Measure]

    @property
    def height(self) -> int:
        """How many parts stand in its longest column."""
        return max(1, len(self.causes), len(self.objectives), len(self.measures))

    @property
    def to_causes(self) -> list[Line]:
        """From the problem to each of its causes."""
        return [(0, place) for place in range(len(self.causes))] if self.problem else []

    @property
    def to_objectives(self) -> list[Line]:
        """From a cause to the objective that a measure against it serves, or to where one is missing."""
        causes = _places(self.causes)
        tied = [(causes.get(each.cause or 0), self._served(each)) for each in self.measures]
        return list(dict.fromkeys((one, other) for one, other in tied if one is not None and other is not None))

    @property
    def to_measures(self) -> list[Line]:
        """From an objective to the measures that serve it, or from where one is missing."""
        told = [(self._served(each), place) for place, each in enumerate(self.measures)]
        return [(one, other) for one, other in told if one is not None]

    def _served(self, measure: Measure) -> int | None:
        """Where the objective of a measure stands; the empty place where the strand has none."""
        return _places(self.objectives).get(measure.objective or 0) if self.objectives else 0


def strands(parts: dict[str, Sequence[Any]]) -> list[Strand]:
    """The chain, problem by problem, of the parts that one may see; by their plurals."""
    known = {each.number for each in parts["problems"]}
    homes = {
        plural: {each.number: each.problem if each.problem in known else None for each in parts[plural]}
        for plural in ("causes", "objectives")
    }
    found = [_strand(problem, parts, homes) for problem in (*parts["problems"], None)]
    loose = found.pop()
    shown = {each.number for strand in found for each in strand.objectives}
    rest = loose._replace(objectives=[each for each in loose.objectives if each.number not in shown])
    return [*found, rest] if any(rest[1:]) else found


def _strand(problem: Problem | None, parts: dict[str, Sequence[Any]], homes: dict[str, Homes]) -> Strand:
    number, causes, objectives = problem.number if problem else None, homes["causes"], homes["objectives"]
    about = [(each, causes.get(each.cause) or objectives.get(each.objective)) for each in parts["measures"]]
    measures = [measure for measure, home in about if home == number]
    served = {each.objective for each in measures}
    answers = [each for each in parts["objectives"] if objectives[each.number] == number or each.number in served]
    order = _places(answers)
    measures.sort(key=lambda each: order.get(each.objective or 0, len(order)))  # so that few lines cross
    return Strand(problem, [each for each in parts["causes"] if causes[each.number] == number], answers, measures)


def _places(parts: Iterable[Any]) -> dict[int, int]:
    return {part.number: place for place, part in enumerate(parts)}
