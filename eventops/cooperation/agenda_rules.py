"""The agenda that a meeting begins with, and what bounds meetings: seed/reference/agenda.toml."""

import tomllib
from functools import cache
from typing import Any

from ..paths import asset_folder
from .models.meeting import MeetingKind


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads((asset_folder("seed") / "reference" / "agenda.toml").read_text("utf-8"))


def limits() -> dict[str, int]:
    """`minutes` a meeting usually takes, `longest` at most; `most` in a series; characters of a note (`notes`)."""
    told: dict[str, int] = _rules()["limits"]
    return told


def usual_points(kind: MeetingKind) -> list[tuple[str, int]]:
    """The points of a meeting of a kind, as (code, minutes) in order."""
    return [(code, minutes) for code, minutes in _rules()["agenda"][kind.value]]


@cache
def point_names(language: str) -> dict[str, str]:
    """What the points are called in a language, by code."""
    return {row["code"]: row["sv" if language == "sv" else "en"] for row in _rules()["point"]}
