"""An export: what was taken out of a log, by whom and in which form."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from ..audit import GENESIS


class Format(StrEnum):
    """The forms a log can be taken out in."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    GEOJSON = "geojson"
    JSON = "json"
    ZIP = "zip"


@dataclass(frozen=True)
class Export:
    """The visible log up to line `upto`, of the operational days from `first` through `last` (None: without end).

    `records` and `head` are the length and the head of the chain once the export itself is on the record.
    """

    number: int
    format: Format
    at: datetime
    first: date | None
    last: date | None
    feeds_heard: tuple[str, ...]
    incidents: int
    lines: int
    upto: int
    records: int = 0
    head: str = GENESIS

    @property
    def topic(self) -> str:
        return f"export/{self.number}"

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "export", "number": self.number, "format": self.format, "feeds": list(self.feeds_heard),
            "from": self.first.isoformat() if self.first else None,
            "through": self.last.isoformat() if self.last else None,
            "incidents": self.incidents, "lines": self.lines,
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return []
