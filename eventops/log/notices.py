"""Public notices of the Swedish police, read from a file as things that happened."""

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from .json_text import JsonText, Malformed, Problem, Stream, not_json, opened

SWEDEN = ZoneInfo("Europe/Stockholm")
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
NAME = re.compile(r"(\d{1,2}) ([a-z]+) (\d{1,2})[.:](\d{2})\b", re.IGNORECASE)
AHEAD = timedelta(days=31)  # notices of what is planned name a day after the one they are published
YEARS = range(1900, 2200)
TEXT_LIMIT = 10_000  # characters
NO_TEXT = re.compile("[\0\ud800-\udfff]")  # what no database keeps


@dataclass(frozen=True, slots=True)
class Notice:
    """One public notice; both times are aware UTC, the place is WGS84 degrees."""

    id: int
    published_at: datetime
    occurred_at: datetime
    type: str
    summary: str
    url: str
    place: str
    lat: float
    lon: float

    @property
    def title(self) -> str:
        return f"{self.type}, {self.place}" if self.place else self.type


def read_notices(path: Path) -> Iterator[tuple[int, Notice | Problem]]:
    """Every row of a file, with the line it begins on: JSON lines or one JSON array, UTF-8, plain or gzip.

    The file is read as a stream. A row that is no notice comes as a `Problem`; rows after it are read all the same,
    except where the array's JSON is broken or the compressed file is cut, which is where reading ends. Raises OSError
    if the file cannot be read.
    """
    line = 0
    with opened(path) as stream:
        try:
            for line, row in _rows(stream):
                yield line, row if isinstance(row, Problem) else _notice_or_problem(row)
        except (EOFError, zlib.error):
            yield line + 1, Problem("the compressed file is damaged here; the rest was not read")


def _rows(stream: Stream) -> Iterator[tuple[int, Any]]:
    return _array(stream) if stream.peek(1).lstrip().startswith(b"[") else _lines(stream)


def _lines(stream: Stream) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(stream, 1):
        if line.strip():
            try:
                yield number, json.loads(line.decode())
            except UnicodeDecodeError:
                yield number, Problem("not UTF-8 text")
            except (ValueError, RecursionError) as error:
                yield number, Problem(not_json(error))


def _array(stream: Stream) -> Iterator[tuple[int, Any]]:
    text = JsonText(stream)
    try:
        text.skip("[")
        for position in count():
            if text.next() == "]":
                return
            if position:
                text.skip(",")
            yield text.line, text.value()
    except UnicodeDecodeError:
        yield text.line, Problem("not UTF-8 text; the rest was not read")
    except (ValueError, RecursionError) as error:
        yield text.line, Problem(f"{not_json(error)}; the rest was not read")


def _notice_or_problem(row: Any) -> Notice | Problem:
    try:
        return _notice(row)
    except Malformed as error:
        return Problem(str(error))


def _notice(row: Any) -> Notice:
    if not isinstance(row, dict):
        raise Malformed("not an object")
    id, place = _id(row), row.get("location")
    if not isinstance(place, dict):
        raise Malformed("location is missing")
    published = _published(_text(row, "datetime"))
    lat, lon = _position(_text(place, "gps"))
    return Notice(
        id=id,
        published_at=published.astimezone(UTC),
        occurred_at=(_occurred(_text(row, "name"), published) or published).astimezone(UTC),
        type=" ".join(_text(row, "type").split()),
        summary=_text(row, "summary", empty=True),
        url=_text(row, "url", empty=True),
        place=_text(place, "name", empty=True),
        lat=lat,
        lon=lon,
    )


def _id(row: dict[str, Any]) -> int:
    value = row.get("id")
    if isinstance(value, bool) or not isinstance(value, int):
        raise Malformed("id is missing" if value is None else f"id is not a whole number: {value!r:.40}")
    return value


def _text(row: dict[str, Any], key: str, *, empty: bool = False) -> str:
    value = row.get(key, "" if empty else None)
    if not isinstance(value, str):
        raise Malformed(f"{key} is missing" if value is None else f"{key} is not text")
    if len(value) > TEXT_LIMIT:
        raise Malformed(f"{key} is longer than {TEXT_LIMIT} characters")
    if not (value.strip() or empty):
        raise Malformed(f"{key} is empty")
    if NO_TEXT.search(value):
        raise Malformed(f"{key} holds characters that are no text")
    return value.strip()


def _published(text: str) -> datetime:
    try:
        moment = datetime.strptime(text, "%Y-%m-%d %H:%M:%S %z")
    except ValueError:
        raise Malformed(f"datetime is not a time with a zone: {text:.40}") from None
    if moment.year not in YEARS:
        raise Malformed(f"datetime is out of range: {text:.40}")
    return moment


def _position(text: str) -> tuple[float, float]:
    try:
        lat, lon = map(float, text.split(","))
    except ValueError:
        raise Malformed(f"gps is not two numbers: {text:.40}") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise Malformed(f"gps is out of range: {text:.40}")
    return lat, lon


def _occurred(name: str, published: datetime) -> datetime | None:
    """When it happened by the name ("31 december 23.50, Brand, Nacka"): the latest such time up to a month ahead."""
    if not (told := NAME.match(name)) or told[2].lower() not in MONTHS:
        return None
    month = MONTHS.index(told[2].lower()) + 1
    for year in (published.year + 1, published.year, published.year - 1):
        try:
            moment = datetime(year, month, int(told[1]), int(told[3]), int(told[4]), tzinfo=SWEDEN)
        except ValueError:
            continue
        if moment <= published + AHEAD:
            return _unambiguous(moment, published)
    return None


def _unambiguous(moment: datetime, published: datetime) -> datetime:
    """In the hour that is lived twice when summer time ends, the one with the offset of the publishing."""
    later = moment.replace(fold=1)
    return later if later.utcoffset() == published.utcoffset() else moment
