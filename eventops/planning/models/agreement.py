"""What partners have agreed in writing, and until when it holds."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from ...errors import N_, Refused
from ...extensions import db
from .part import Part


class Agreement(Part, db.Model):  # type: ignore[name-defined]
    """An agreement between partners; resources are lines "who: what", signatories one a line (domain row 15)."""

    KIND, PLURAL, TITLE, SHARED = "agreement", "agreements", "name", True
    FIELDS = (
        "name", "parties", "purposes", "areas", "resources", "valid_from", "valid_to", "review_on", "signatories",
    )  # fmt: skip
    LASTING = ("valid_from", "valid_to", "review_on")
    REFERENCES: ClassVar[dict[str, str]] = {"parties": "partner"}

    name: Mapped[str]
    parties: Mapped[list[str]] = mapped_column(JSON, default=list)
    purposes: Mapped[str | None]
    areas: Mapped[str | None]
    resources: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    review_on: Mapped[date | None]
    signatories: Mapped[str | None]

    def check(self) -> None:
        if len(set(self.parties or ())) < 2:
            raise Refused(N_("An agreement has at least two parties."), field="parties")
        if self.valid_from is None:
            raise Refused(N_("Say from when it holds."), field="valid_from")
        if self.valid_to and self.valid_to < self.valid_from:
            raise Refused(N_("It ends before it begins."), field="valid_to")
        for line in (self.resources or "").splitlines():
            if line.strip() and not all(part.strip() for part in (*line.split(":", 1), "")[:2]):
                raise Refused(N_("Write one line for each party: Kommunen: 4 trafikvärdar."), field="resources")

    @classmethod
    def concerns(cls, said: Mapping[str, Any]) -> set[str]:
        return set(said.get("parties") or ())

    def covers(self, days: Iterable[date]) -> bool:
        """Whether it holds on every one of the days; without an end it holds until somebody ends it."""
        return all(self.valid_from <= day and (self.valid_to is None or day <= self.valid_to) for day in days)

    def review_due(self, today: date) -> bool:
        """Whether the day has passed on which it was to be looked over."""
        return self.review_on is not None and self.review_on < today
