"""The record of an intervention on paper (R17, R30): who answers for which part, and room for two signatures."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from flask_babel import force_locale, gettext

from ..events.models import Event
from ..laws import law
from ..press import pressed
from ..typeface import drawn
from ..words import label, stamp
from .kinds import outcomes
from .models import Intervention, InterventionPerson, InterventionStep, StepKind

TEMPLATE = Path(__file__).with_name("intervention.typ")


def record_of(event: Event, taken: Intervention, persons: Sequence[InterventionPerson], language: str) -> bytes:
    """The record as a PDF; without `persons` there is room to write who it was by hand."""
    with force_locale(language):
        told = {
            "language": language, "exercise": gettext("EXERCISE") if event.exercise else "", "event": event.name,
            "title": taken.of_kind.name(language), "head": gettext("Record of an intervention"),
            "struck": gettext("Struck") if taken.struck_at else "",
            "facts": _pairs(_head(event, taken, language)), "points": _points(event, taken, persons),
            "followed": gettext("What followed"), "steps": [_step(event, each, language) for each in taken.steps],
            "signatures": _signatures(event, taken),
            "note": gettext("Whoever decided answers for 1 and 2, the supervising officer for 3 to 6 (PL 27)."),
        }  # fmt: skip
    return pressed(TEMPLATE, orjson.dumps(drawn(told)).decode(), tagged=True)


def _pairs(told: Iterable[tuple[str, Any]]) -> list[list[str]]:
    return [[str(name), str(value)] for name, value in told if value not in (None, "")]


def _head(event: Event, taken: Intervention, language: str) -> list[tuple[str, Any]]:
    kind, wall = taken.of_kind, partial(stamp, event=event)
    place = " ".join(part for part in (taken.sector and taken.sector.code, taken.place_text) if part)
    companies = {each.slug: each.name for each in event.partners}
    return [
        (gettext("Number"), taken.number),
        (gettext("Legal basis"), law(kind.basis) if kind.basis else None),
        (gettext("Form"), kind.letter and taken.company and gettext("guards' report, %(letter)s", letter=kind.letter)),
        (gettext("Taken by"), companies.get(taken.company, taken.company) if taken.company else gettext("Police")),
        (gettext("Place"), place),
        (gettext("Incident"), f"#{taken.incident.number}" if taken.incident else None),
        (gettext("Must end by"), wall(taken.until) if taken.until else None),
        (gettext("Ended"), f"{wall(taken.ended_at)} {_outcome(taken, language)}".strip() if taken.ended_at else None),
    ]


def _outcome(taken: Intervention, language: str) -> str:
    found = outcomes().get(taken.outcome or "")
    return found.name(language) if found else ""


def _points(event: Event, taken: Intervention, persons: Sequence[InterventionPerson]) -> list[list[str]]:
    """The points of PL 27 and of the guards' form, in their order; an empty one is filled in by hand."""
    wall = partial(stamp, event=event)
    force = f"{label('force', taken.force)}: {taken.force_reason or ''}" if taken.force else ""
    counted = " / ".join(str(count) for count in (taken.checked, taken.found) if count is not None)
    handed, decided = taken.step(StepKind.HANDOVER), wall(taken.decided_at or taken.occurred_at)
    told = [
        (gettext("1 Who decided"), taken.decider),
        (gettext("2 Ground, and time of the decision"), _joined(taken.ground, decided)),
        (gettext("3 Who took part"), taken.participants),
        (gettext("4 Against whom"), "\n".join(_person(each) for each in persons)),
        (gettext("5 Time"), wall(taken.occurred_at)),
        (gettext("6 What else happened"), taken.what_else),
        (gettext("7 Time of handover, and to which officer"), _joined(handed.text, wall(handed.at)) if handed else ""),
    ]
    more = [
        (gettext("Force used, and why (PL 28)"), force), (gettext("Area"), taken.area),
        (gettext("What was taken"), taken.item), (gettext("Number of the report or penalty"), taken.reference),
        (gettext("Checked / found"), counted),
    ]  # fmt: skip
    own = told if taken.of_kind.person else [each for each in told if each[0][0] not in "47"]
    return [[str(name), value or ""] for name, value in own] + _pairs(more)


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _person(person: InterventionPerson) -> str:
    if person.erased_at:
        return f"{label('person_role', person.role)}: {gettext('Erased')}"
    told = _joined(person.name, str(person.born or ""), person.reference, person.description)
    return f"{label('person_role', person.role)}: {told}"


def _step(event: Event, step: InterventionStep, language: str) -> list[str]:
    said = step.outcome or ""
    named = outcomes()[said].name(language) if said in outcomes() else label("review_outcome", said) if said else ""
    words = _joined(label("intervention_step", step.kind), named, step.text)
    return [stamp(step.at, event), words, step.by]


def _signatures(event: Event, taken: Intervention) -> list[list[str]]:
    told = (
        (gettext("1–2: who decided"), StepKind.SIGNED_DECISION),
        (gettext("3–6: supervising officer"), StepKind.SIGNED_RECORD),
    )
    found = [(name, taken.step(kind)) for name, kind in told]
    return [[str(name), f"{step.by}, {stamp(step.at, event)}" if step else ""] for name, step in found]
