"""The action cards that come with eventops, for planners to take over and make their own."""

import tomllib
from functools import cache
from typing import Any

from ..paths import asset_folder

SAID = ("occasion", "audience", "limit_value", "limit_unit")


@cache
def default_cards(language: str) -> dict[str, dict[str, Any]]:
    """The fields of each default card in a language ("sv" or "en"), by its code, with source and date."""
    told = tomllib.loads((asset_folder("seed") / "reference" / "cards.toml").read_text("utf-8"))
    source = f"{told['source'][language]}, {told['date']}"
    return {
        row["code"]: {**{name: row[name] for name in SAID if name in row}, **row[language], "source": source}
        for row in told["card"]
    }
