"""What lessons are about: seed/reference/lessons.toml."""

import tomllib
from functools import cache

from ..paths import asset_folder


@cache
def lesson_categories(language: str) -> dict[str, str]:
    """The categories' names in a language, by code, in their order."""
    told = tomllib.loads((asset_folder("seed") / "reference" / "lessons.toml").read_text("utf-8"))
    return {row["code"]: row["sv" if language == "sv" else "en"] for row in told["category"]}
