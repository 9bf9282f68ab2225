"""What the pages of some sections show beside their parts: a matrix, a tree, a calculation."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from ...events.models import Event
from ...words import current_language
from .. import queries
from ..bands import band, bands, to_be_accepted
from ..calculators import CALCULATORS, figures
from ..chain import strands
from ..checklist import limits, permit_kinds
from ..communications import chain, gaps, timetable
from ..default_cards import default_cards
from ..forms import AcceptRiskForm, FileForm
from ..forms.calculation import VERDICTS
from ..forms.cause import CONFIDENCES
from ..forms.channel import SYSTEMS
from ..forms.document import KINDS as DOCUMENT_KINDS
from ..forms.measure import OUTCOMES, STATES, evaluation_form
from ..forms.permit import STATES as PERMIT_STATES
from ..forms.permit import ConditionActForm
from ..forms.problem import KINDS
from ..forms.risk import INFLUENCES, SITUATIONS, STAGES
from ..ground import Ground, ground
from ..permits import days_of, findings
from ..queries import Plan
from ..reckoning import changed_since, chief, given, told
from ..spoken import facts, spoken
from . import command
from .partners import drawn_duties, drawn_partners, drawn_tasks

Drawing = Callable[[Event, Plan], dict[str, Any]]

# What drawing the risks needs, in the plan and in a frozen version.
RISKS_DRAWN: dict[str, Any] = {
    "band": band, "bands": bands(), "by_name": to_be_accepted(), "influences": INFLUENCES, "stages": STAGES,
    "situations": SITUATIONS, "spoken": spoken,
}  # fmt: skip


def _risks(event: Event, plan: Plan) -> dict[str, Any]:
    return {
        **RISKS_DRAWN,
        "accept_form": lambda number: AcceptRiskForm(formdata=None, prefix=f"accept-{number}"),
        "to_accept": [risk for risk in plan.parts["risks"] if risk.to_accept],
    }


def _cards(event: Event, plan: Plan) -> dict[str, Any]:
    taken = {card.origin for card in plan.parts["cards"]}
    offered = {code: said for code, said in default_cards(current_language()).items() if code not in taken}
    return {"offered_cards": [(code, said, str(uuid4())) for code, said in offered.items()]}


def _communications(event: Event, plan: Plan) -> dict[str, Any]:
    channels, signs = plan.parts["channels"], plan.parts["call_signs"]
    by_number = {channel.number: channel for channel in channels}
    return {
        "gaps": list(gaps(channels, signs)), "timetable": timetable(channels), "systems": SYSTEMS,
        "ways": {channel.number: chain(channel, by_number)[1:] for channel in channels},
        "signs_on": lambda number: [sign.sign for sign in signs if sign.channel == number],
    }  # fmt: skip


def _picture(event: Event, plan: Plan) -> dict[str, Any]:
    mandates = queries.mandated(event)
    return {
        "strands": strands(plan.parts), "proposed": Counter(cause.problem for cause in plan.parts["causes"]),
        "states": STATES, "confidences": CONFIDENCES, "outcomes": OUTCOMES, "problem_kinds": KINDS,
        "lacking": lambda measure: measure.lacking(mandate=measure.owner in mandates),
        "evaluation_form": evaluation_form,
    }  # fmt: skip


def _documents(event: Event, plan: Plan) -> dict[str, Any]:
    return {
        "document_kinds": DOCUMENT_KINDS,
        "file_form": lambda number: FileForm(formdata=None, prefix=f"file-{number}"),
    }


def _calculations(event: Event, plan: Plan) -> dict[str, Any]:
    on_ground: dict[str | None, Ground] = {}
    outdated = {}
    for part in plan.parts["calculations"]:
        now = on_ground.setdefault(part.place, ground(event, part.place))
        outdated[part.number] = changed_since(part, now)
    return {
        "calculators": [(each, figures(name)["rules"]) for name, each in CALCULATORS.items()],
        "outdated": outdated, "verdicts": VERDICTS, "chief": chief, "given": given, "told": told,
    }  # fmt: skip


DRAWN_BY_PERMITS = {
    "permits": ("state", "lead_days"),
    "conditions": ("rule", "checked_by", "checked_note", "breached_by", "breach_note"),
    "licensed_areas": ("opens", "closes", "last_call", "clear_minutes"),
}


def _permits(event: Event, plan: Plan) -> dict[str, Any]:
    days = days_of(event)
    due = [permit for permit in plan.parts["permits"] if permit.open]
    return {
        "findings": findings(plan), "days": days, "states": PERMIT_STATES, "permit_kinds": permit_kinds(),
        "due": sorted(due, key=lambda permit: permit.apply_by(days.first)) if days else due,
        "soon": limits()["soon_days"], "act_form": lambda place: ConditionActForm(formdata=None, prefix=place),
        "beside": lambda plural, part: facts(plural, part, DRAWN_BY_PERMITS.get(plural, ())),
    }  # fmt: skip


DRAWINGS: dict[str, Drawing] = {
    "calculations": _calculations, "permits": _permits,
    "partners": drawn_partners, "tasks": drawn_tasks, "duties": drawn_duties,
    "picture": _picture, "risks": _risks, "cards": _cards, "communications": _communications,
    "command": command.drawn, "documents": _documents,
}  # fmt: skip


def drawn(section: str, event: Event, plan: Plan) -> dict[str, Any]:
    """What a section's template needs beside the parts themselves."""
    return DRAWINGS[section](event, plan) if section in DRAWINGS else {}
