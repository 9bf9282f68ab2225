"""What calculations say in words: inputs with their units, results as rows and as a table of scenarios."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from flask_babel import format_decimal, gettext

from ..errors import N_
from .calculators import CALCULATORS, Calculator, Input, Kind, figures
from .ground import Ground, outdated
from .models import Calculation


class Row(NamedTuple):
    """One thing said: its label, and a text for each column (one, outside of a table)."""

    label: str
    texts: Sequence[str]


class Told(NamedTuple):
    """A result: plain rows, and rows under the headings of `columns`."""

    rows: list[Row]
    columns: list[str]
    table: list[Row]


def title_of(name: str) -> str:
    """What a calculator is called."""
    return str(gettext(CALCULATORS[name].title))


def threshold_of(calculator: Calculator) -> str:
    """What makes it red or amber, with the limits of the reference data."""
    return str(gettext(calculator.threshold, **_limits(calculator.name)))


def told(name: str, lines: Iterable[Sequence[Any]]) -> Told:
    """A result in words; `lines` are name, value and column."""
    calculator, plain, table = CALCULATORS[name], [], dict[str, dict[str, str]]()
    for line, value, column in lines:
        if column:
            table.setdefault(line, {})[column] = number(value)
        else:
            plain.append(Row(_label(calculator, line), [_text(calculator, line, value)]))
    columns = [column for column in calculator.columns if any(column in row for row in table.values())]
    rows = [Row(_labelled(calculator, line), [row.get(each, "–") for each in columns]) for line, row in table.items()]
    return Told(plain, [gettext(calculator.columns[column]) for column in columns], rows)


def chief(name: str, lines: Iterable[Sequence[Any]]) -> tuple[str, str]:
    """The line of a result that matters most: its label, and what it says."""
    calculator = CALCULATORS[name]
    found = next((value for line, value, column in lines if (line, column) == calculator.key), "–")
    return _label(calculator, calculator.key[0]), _text(calculator, calculator.key[0], found)


def given(name: str, inputs: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What went in, as pairs of label and text; what was left empty is left out."""
    asked = ((each, inputs.get(each.name)) for each in CALCULATORS[name].inputs)
    return [(gettext(each.label), _given(each, value)) for each, value in asked if value not in (None, "", False)]


def spoken(part: Mapping[str, Any]) -> list[tuple[str, str]]:
    """An accepted calculation as pairs of label and text, from a row or a frozen part."""
    found = told(part["calculator"], part["result"]["lines"])
    table = [(row.label, _in_line(found.columns, row.texts)) for row in found.table]
    return [*given(part["calculator"], part["inputs"]), *((row.label, row.texts[0]) for row in found.rows), *table]


def changed_since(calculation: Calculation, now: Ground) -> list[str]:
    """What has changed since a calculation was accepted, in words."""
    names = {each.name: each.label for each in CALCULATORS[calculation.calculator].inputs}
    names["reference"] = N_("The numbers behind it")
    return [gettext(names[name]) for name in outdated(calculation, now)]


def origins(name: str, known: Mapping[str, Any]) -> dict[str, str]:
    """What each input starts from: what the plan knows, or the default of the reference data."""
    default, said = figures(name).get("default", {}), {}
    for each in CALCULATORS[name].inputs:
        if each.name in known:
            said[each.name] = gettext("From the plan: %(value)s", value=_given(each, known[each.name]))
        elif each.name in default and each.kind is not Kind.YES:
            said[each.name] = gettext("Default: %(value)s", value=_given(each, default[each.name]))
    return said


def number(value: float | str) -> str:
    """A number as it is written in the user's language."""
    return value if isinstance(value, str) else str(format_decimal(value, format="#,##0.##"))


def _in_line(columns: Sequence[str], texts: Sequence[str]) -> str:
    return ", ".join(f"{column} {text}" for column, text in zip(columns, texts, strict=True) if text != "–")


def _given(each: Input, value: Any) -> str:
    if each.kind is Kind.YES:
        return str(gettext("yes"))
    if each.kind is Kind.CHOICE:
        return str(gettext(dict(each.options)[value]))
    text = " + ".join(number(width) for width in value) if each.kind is Kind.WIDTHS else number(value)
    return f"{text} {gettext(each.unit)}" if each.unit else text


def _text(calculator: Calculator, line: str, value: float | str) -> str:
    unit = calculator.outputs[line][1]
    text = gettext(calculator.words[value]) if value in calculator.words else number(value)
    return f"{text} {gettext(unit)}" if unit else text


def _label(calculator: Calculator, line: str) -> str:
    return str(gettext(calculator.outputs[line][0]))


def _labelled(calculator: Calculator, line: str) -> str:
    unit = calculator.outputs[line][1]
    return f"{_label(calculator, line)} ({gettext(unit)})" if unit else _label(calculator, line)


def _limits(name: str) -> dict[str, str]:
    """The scalar figures, shares as percentages, and where each band begins ("dangerous_from")."""
    table, limits = figures(name), {}
    for key, value in table.items():
        if isinstance(value, int | float):
            limits[key] = f"{value:.0%}".replace("%", " %") if value <= 1 else number(value)
        elif isinstance(value, list) and value and isinstance(value[0], dict) and "upto" in value[0]:
            limits |= {f"{after['name']}_from": number(before["upto"]) for before, after in pairwise(value)}
    return limits
