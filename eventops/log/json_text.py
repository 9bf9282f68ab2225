"""JSON that is read as it arrives, plain or packed, with the line each value begins on."""

import gzip
import json
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any

Stream = BufferedReader | gzip.GzipFile

PIECE = 64 * 1024  # bytes read at a time
LONGEST = 1024 * 1024  # characters of one value
GZIP_MAGIC, BOM = b"\x1f\x8b", b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is not what it should be."""

    reason: str


class Malformed(ValueError):
    """A row, or the text it stands in, is not what it should look like."""


@contextmanager
def opened(path: Path) -> Iterator[Stream]:
    """A file's content as a stream, unpacked if it is gzip, without its byte order mark. Raises OSError."""
    with path.open("rb") as raw:
        packed = raw.read(2) == GZIP_MAGIC
        raw.seek(0)
        stream = gzip.GzipFile(fileobj=raw) if packed else raw
        if stream.peek(len(BOM)).startswith(BOM):
            stream.read(len(BOM))
        yield stream


def not_json(error: Exception) -> str:
    """What the parser found wrong, in half a line."""
    return f"not JSON: {getattr(error, 'msg', error)}"


class JsonText:
    """A JSON text that arrives in pieces, with the line we are on. Values longer than `longest` are refused."""

    def __init__(self, stream: Stream, longest: int = LONGEST):
        self._stream, self._decode = stream, getincrementaldecoder("utf-8")().decode
        self._read, self._parse = "", json.JSONDecoder().raw_decode
        self._longest = longest
        self.line = 1

    def next(self) -> str:
        """The next character that is not white space, left where it is."""
        while not (stripped := self._read.lstrip()):
            self._advance(len(self._read))
            if not self._more():
                raise Malformed("the text does not end")
        self._advance(len(self._read) - len(stripped))
        return self._read[0]

    def skip(self, mark: str) -> None:
        """Go past a mark that must come next."""
        if self.next() != mark:
            raise Malformed(f"'{mark}' expected, '{self._read[0]}' found")
        self._advance(1)

    def value(self) -> Any:
        """The next value, reading on until it is whole; each time twice as far, for it is parsed from its beginning."""
        self.next()
        while True:
            try:
                value, end = self._parse(self._read)
            except ValueError:
                if len(self._read) > self._longest or not self._more(len(self._read)):
                    raise
                continue
            if end == len(self._read) and self._more():
                continue  # a number may go on in the next piece
            self._advance(end)
            return value

    def end(self) -> None:
        """Make sure that nothing more follows."""
        while not self._read.strip():
            self._advance(len(self._read))
            if not self._more():
                return
        raise Malformed("more follows the end")

    def _advance(self, length: int) -> None:
        self.line += self._read.count("\n", 0, length)
        self._read = self._read[length:]

    def _more(self, least: int = 0) -> bool:
        piece = self._stream.read(max(PIECE, min(least, self._longest)))
        self._read += self._decode(piece, final=not piece)
        return bool(piece)
