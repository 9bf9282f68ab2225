"""What the pages of some sections show beside their parts: a matrix, a tree, a calculation."""

from collections.abc import Callable
from typing import Any

from ...events.models import Event
from ..bands import band, bands
from ..queries import Plan

Drawing = Callable[[Event, Plan], dict[str, Any]]


def _risks(event: Event, plan: Plan) -> dict[str, Any]:
    return {"band": band, "bands": bands()}


DRAWINGS: dict[str, Drawing] = {"risks": _risks}


def drawn(section: str, event: Event, plan: Plan) -> dict[str, Any]:
    """What a section's template needs beside the parts themselves."""
    return DRAWINGS[section](event, plan) if section in DRAWINGS else {}
