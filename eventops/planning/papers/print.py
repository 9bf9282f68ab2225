"""Printing a paper: composed in the language asked for, typeset beside the server."""

from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from flask_babel import force_locale

from ...access import Actor
from ...events.models import Event
from ...press import pressed
from ...typeface import drawn
from ..models import PlanVersion
from ..queries import plan_of, seen
from . import PAPERS, Reading, Wanted
from .front import front
from .period import period_of
from .reading import addressed

TEMPLATE = Path(__file__).with_name("plan.typ")


def printed(
    event: Event, actor: Actor, paper: str, wanted: Wanted, language: str, version: PlanVersion | None, at: datetime
) -> bytes:
    """A paper as a PDF: what both the actor and everybody of the audience may see of a version, or of the plan now."""
    plan = seen(version.plan if version else plan_of(event, actor).data(), actor)
    with force_locale(language):
        reading = Reading(event, addressed(plan, wanted.audience))
        reading = reading.during(period_of(reading, wanted.period))
        told: dict[str, Any] = {
            "front": front(reading, str(PAPERS[paper].title), wanted.audience, actor, at, version),
            "blocks": PAPERS[paper].compose(reading, wanted),
            "numbered": paper == "order",
        }
    return pressed(TEMPLATE, orjson.dumps(drawn(told)).decode(), tagged=True)
