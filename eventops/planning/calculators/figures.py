"""The numbers that calculators count with: reference data with source and date."""

import tomllib
from functools import cache
from typing import Any

from ...paths import asset_folder
from .calculator import Figures


@cache
def book() -> dict[str, Any]:
    """All of it, by calculator, and its version."""
    return tomllib.loads((asset_folder("seed") / "reference" / "calculators.toml").read_text("utf-8"))


def version() -> str:
    """Which numbers these are."""
    return str(book()["version"])


def figures(name: str) -> Figures:
    """A calculator's own table."""
    table: Figures = book()[name]
    return table
