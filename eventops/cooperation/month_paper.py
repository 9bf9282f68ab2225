"""A month's report on paper and as CSV, in either language, from what it says as data."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from babel.dates import format_skeleton
from babel.numbers import format_decimal, format_percent
from flask_babel import force_locale, gettext

from ..formats import Column, csv_file
from ..planning.forms.measure import OUTCOMES
from ..press import pressed
from ..typeface import drawn
from ..words import label
from .month_counts import SPANS, Row, reference

TEMPLATE = Path(__file__).with_name("month.typ")
WITHHELD = "··"
LOCALES = {"sv": "sv_SE", "en": "en_GB"}


def month_name(month: str, language: str) -> str:
    """June 2026."""
    return str(format_skeleton("yMMMM", date.fromisoformat(f"{month}-01"), locale=LOCALES[language]))


def count(value: int | None, language: str) -> str:
    """A count, or the sign of one that is withheld."""
    return WITHHELD if value is None else str(format_decimal(value, locale=LOCALES[language]))


def change(found: list[float] | None, language: str) -> str:
    """By how much there was more or less a day, with the interval: +8 % (+2 – +15)."""
    if found is None:
        return "–"
    value, low, high = (_signed(each, language) for each in found)
    return f"{value} ({low} – {high})"


def certain(found: list[float] | None) -> str:
    """Whether a change is one: "more", "fewer" or "" where the interval holds 1."""
    if found is None or found[1] <= 1 <= found[2]:
        return ""
    return "more" if found[0] > 1 else "fewer"


def title(told: Row, language: str) -> str:
    """What it is the report of."""
    with force_locale(language):
        return str(gettext("Situation report %(month)s", month=month_name(told["month"], language)))


def heads(told: Row) -> list[str]:
    """What the columns of counts are called, the sum last if there is one."""
    names = [name or str(gettext("Elsewhere")) for name in told["columns"]]
    return [*names, str(gettext("All"))] if len(names) > 1 else [str(gettext("All"))]


def cells(row: Row, name: str, told: Row) -> list[int | None]:
    """The counts of a row in a span as they stand under the heads."""
    return list(row[name]) if len(told["columns"]) > 1 else [row[name][-1]]


def paper(told: Row, language: str, made: str) -> bytes:
    """The report as a PDF; `made` says which version it is, when and by whom."""
    with force_locale(language):
        data = {
            "language": language, "exercise": gettext("EXERCISE") if told["exercise"] else "", "event": told["event"],
            "title": title(told, language), "head": gettext("Situation report"), "made": made,
            "status": _status(told), "texts": _texts(told, language), "counted": _counted(told, language),
            "changed": _changed(told, language), "notes": notes(told), "partners": _partners(told),
            "priorities": _done(told["priorities"], "title", "expected", "result", "verdict"),
            "measures": _done(told["measures"], "text", "owner", "evaluation", "outcome"),
            "words": {"partners": gettext("Who reported"), "priorities": gettext("Priorities and how they went"),
                      "measures": gettext("Measures carried out")},
        }  # fmt: skip
    return pressed(TEMPLATE, orjson.dumps(drawn(data)).decode(), tagged=True)


def csv(told: Row, language: str) -> Iterator[bytes]:
    """A row for each group, municipality and span."""
    with force_locale(language):
        columns = [
            Column("month", gettext("Month"), 10), Column("group", gettext("Group"), 24),
            Column("where", gettext("Municipality"), 20), Column("now", gettext("The month"), 10),
            Column("before", gettext("The month before"), 10),
            Column("year", gettext("The same month a year before"), 10),
        ]  # fmt: skip
        rows = [*_lines(told)]
    return csv_file(columns, rows)


def _lines(told: Row) -> Iterator[dict[str, Any]]:
    names = heads(told)
    for row in (*told["rows"], told["all"]):
        counts = {name: cells(row, name, told) for name in SPANS}
        for at, where in enumerate(names):
            found = {name: WITHHELD if each[at] is None else each[at] for name, each in counts.items()}
            yield {"month": told["month"], "group": group(row), "where": where, **found}


def group(row: Row) -> str:
    """What a row counts."""
    return label("category_group", row["group"]) if row["group"] else str(gettext("All"))


def notes(told: Row) -> list[str]:
    """What is said below the figures."""
    said = [
        gettext("Incidents of the log and matters that partners reported, each counted once, by operational day. A report is a suspicion, not a verdict."),  # noqa: E501
        gettext("Changes are of the daily mean, with exact 95 % intervals for Poisson counts. Where the interval holds 0 no change is certain."),  # noqa: E501
    ]  # fmt: skip
    if told["withheld"]:
        said.append(gettext(
            "%(sign)s: withheld. Counts of 1–%(most)s are never told, and others are withheld with them so that nothing can be computed back.",  # noqa: E501
            sign=WITHHELD, most=told["least"] - 1,
        ))  # fmt: skip
    return [str(each) for each in said]


def _status(told: Row) -> str:
    said = [gettext("Version %(number)s", number=told["version"])]
    if told["because"]:
        said.append(gettext("Corrected: %(reason)s", reason=told["because"]))
    return ". ".join(map(str, said))


def _texts(told: Row, language: str) -> list[list[str]]:
    return [
        [part[language], told["texts"][part["code"]]] for part in reference()["part"] if told["texts"].get(part["code"])
    ]


def _counted(told: Row, language: str) -> dict[str, Any]:
    rows = [
        [group(row), *(count(each, language) for each in cells(row, "now", told))]
        for row in (*told["rows"], told["all"])
    ]
    return {"name": str(gettext("What happened")), "heads": [gettext("Group"), *heads(told)], "rows": rows}


def _changed(told: Row, language: str) -> dict[str, Any]:
    names = [gettext("The month before"), gettext("The same month a year before")]
    rows = []
    for row in (*told["rows"], told["all"]):
        pairs = [(row[name][-1], row["changes"][name][-1]) for name in SPANS[1:]]
        said = [text for then, found in pairs for text in (count(then, language), change(found, language))]
        rows.append([group(row), count(row["now"][-1], language), *said])
    head = [gettext("Group"), gettext("The month"), names[0], gettext("Changed by"), names[1], gettext("Changed by")]
    return {"name": str(gettext("Compared with before")), "heads": head, "rows": rows}


def _partners(told: Row) -> list[list[str]]:
    def said(each: Row) -> str:
        return str(gettext("%(reported)s of %(asked)s periods", reported=each["reported"], asked=each["asked"]))

    return [[each["name"], said(each)] for each in told["partners"]]


def _done(rows: list[Row], *names: str) -> list[list[str]]:
    """Title, what was wanted or whose it is, what came of it, what follows."""
    *said, follows = names
    return [
        [*(each[name] or "" for name in said), str(OUTCOMES.get(each[follows], "")) if each[follows] else ""]
        for each in rows
    ]


def _signed(times: float, language: str) -> str:
    found = format_percent(times - 1, "+#,##0 %;−#,##0 %", locale=LOCALES[language])
    return str(found)
