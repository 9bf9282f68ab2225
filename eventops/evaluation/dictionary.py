"""The data dictionary: what every exported table and column is called and means, in both languages, as data."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..formats import Column
from ..log.kinds import Named
from ..paths import asset_folder


@dataclass(frozen=True)
class Meaning:
    """A column: `width` 0 where it stands only in JSON; `vocabulary` names where its codes are explained."""

    key: str
    type: str
    about_sv: str
    about_en: str
    width: int
    sv: str = ""
    en: str = ""
    unit: str = ""
    vocabulary: str = ""


@dataclass(frozen=True)
class Table(Named):
    """A table of the exports, with its columns in order."""

    about_sv: str
    about_en: str
    meanings: tuple[Meaning, ...]

    def columns(self, language: str) -> list[Column]:
        """The columns of a spreadsheet or a CSV, headed in a language."""
        return [Column(each.key, each.sv if language == "sv" else each.en, each.width) for each in self._shown]

    @property
    def _shown(self) -> list[Meaning]:
        return [each for each in self.meanings if each.width]

    def explained(self, *, shown: bool) -> Iterator[dict[str, Any]]:
        """Each column as a row of the dictionary; `shown`: only those of spreadsheets."""
        for each in self._shown if shown else self.meanings:
            yield {
                "table": self.code, "column": each.key, "sv": each.sv, "en": each.en, "type": each.type,
                "unit": each.unit, "vocabulary": each.vocabulary, "about_sv": each.about_sv, "about_en": each.about_en,
            }  # fmt: skip


DICTIONARY = [
    Column("table", "Tabell / Table", 14), Column("column", "Kolumn / Column", 18), Column("sv", "Svenska", 22),
    Column("en", "English", 22), Column("type", "Typ / Type", 10), Column("unit", "Enhet / Unit", 18),
    Column("vocabulary", "Vokabulär / Vocabulary", 14), Column("about_sv", "Betydelse", 60),
    Column("about_en", "Meaning", 60),
]  # fmt: skip


@cache
def tables() -> dict[str, Table]:
    """The tables of seed/reference/dictionary.toml by code, in their order."""
    told = tomllib.loads((asset_folder("seed") / "reference" / "dictionary.toml").read_text("utf-8"))
    return {row["code"]: _table(**row) for row in told["table"]}


def explained(codes: Iterable[str], *, shown: bool = True) -> list[dict[str, Any]]:
    """The dictionary of some tables, a row for each column."""
    return [row for code in codes for row in tables()[code].explained(shown=shown)]


def _table(column: list[dict[str, Any]], **row: str) -> Table:
    return Table(meanings=tuple(Meaning(**each) for each in column), **row)
