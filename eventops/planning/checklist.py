"""What an event of each kind needs permission for, and the limits that permits are held to: reference data."""

import tomllib
from functools import cache
from typing import Any, NamedTuple

from ..paths import asset_folder


class PermitKind(NamedTuple):
    """A kind of permit: the rule that asks for it, and how many days before the first day; `lead` is "law" or "own"."""

    code: str
    rule: str
    sv: str
    en: str
    kinds: tuple[str, ...]
    lead_days: int
    lead: str
    source: str
    authority: str


class UsualCondition(NamedTuple):
    """A condition that follows from the law, and what shows that it is kept."""

    code: str
    rule: str
    sv: str
    en: str
    evidence_sv: str
    evidence_en: str
    kinds: tuple[str, ...]
    source: str


@cache
def _book() -> dict[str, Any]:
    return tomllib.loads((asset_folder("seed") / "reference" / "permits.toml").read_text("utf-8"))


@cache
def permit_kinds() -> dict[str, PermitKind]:
    """Every kind of permit by its code, in the order they are usually asked for."""
    return {row["code"]: PermitKind(**{**row, "kinds": tuple(row["kinds"])}) for row in _book()["permit"]}


@cache
def usual_conditions() -> dict[str, UsualCondition]:
    """The conditions that follow from the law, by code."""
    return {row["code"]: UsualCondition(**{**row, "kinds": tuple(row["kinds"])}) for row in _book()["condition"]}


def limits() -> dict[str, Any]:
    """The numbers that permits are held to."""
    table: dict[str, Any] = _book()["limits"]
    return table
