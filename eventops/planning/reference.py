"""What a plan refers to that is reference data: the categories of incidents, and the indicators that are computed."""

import tomllib
from functools import cache
from typing import Any, NamedTuple

from ..paths import asset_folder


class Category(NamedTuple):
    """A kind of incident, in both languages."""

    code: str
    sv: str
    en: str


class Indicator(NamedTuple):
    """What evaluation computes: `unit` is a code of words.LABELS; `better` is "lower" or "higher"."""

    code: str
    sv: str
    en: str
    unit: str
    better: str

    def meets(self, value: float, target: float) -> bool:
        """Whether a value is as good as its target."""
        return value <= target if self.better == "lower" else value >= target


@cache
def categories() -> dict[str, Category]:
    """The incident taxonomy by code, in its order."""
    return {row["code"]: Category(row["code"], row["sv"], row["en"]) for row in _rows("taxonomy", "category")}


@cache
def indicators() -> dict[str, Indicator]:
    """What an objective can be bound to, by code: also what is measured besides and says which way is better."""
    rows = [*_rows("indicators", "indicator"), *(row for row in _rows("indicators", "measured") if "better" in row)]
    return {row["code"]: Indicator(**{name: row[name] for name in Indicator._fields}) for row in rows}


def _rows(file: str, table: str) -> list[dict[str, Any]]:
    path = asset_folder("seed") / "reference" / f"{file}.toml"
    return tomllib.loads(path.read_text("utf-8"))[table]  # type: ignore[no-any-return]
