"""Objectives against what came of them: the indicators they are bound to, computed for who reads the plan."""

from collections.abc import Iterable

from ..access import POLICE, Actor
from ..events.models import Event
from ..planning.models import Measure, Objective
from ..planning.reference import Indicator, indicators
from .indicators import QUICK, Outcome, computed
from .measured import measured, told_of


def values(event: Event, actor: Actor, result: Outcome, codes: Iterable[str | None]) -> dict[str, float]:
    """The indicators with these codes that can be told, in their units; the dear ones only for who hears the police."""
    if not result.incidents:
        return {}
    wanted = {code for code in codes if code in indicators()}
    found = {code: computed(result, code) for code in wanted & QUICK}
    if wanted - QUICK and actor.hears(POLICE):
        whole = measured(event, actor).values
        found |= {code: told_of(code, whole, result) for code in wanted - QUICK}
    return {code: value for code, value in found.items() if value is not None}


def bound(measures: Iterable[Measure], objectives: Iterable[Objective]) -> dict[int, Indicator]:
    """The indicator of the objective that each measure works for, by the measure's number."""
    codes = {each.number: each.computed for each in objectives}
    found = {each.number: indicators().get(codes.get(each.objective or 0) or "") for each in measures}
    return {number: indicator for number, indicator in found.items() if indicator}
