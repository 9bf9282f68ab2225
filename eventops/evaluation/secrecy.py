"""The grounds on which parts of a log are not given out, and where the rules suggest that one holds."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from ..log.kinds import Named
from ..paths import asset_folder
from .disclosure_models import MaskedField


@dataclass(frozen=True)
class Ground(Named):
    """A ground, and the section of law that is printed beside a mask."""

    section: str


@dataclass(frozen=True)
class Rule(Named):
    """What is suggested: a whole line by its incident's sensitive facts or its audience, or what a pattern finds."""

    ground: str
    pattern: re.Pattern[str] | None = None
    compartment: str = ""
    audience: str = ""
    whole: bool = False


class Suggestion(NamedTuple):
    """Characters of a field of a line that a rule would mask."""

    rule: str
    field: MaskedField
    start: int
    end: int
    ground: str


@cache
def grounds() -> dict[str, Ground]:
    """The grounds of seed/reference/secrecy.toml by code."""
    return {row["code"]: Ground(**row) for row in _told()["ground"]}


@cache
def rules() -> dict[str, Rule]:
    """The rules of the same file by code."""
    return {row["code"]: _rule(row) for row in _told()["rule"]}


def suggested(texts: dict[MaskedField, str], compartments: Iterable[str], audience: str) -> Iterator[Suggestion]:
    """What the rules would mask of a line's texts; of a line that is masked whole, nothing more."""
    whole = [rule for rule in rules().values() if rule.whole and _fits(rule, set(compartments), audience)]
    if whole:
        for field in (MaskedField.SAID, MaskedField.WHERE):
            if texts[field]:
                yield Suggestion(whole[0].code, field, 0, len(texts[field]), whole[0].ground)
        return
    for rule in rules().values():
        for field in (MaskedField.SAID, MaskedField.ON_BEHALF) if rule.pattern else ():
            for found in rule.pattern.finditer(texts[field]) if rule.pattern else ():
                yield Suggestion(rule.code, field, *found.span(), rule.ground)


def hints(compartments: Iterable[str], audience: str) -> list[Rule]:
    """The rules that only ask to read a line with care."""
    found = set(compartments)
    return [rule for rule in rules().values() if not rule.whole and not rule.pattern and _fits(rule, found, audience)]


def _fits(rule: Rule, compartments: set[str], audience: str) -> bool:
    return rule.compartment in compartments or (rule.audience != "" and rule.audience == audience)


def _rule(row: dict[str, Any]) -> Rule:
    pattern = re.compile(row["pattern"]) if "pattern" in row else None
    return Rule(**{**row, "pattern": pattern})


def _told() -> dict[str, Any]:
    return tomllib.loads((asset_folder("seed") / "reference" / "secrecy.toml").read_text("utf-8"))
