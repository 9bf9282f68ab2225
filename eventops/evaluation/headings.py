"""The headings of an outcome table as the reference data has them: what of a log counts under each."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..log.kinds import Named
from ..paths import asset_folder

OTHERS = "*"


@dataclass(frozen=True)
class Heading(Named):
    """A heading, and the codes of the log that are counted under it."""

    section: str
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    dispositions: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


@dataclass(frozen=True)
class Headings:
    """All headings in their order, by section; `reported` and `nothing` are dispositions."""

    sections: dict[str, Named]
    all: dict[str, Heading]
    reported: frozenset[str]
    nothing: frozenset[str]

    def of(self, section: str) -> list[Heading]:
        """The headings of a section."""
        return [each for each in self.all.values() if each.section == section]

    def deciding(self, disposition: str | None) -> bool:
        """Whether a disposition is itself a measure, so that it tells more than the category."""
        return any(disposition in each.dispositions for each in self.all.values())

    def measures(self, heading: Heading, category: str, disposition: str | None) -> bool:
        """Whether an incident counts as a measure: by how it ended, else by what it was about."""
        if disposition in heading.dispositions:
            return not any(disposition in each.also and category in each.categories for each in self.all.values())
        decided = disposition in self.nothing or self.deciding(disposition)
        return category in heading.categories and (disposition in heading.also or not decided)

    def of_report(self, category: str) -> Heading:
        """Under which heading a report of a category comes."""
        return _first("reports", category)

    def of_check(self, category: str) -> Heading:
        """Under which heading a check on an incident of a category comes; "" is on no incident."""
        return _first("checks", category)


@cache
def headings() -> Headings:
    """The headings of seed/reference/outcome.toml."""
    told = tomllib.loads((asset_folder("seed") / "reference" / "outcome.toml").read_text("utf-8"))
    return Headings(
        {row["code"]: Named(**row) for row in told["section"]}, {row["code"]: _heading(row) for row in told["heading"]},
        frozenset(told["reported"]), frozenset(told["nothing"]),
    )  # fmt: skip


@cache
def _first(name: str, category: str) -> Heading:
    """By the code itself, else by the letter of its group, else among the others."""
    found = {code: each for each in headings().all.values() for code in getattr(each, name)}
    return found.get(category) or found.get(category[:1] or OTHERS) or found[OTHERS]


def _heading(row: dict[str, Any]) -> Heading:
    lists = ("kinds", "categories", "dispositions", "also", "checks", "reports")
    return Heading(**{**row, **{name: tuple(row.get(name, ())) for name in lists}})
