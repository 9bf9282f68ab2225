"""Whether a plan can be published: what R73 asks of it, as checks that are green or red.

Source: domain rule R73, "plan completeness before approve". A red check can be let stand by the commander, by name and
with a reason; that holds as long as the check finds the same.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ..errors import N_
from ..events.models import EventKind
from .bands import band
from .queries import Plan

RED = ("extreme", "high")


class Check(NamedTuple):
    """One thing R73 asks: how it stands, in words with `values`, and the section of the plan where it is put right."""

    code: str
    good: bool
    text: str
    section: str
    values: dict[str, int] = {}


Ask = Callable[[Plan], Check | None]


def checks(plan: Plan) -> list[Check]:
    """What R73 asks of this plan, in the order of the plan; what does not concern such an event is left out."""
    asked: Iterable[Ask] = ALWAYS if plan.event.kind is EventKind.PROGRAMME else (*ALWAYS, *AT_EVENTS)
    return [check for ask in asked if (check := ask(plan))]


def reds(plan: Plan) -> list[Check]:
    """The checks that stand red and that nobody has accepted."""
    accepted = {each.check_code: each.found for each in plan.parts["deviations"]}
    return [check for check in checks(plan) if not check.good and accepted.get(check.code) != check.values]


def accepted(plan: Plan) -> dict[str, Any]:
    """The deviations that hold, by the code of their check."""
    found = {check.code: check.values for check in checks(plan) if not check.good}
    return {each.check_code: each for each in plan.parts["deviations"] if found.get(each.check_code) == each.found}


def _objectives(plan: Plan) -> Check:
    parts = plan.parts["objectives"]
    loose = sum(not (part.indicator and part.target) for part in parts)
    values = {"count": len(parts), "left": loose}
    if not parts:
        return Check("objectives", False, N_("The plan has no objective"), "objectives")
    if loose == len(parts):
        return Check("objectives", False, N_("No objective has an indicator and a target"), "objectives", values)
    return Check("objectives", True, N_("Objectives: %(count)s, of them %(left)s not measurable"), "objectives", values)


def _risks(plan: Plan) -> Check:
    parts = plan.parts["risks"]
    if not parts:
        return Check("risks", False, N_("No risk is judged"), "risks")
    left = sum(_is_red(part) and not getattr(part, "accepted_by", None) for part in parts)
    values = {"count": len(parts), "left": left}
    if left:
        return Check("risks", False, N_("%(left)s red risks are not accepted by anybody"), "risks", values)
    return Check("risks", True, N_("Risks: %(count)s, every red one is accepted"), "risks", values)


def _is_red(risk: Any) -> bool:
    likelihood = risk.residual_likelihood or risk.likelihood
    return band(likelihood, risk.residual_consequence or risk.consequence) in RED


ALWAYS: tuple[Ask, ...] = (_objectives, _risks)
AT_EVENTS: tuple[Ask, ...] = ()
