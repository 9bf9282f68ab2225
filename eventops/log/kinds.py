"""The kinds of interventions as the reference data has them: what each asks for, how long it may last, how it ends."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..paths import asset_folder


@dataclass(frozen=True)
class Named:
    """A code with its names."""

    code: str
    sv: str
    en: str

    def name(self, language: str) -> str:
        """What it is called in Swedish ("sv") or English."""
        return self.sv if language == "sv" else self.en


@dataclass(frozen=True)
class Kind(Named):
    """A kind of intervention; `minutes` is how long it may last, None where no law says."""

    basis: str
    source: str
    date: str
    short: str = ""
    person: bool = True
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    letter: str = ""
    minutes: int | None = None
    extended: int | None = None
    review: bool = False
    cell: bool = False
    ends: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    def brief(self, language: str) -> str:
        """What a narrow row calls it."""
        return self.short or self.name(language)

    @property
    def deprives(self) -> bool:
        """Whether it deprives somebody of their liberty: guards then hand over to the police without delay (R18)."""
        return self.cell

    def asks_for(self, field: str) -> bool:
        return field in self.needs or field in self.asks


@dataclass(frozen=True)
class Terms:
    """Minutes that clocks and the forecast of the cells go by."""

    review: int
    handover: int
    arrivals: int
    stay: int


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads((asset_folder("seed") / "reference" / "interventions.toml").read_text("utf-8"))


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by their code, in their order."""
    lists = ("needs", "asks", "ends", "categories")
    rows = [{**row, **{name: tuple(row.get(name, ())) for name in lists}} for row in _told()["kind"]]
    return {row["code"]: Kind(**row) for row in rows}


@cache
def outcomes() -> dict[str, Named]:
    """How interventions can end."""
    return {row["code"]: Named(**row) for row in _told()["outcome"]}


@cache
def reasons() -> dict[str, Named]:
    """Why somebody opens what is kept of persons."""
    return {row["code"]: Named(**row) for row in _told()["reason"]}


@cache
def terms() -> Terms:
    """What the clocks go by besides the limit of the kind."""
    return Terms(**_told()["terms"])


def suggested(category: str) -> list[Kind]:
    """The kinds that a category of incidents calls for."""
    return [kind for kind in kinds().values() if category in kind.categories]


# -- what does not belong in free text --

_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"  # a coordination number adds 60 to the day
_NUMBER = re.compile(rf"(?<!\d)(?:19|20)?\d\d{_DAY}[-+ ]?\d{{4}}(?!\d)")


@cache
def _words(topic: str) -> re.Pattern[str]:
    stems = "|".join(re.escape(stem) for stem in _told()["lint"][topic])
    return re.compile(rf"\b(?:{stems})", re.IGNORECASE)


def sensitive(text: str) -> list[str]:
    """What a text seems to hold of "number", "health" and "ethnicity", which are kept out of it (E8)."""
    found = ["number"] if _NUMBER.search(text) else []
    return found + [topic for topic in ("health", "ethnicity") if _words(topic).search(text)]
