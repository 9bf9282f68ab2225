"""Rows of data as files for other programs: whole in every format, harmless in a spreadsheet, made row by row."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import orjson

TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ILLEGAL = re.compile("[\x80-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
STEP = 200  # rows written at once: a few milliseconds of work

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """One column of a table: where its value is in a row ("struck.by"), its heading, its width in characters."""

    key: str
    heading: str
    width: int

    def of(self, row: Row) -> Any:
        """The row's value in this column, None where there is none."""
        value: Any = row
        for part in self._path:
            value = value.get(part) if value else None
        return value

    @cached_property
    def _path(self) -> tuple[str, ...]:
        return tuple(self.key.split("."))


def legible(text: str) -> str:
    """A text without what XML and paper refuse: control characters become their pictures, impossible ones U+FFFD."""
    if text.isprintable():
        return text
    shown = _CONTROLS.sub(lambda found: chr(0x2400 + ord(found[0])) if found[0] != "\x7f" else "\u2421", text)
    return _ILLEGAL.sub("\ufffd", shown)


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula."""
    return text.startswith(TRIGGERS)


def inert(value: Any) -> Any:
    """A value for a CSV cell; a text that could be taken for a formula gets an apostrophe before it."""
    if not isinstance(value, str):
        return "" if value is None else int(value) if isinstance(value, bool) else value
    text = legible(value)
    return f"'{text}" if starts_formula(text) else text


def csv_file(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[bytes]:
    """A CSV as Excel opens it in Sweden by a double click: UTF-8 with BOM, semicolons, decimal points, CRLF."""
    yield "\ufeff".encode() + _csv_lines([[column.heading for column in columns]])
    for some in _in_steps(rows):
        yield _csv_lines([[inert(column.of(row)) for column in columns] for row in some])


def _csv_lines(cells: Iterable[Iterable[Any]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(cells)
    return written.getvalue().encode()


def json_file(head: Row, **lists: Iterable[Row]) -> Iterator[bytes]:
    """One JSON object: the members of `head`, then each list of rows under its name."""
    yield orjson.dumps(head)[:-1]
    for name, rows in lists.items():
        yield b",\n" + orjson.dumps(name) + b":["
        yield from _members(rows)
        yield b"\n]"
    yield b"}\n"


def geojson_file(head: Row, features: Iterable[Row], **lists: Iterable[Row]) -> Iterator[bytes]:
    """A FeatureCollection (RFC 7946); `head` and further lists stand beside the features as foreign members."""
    return json_file({"type": "FeatureCollection", **head}, features=features, **lists)


def feature(properties: Row, *, lat: float | None, lon: float | None) -> dict[str, Any]:
    """A Feature at a point in WGS84, or with no geometry where the point is not known."""
    point = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "geometry": point, "properties": properties}


def _members(rows: Iterable[Row]) -> Iterator[bytes]:
    between = b"\n"
    for some in _in_steps(rows):
        yield between + b",\n".join(orjson.dumps(row) for row in some)
        between = b",\n"


def _in_steps(rows: Iterable[Row]) -> Iterator[list[Row]]:
    each = iter(rows)
    while some := list(islice(each, STEP)):
        yield some
