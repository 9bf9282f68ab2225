"""What a calculator is: what it asks for, how it works that out, and how it judges what it found."""

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, NamedTuple

Said = dict[str, Any]  # what was typed, by the name of the input
Figures = dict[str, Any]  # a calculator's table in seed/reference/calculators.toml


class Verdict(StrEnum):
    """How a result is judged."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Kind(StrEnum):
    """What an input takes."""

    NUMBER = "number"
    COUNT = "count"
    WIDTHS = "widths"
    CHOICE = "choice"
    YES = "yes"


class Input(NamedTuple):
    """One thing a calculator asks for; `known` names what the plan may already know of it (see Ground)."""

    name: str
    label: str
    unit: str = ""
    kind: Kind = Kind.NUMBER
    known: str = ""
    options: tuple[tuple[str, str], ...] = ()
    optional: bool = False


class Line(NamedTuple):
    """One thing found: a number, or a code that the calculator has a word for; `column` in a table of several."""

    name: str
    value: float | str
    column: str = ""


class Result(NamedTuple):
    """What was found, and the verdict on it."""

    lines: list[Line]
    verdict: Verdict

    def value(self, name: str, column: str = "") -> float | str | None:
        """What one line says."""
        return next((line.value for line in self.lines if (line.name, line.column) == (name, column)), None)

    def data(self) -> dict[str, Any]:
        """The lines as JSON holds them."""
        return {"lines": [list(line) for line in self.lines]}


class Calculator(NamedTuple):
    """A calculator in catalogue entries; `outputs` are label and unit of each line, `key` is the chief line."""

    name: str
    title: str
    formula: str
    threshold: str
    inputs: tuple[Input, ...]
    outputs: dict[str, tuple[str, str]]
    key: tuple[str, str]
    work: Callable[[Said, Figures], Result]
    columns: dict[str, str] = {}
    words: dict[str, str] = {}
    note: str = ""


def by_share(share: float, amber: float) -> Verdict:
    """Red above the whole, amber from a share of it."""
    return Verdict.RED if share > 1 else Verdict.AMBER if share >= amber else Verdict.GREEN


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The gravest of some verdicts; green for none."""
    return max(verdicts, key=list(Verdict).index, default=Verdict.GREEN)


def below(value: float, bands: list[Figures]) -> Figures:
    """The first of some bands, the lowest first, whose limit lies above a value."""
    return next((band for band in bands if value < band["upto"]), bands[-1])


def whole(value: float) -> int:
    """A number of people: halves are rounded up."""
    return int(Decimal(str(round(value, 6))).quantize(Decimal(1), ROUND_HALF_UP))
