"""What the number of a rule is called where people read it: a section of the law, not a number of ours."""

import tomllib
from functools import cache

from flask import Flask

from .paths import asset_folder
from .words import current_language


@cache
def laws() -> dict[str, dict[str, str]]:
    """The names of the rules in each language, by number ("R13")."""
    with (asset_folder("seed") / "reference/laws.toml").open("rb") as file:
        return tomllib.load(file)["law"]  # type: ignore[no-any-return]


def law(rule: str | None) -> str:
    """The section that a rule stands on, in the user's language; the text itself where it is no number of a rule."""
    return laws()[rule][current_language()] if rule in laws() else rule or ""


def init_app(app: Flask) -> None:
    """Give the templates the names of the rules."""
    app.jinja_env.filters["law"] = law
