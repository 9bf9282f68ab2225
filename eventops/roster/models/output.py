"""A file that was taken out of the roster: which, of whom, in which form, and the digest of it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class RosterExport:
    """`partner` is the slug of the only partner in it and `day` its only day (ISO), None for all; `digest` is SHA-256.

    `by` is what the rows are grouped by; `whose` the only assignment ("assignment/12") or watch in it, "" for all.
    """

    number: int
    output: str
    ending: str
    language: str
    by: str
    partner: str | None
    day: str | None
    digest: str
    whose: str = ""

    @property
    def topic(self) -> str:
        return f"roster_export/{self.number}"

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "roster_export", "number": self.number, "output": self.output, "ending": self.ending,
            "language": self.language, "by": self.by, "partner": self.partner, "day": self.day, "digest": self.digest,
            "whose": self.whose,
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return []
