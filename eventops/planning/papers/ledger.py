"""Parts of a plan as a table, as cards, or as the sentence that there are none."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext

from ..forms import FORMS
from ..spoken import label_of
from .blocks import Block, card, heading, table, text
from .reading import Reading, Said


def ledger(
    reading: Reading, plural: str, names: Sequence[str], widths: Sequence[int], parts: Iterable[Said] | None = None
) -> list[Block]:
    """Parts of a kind, all unless some are given, with a column for each field; nothing where there are none."""
    found = reading.parts(plural) if parts is None else list(parts)
    rows = [[str(part["number"]), *(reading.said(plural, part, name) for name in names)] for part in found]
    heads = [gettext("No."), *(label_of(plural, name) for name in names)]
    return [table(heads, rows, (0, *widths))] if rows else []


def in_full(reading: Reading, plural: str, parts: Iterable[Said] | None = None) -> list[Block]:
    """Each part in a frame with everything it says."""
    found = reading.parts(plural) if parts is None else parts
    return [card(f"{part['number']} {reading.title(plural, part)}", reading.everything(plural, part)) for part in found]


def under(title: str, blocks: Sequence[Block], level: int = 2) -> list[Block]:
    """Blocks under a heading; where there are none, that nothing is planned."""
    return [heading(title, level), *(blocks or [text(gettext("Nothing is planned here."), soft=True)])]


def under_its_name(plural: str, blocks: Sequence[Block], level: int = 2) -> list[Block]:
    """The same, under what the parts of a kind are called."""
    return under(str(FORMS[plural].NAMES), blocks, level)
