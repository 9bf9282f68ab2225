"""What the partners' sections show beside their parts: who is responsible now, what is missing, matrix and roster."""

from collections.abc import Sequence
from typing import Any

from flask import g

from ... import clock
from ...access import Permission
from ...events.models import Event
from ..duty_roster import functions, on_duty, spans
from ..models import Duty, Task
from ..models.task import letters
from ..partners import lacks, worries
from ..queries import Plan
from .door import bp


@bp.app_template_global()
def responsible_now() -> Sequence[Duty]:
    """Who is responsible at this moment, as far as the caller may see it; the leading partner's first."""
    return on_duty(g.event, g.actor, clock.now()) if g.actor.may(Permission.PLAN_READ) else []


def drawn_partners(event: Event, plan: Plan) -> dict[str, Any]:
    """The partners that lack something, and the agreements that do not hold."""
    today = event.local(clock.now()).date()
    return {
        "on_duty": responsible_now(), "names": g.partner_names(),
        "lacks": lacks(plan.partners, plan.parts["partner_roles"], g.actor),
        "worries": worries(event, plan.parts["agreements"], today),
    }  # fmt: skip


def drawn_tasks(event: Event, plan: Plan) -> dict[str, Any]:
    """The responsibility matrix: the partners that have a letter in any task, the leading one first."""
    named = {task.number: letters(task.said()) for task in plan.parts["tasks"]}
    taking_part = {slug for each in named.values() for slug in each}
    across = sorted(plan.partners, key=lambda each: (not each.is_lead, each.name))
    return {"letters": named, "lacking": Task.lacks, "across": [each for each in across if each.slug in taking_part]}


def drawn_duties(event: Event, plan: Plan) -> dict[str, Any]:
    """The roster over the event's days: who holds each function, its gaps and overlaps."""
    held = functions(event, plan.parts["duties"])
    through = spans(event)
    return {
        "on_duty": responsible_now(), "names": g.partner_names(), "functions": held, "spans": through,
        "holes": [each for each in held if each.of_kind("gap") or each.of_kind("overlap")],
    }  # fmt: skip
