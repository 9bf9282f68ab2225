"""A log on paper: rows shaped for the typesetter, and PDF pages numbered across all of its parts."""

import io
import json
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter

from ..formats import Row
from ..press import pdf as typeset
from ..press import pressed
from ..typeface import drawn, printable

TEMPLATE = Path(__file__).with_name("log.typ")
PART = 2500  # rows typeset at once: some 500 MB of memory


def line(row: Row) -> dict[str, Any]:
    """A line as the template draws it."""
    about, struck = row.get("about"), row["struck"]
    titled = about and row["kind"] == "opened" and not row["erased"] and about["title"] != row["said"]
    return {
        "number": row["number"], "occurred": when(row["occurred_at"]), "entered": when(row["entered_at"]),
        "incident": row["incident"], "priority": about["priority"] if about else None,
        "word": "" if row["kind"] in ("note", "opened") else printable(row["kind_name"]),
        "title": printable(about["title"]) if about and titled else "",
        "text": printable(row["said"]), "erased": row["erased"], "strikes": row["strikes"],
        "struck": struck and {"at": when(struck["at"]), "reason": printable(struck["reason"]), "by": _signed(struck)},
        "author": printable(row["author"]), "role": printable(row["role_name"] if row["role"] != "system" else ""),
        "on_behalf": printable(row["on_behalf"]), "audience": printable(row["audience_name"]),
    }  # fmt: skip


def incident(row: Row) -> dict[str, Any]:
    """An incident as the template draws it."""
    where = " · ".join(part for part in (row["sector"], row["place"]) if part)
    return {
        "number": row["number"], "occurred": when(row["occurred_at"]), "closed": when(row["closed_at"]),
        "category": f"{row['category']} {printable(row['category_name'])}", "title": printable(row["title"]),
        "erased": row["erased"], "priority": row["priority"], "state": printable(row["state_name"]),
        "where": printable(where), "units": printable(row["units_named"]), "audience": printable(row["audience_name"]),
    }  # fmt: skip


def when(moment: str | None) -> list[str]:
    """A local time with its offset as date, clock and offset; empty without one."""
    return [moment[:10], moment[11:19], moment[-6:]] if moment else []


def pdf(cover: Row, rows: Callable[[str], Iterator[Row]]) -> bytes:
    """The log as a PDF; `rows` gives the rows called "incidents" or "lines" from the beginning."""
    parts = _parts(rows)
    first = next(parts)
    if first["last"]:
        return typeset(TEMPLATE, _data(cover, first, alone=True), tagged=True)
    return _bound(cover, chain([first], parts))


def _bound(cover: Row, parts: Iterator[Row]) -> bytes:
    """A long log, typeset part by part; how many pages it has is known, and stamped on each, when all are there."""
    book = PdfWriter()
    for part in parts:
        book.append(io.BytesIO(_pressed(_data(cover, part, before=len(book.pages)))))
    empty = {"incidents": [], "lines": [], "first": False, "last": False}
    stamp = PdfReader(io.BytesIO(_pressed(_data(cover, empty, stamp=len(book.pages))))).pages[0]
    for page in book.pages:
        page.merge_page(stamp)
        page.compress_content_streams()
    book.add_metadata({"/Title": cover["title"], "/Author": cover["exporter"]})
    bound = io.BytesIO()
    book.write(bound)
    return bound.getvalue()


def _parts(rows: Callable[[str], Iterator[Row]]) -> Iterator[dict[str, Any]]:
    """The rows in order, PART at a time: first the incidents, then the lines."""
    named = chain(_shaped("incidents", rows, incident), _shaped("lines", rows, line))
    some, first = list(islice(named, PART)), True
    while first or some:
        following = list(islice(named, PART))
        part: dict[str, Any] = {kind: [row for name, row in some if name == kind] for kind in ("incidents", "lines")}
        yield {**part, "first": first, "last": not following}
        some, first = following, False


def _shaped(
    kind: str, rows: Callable[[str], Iterator[Row]], shape: Callable[[Row], dict[str, Any]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for count, row in enumerate(rows(kind)):
        yield kind, {**shape(row), "first": count == 0}


def _data(cover: Row, part: Row, *, before: int = 0, alone: bool = False, stamp: int | None = None) -> str:
    """What the template draws: `before` pages come before it; `stamp` is the number of pages, to be drawn alone."""
    return json.dumps({"cover": drawn(cover), **part, "before": before, "alone": alone, "stamp": stamp})


def _pressed(data: str) -> bytes:
    return pressed(TEMPLATE, data, tagged=False)


def _signed(struck: Row) -> str:
    """Initials, name and role of who struck a line."""
    initials = "".join(word[0] for word in struck["by"].split() if word[0].isalpha()).upper()
    return printable(f"{initials} ({struck['by']}, {struck['role']})")
