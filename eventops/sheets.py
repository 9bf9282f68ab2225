"""Tables in files of strangers: CSV and XLSX, read as a process of its own, so that no file stops the server.

`python -m eventops.sheets` reads a file on its input and writes its sheets as JSON; with `write` it is the other way
round.
"""

import csv
import io
import os
import re
import resource
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zipfile import BadZipFile, ZipFile

import openpyxl
import orjson
from xlsxwriter import Workbook

from .errors import N_, Refused
from .formats import Column, Row, legible

MOST_BYTES = 10 * 2**20
MOST_UNPACKED = 100 * 2**20
MOST_PARTS = 1000  # files in a workbook
MOST_ROWS = 10_000  # that hold something
MOST_LINES = 50_000  # rows, empty ones among them
MOST_COLUMNS = 100
MOST_SHEETS = 20
LONGEST = 2000  # characters of a cell
MEMORY, SECONDS, PATIENCE = 2 * 2**30, 60, 120
DELIMITERS = ";,\t|"
AFTER_OTHERS = 10  # how nice it is to the server beside it
_readers = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Sheet:
    """A table as it stands in a file: (row from 1, its cells as text), without the empty rows."""

    name: str
    rows: list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Tables:
    """The sheets of a file; `encoding` and `delimiter` of a CSV, empty for a workbook."""

    sheets: list[Sheet]
    encoding: str = ""
    delimiter: str = ""

    def packed(self) -> bytes:
        """The same as bytes."""
        sheets = [[each.name, each.rows] for each in self.sheets]
        return orjson.dumps([sheets, self.encoding, self.delimiter])

    @classmethod
    def unpacked(cls, content: bytes) -> "Tables":
        """What `packed` made bytes of."""
        sheets, encoding, delimiter = orjson.loads(content)
        return cls([Sheet(name, [(line, cells) for line, cells in rows]) for name, rows in sheets], encoding, delimiter)


def read_beside(content: bytes) -> Tables:
    """The tables in a file, read beside this process. Refused (field "file") for what cannot be read or is too much."""
    if not content:
        raise _refused(N_("Choose a file that holds something."))
    if len(content) > MOST_BYTES:
        raise _refused(N_("The file is too large. At most %(most)s MB."), most=MOST_BYTES // 2**20)
    command = [sys.executable, "-m", "eventops.sheets"]
    with _readers:
        try:
            done = subprocess.run(command, input=content, capture_output=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            raise _refused(N_("The file takes too long to read. Save it anew, with only the table in it.")) from None
    if done.returncode != 0:
        raise _refused(N_("The file cannot be read. Save it anew as XLSX or CSV."))
    if done.stdout.startswith(b"{"):
        told = orjson.loads(done.stdout)
        raise _refused(told["message"], **told["values"])
    return Tables.unpacked(done.stdout)


def write_beside(title: str, tab: str, columns: Sequence[Column], rows: Iterable[Row]) -> bytes:
    """A workbook of one sheet, called `tab`, made beside this process; whatever could be a formula is text in it."""
    told = [[column.heading for column in columns], *([column.of(row) for column in columns] for row in rows)]
    command = [sys.executable, "-m", "eventops.sheets", "write"]
    given = orjson.dumps([title, tab, [column.width for column in columns], told])
    with _readers:
        return subprocess.run(command, input=given, stdout=subprocess.PIPE, timeout=PATIENCE, check=True).stdout


def write(title: str, tab: str, widths: Sequence[int], rows: Sequence[Sequence[Any]]) -> bytes:
    """A workbook of one sheet, whose first row is its heading."""
    made = io.BytesIO()
    as_written = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(made, {"constant_memory": True, **as_written}) as book:
        book.set_properties({"title": legible(title)})
        sheet, bold = book.add_worksheet(_tab(tab)), book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(rows) - 1, 1), len(widths) - 1)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        for line, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if isinstance(cell, int | float):
                    sheet.write_number(line, place, cell)
                elif cell:
                    sheet.write_string(line, place, legible(str(cell)), None if line else bold)
    return made.getvalue()


def _tab(name: str) -> str:
    """What a sheet may be called: at most 31 characters, and none that stand for something in a formula."""
    return re.sub(r"[\[\]:*?/\\']", " ", legible(name)).strip()[:31].strip()


def read(content: bytes) -> Tables:
    """The tables in a file; what it is, its first bytes say."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused(N_("This is an old or locked workbook. Save it as XLSX or CSV without a password."))
    tables = _workbook(content) if content.startswith(b"PK") else _csv(content)
    if not any(sheet.rows for sheet in tables.sheets):
        raise _refused(N_("There is no table in the file."))
    return tables


def _workbook(content: bytes) -> Tables:
    try:
        _weigh(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][:MOST_SHEETS]
        return Tables([Sheet(sheet.title, _kept(_cells(sheet))) for sheet in seen])
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError):
        raise _refused(N_("The file cannot be read. Save it anew as XLSX or CSV.")) from None


def _weigh(content: bytes) -> None:
    """Refuse a workbook that would unpack to more than it should."""
    with ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _refused(
            N_("The workbook unpacks to more than %(most)s MB. Save only the table."), most=MOST_UNPACKED // 2**20
        )


def _cells(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
        yield [_text(value) for value in row]


def _kept(rows: Iterable[list[str]]) -> list[tuple[int, list[str]]]:
    """The rows that hold something, each with its number and without its empty end."""
    kept: list[tuple[int, list[str]]] = []
    for line, cells in enumerate(rows, start=1):
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            kept.append((line, cells[:MOST_COLUMNS]))
        if len(kept) > MOST_ROWS + 1 or line > MOST_LINES:
            raise _refused(N_("The file holds more than %(most)s rows. Divide it."), most=MOST_ROWS)
    return kept


def _text(value: Any) -> str:
    """A cell as text: dates as ISO 8601, whole numbers without a point."""
    if value is None or isinstance(value, timedelta):
        return "" if value is None else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat() if isinstance(value, date) else value.isoformat("minutes")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)[: LONGEST + 1]


def _csv(content: bytes) -> Tables:
    encoding = _encoding(content)
    text = content.decode(encoding, "replace").removeprefix("\ufeff")
    said, _, rest = text.partition("\n")
    if said.strip().lower().startswith("sep=") and len(said.strip()) == 5:  # as Excel writes it
        delimiter, text = said.strip()[4], "\n" + rest
    else:
        delimiter = _delimiter(text)
    try:
        rows = _kept([cell[: LONGEST + 1] for cell in row] for row in csv.reader(_lines(text), delimiter=delimiter))
    except csv.Error:
        raise _refused(N_("The file cannot be read. Save it anew as XLSX or CSV.")) from None
    return Tables([Sheet("", rows)], encoding.removesuffix("-sig"), delimiter)


def _encoding(content: bytes) -> str:
    """UTF-8 or UTF-16 when it is that, else what Windows wrote in Sweden."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    first = content[:4000]
    if first[1::2].count(0) > len(first) // 4:
        return "utf-16-le"
    if first[0::2].count(0) > len(first) // 4:
        return "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _delimiter(text: str) -> str:
    """What divides most of the first rows into the most cells."""
    beginning = text[:20_000]

    def cells(delimiter: str) -> int:
        try:
            rows = list(csv.reader(_lines(beginning), delimiter=delimiter))[:30]
        except csv.Error:
            return 0
        counted = Counter(len(row) for row in rows if row)
        return max(((width - 1) * count for width, count in counted.items()), default=0)

    return max(DELIMITERS, key=cells)


def _lines(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")


def _refused(message: str, **values: Any) -> Refused:
    return Refused(message, field="file", **values)


def _answer(content: bytes) -> bytes:
    try:
        return read(content).packed()
    except Refused as reason:
        return orjson.dumps({"message": reason.message, "values": reason.values})


if __name__ == "__main__":
    os.nice(max(0, AFTER_OTHERS - os.nice(0)))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    given = sys.stdin.buffer.read()
    sys.stdout.buffer.write(write(*orjson.loads(given)) if sys.argv[1:] == ["write"] else _answer(given))
