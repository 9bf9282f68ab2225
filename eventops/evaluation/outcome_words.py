"""An outcome table in words: the lines of a text to publish, and the same on paper, in either language."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
from babel.numbers import format_decimal
from flask_babel import force_locale, gettext

from ..events.models import Event, Phase
from ..press import pressed
from ..typeface import drawn
from .headings import headings
from .outcome_table import Figure, OutcomeTable

TEMPLATE = Path(__file__).with_name("outcome.typ")
LANGUAGES = ("sv", "en")


def number(count: int, language: str) -> str:
    """A count as it is written in a language: 1 450, 1,450."""
    return str(format_decimal(count, locale="sv_SE" if language == "sv" else "en_GB"))


def exact(figure: Figure, language: str) -> str:
    """The count in figures; of checks also how many hit."""
    count = number(figure.count, language)
    if not figure.checks:
        return count
    found = number(figure.found, language)
    return str(gettext("%(checked)s, of which %(found)s positive", checked=count, found=found))


def sentence(figure: Figure, language: str) -> str:
    """The line of a heading: its own wording with {n} and {found} filled in, else its name and its count.

    A wording such as "about 40" that holds no {n} is followed by the exact count.
    """
    said = figure.line.wording(language) if figure.line else ""
    if not said:
        return f"{figure.heading.name(language)}: {exact(figure, language)}"
    filled = said.replace("{n}", number(figure.count, language)).replace("{found}", number(figure.found, language))
    return filled if "{n}" in said else f"{filled} ({exact(figure, language)})"


def final(event: Event) -> bool:
    """Whether the event and its log are closed: until then every figure is preliminary."""
    return event.phase is Phase.CLOSED


def title(event: Event, language: str) -> str:
    """The headline: what, of which event, when."""
    days = sorted({day.date.isoformat() for day in event.days})
    when = f", {days[0]} – {days[-1]}" if len(days) > 1 else f", {days[0]}" if days else ""
    with force_locale(language):
        return str(gettext("Outcome of %(event)s", event=event.name)) + when


def status(event: Event, language: str) -> str:
    """Whether the figures are preliminary or final, and what reports are."""
    with force_locale(language):
        if final(event):
            return str(gettext("Final figures of the closed log. A report is a suspicion, not a verdict."))
        return str(gettext("Preliminary figures: the event is not closed. A report is a suspicion, not a verdict."))


def sections(table: OutcomeTable, language: str) -> list[dict[str, Any]]:
    """The sections that say something: a name, the sum where it means anything, and the figures."""
    found = []
    for code, named in headings().sections.items():
        if figures := table.section(code):
            sums = code in ("crimes", "others")
            total = number(table.total(code), language) if sums else ""
            found.append({"code": code, "name": named.name(language), "total": total, "figures": figures})
    return found


def text(event: Event, table: OutcomeTable, language: str) -> str:
    """The whole table as plain text."""
    with force_locale(language):
        blocks = [title(event, language), _said(table, "intro", language)]
        for section in sections(table, language):
            head = section["name"] + (f": {section['total']}" if section["total"] else "")
            blocks.append("\n".join([head, *(f"– {sentence(each, language)}" for each in section["figures"])]))
        blocks += [_said(table, "closing", language), status(event, language)]
    return "\n\n".join(block for block in blocks if block)


def _said(table: OutcomeTable, part: str, language: str) -> str:
    line = table.said.get(part)
    return line.wording(language) if line else ""


Bars = Callable[[str, list[tuple[str, int]], str], str]


def paper(event: Event, table: OutcomeTable, language: str, made: str, bars: Bars) -> bytes:
    """The table as a PDF; `made` says when and by whom, `bars` draws named counts as SVG."""
    with force_locale(language):
        told = {
            "language": language, "exercise": gettext("EXERCISE") if event.exercise else "", "event": event.name,
            "title": title(event, language), "head": gettext("Outcome"), "made": made,
            "intro": _said(table, "intro", language), "closing": _said(table, "closing", language),
            "status": status(event, language),
            "sections": [_on_paper(each, language) for each in sections(table, language)],
        }  # fmt: skip
        drawing = chart(table, language, bars)
    told = {**drawn(told), "chart": {**drawn(drawing), "svg": drawing["svg"]}}
    return pressed(TEMPLATE, orjson.dumps(told).decode(), tagged=True)


def chart(table: OutcomeTable, language: str, bars: Bars) -> dict[str, Any]:
    """The crimes reported as bars, the most first, with what says so in words; empty where there are none."""
    ranked = sorted(table.section("crimes"), key=lambda figure: -figure.count)
    rows = [(figure.heading.name(language), figure.count) for figure in ranked if figure.count]
    if not rows:
        return {"name": "", "svg": "", "text": "", "rows": []}
    name = headings().sections["crimes"].name(language)
    text = ", ".join(f"{named}: {count}" for named, count in rows)
    return {"name": name, "svg": str(bars(name, rows, text)), "text": text, "rows": rows}


def _on_paper(section: dict[str, Any], language: str) -> dict[str, Any]:
    rows = []
    for figure in section["figures"]:
        own = figure.line.wording(language) if figure.line else ""
        rows.append([figure.heading.name(language), sentence(figure, language) if own else "", exact(figure, language)])
        if len(figure.checks) > 1:
            rows += [[f"   {each.name}", "", f"{number(each.checked, language)} / {number(each.found, language)}"]
                     for each in figure.checks]  # fmt: skip
    return {"name": section["name"], "total": section["total"], "rows": rows}
