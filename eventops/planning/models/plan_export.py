"""A paper that was taken out of the plan: which, for whom, of which version, and the digest of the file."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PlanExport:
    """`version` is None for the plan as it was being worked on; `digest` is the SHA-256 of the file.

    `period` is the watch of a day ("2@2026-06-19") or the day ("@2026-06-19") that it was made for, empty for all.
    """

    number: int
    paper: str
    audience: str
    language: str
    version: int | None
    digest: str
    period: str = ""

    @property
    def topic(self) -> str:
        return f"plan_export/{self.number}"

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "plan_export", "number": self.number, "paper": self.paper, "audience": self.audience,
            "language": self.language, "version": self.version, "digest": self.digest,
            "period": self.period,
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return []
