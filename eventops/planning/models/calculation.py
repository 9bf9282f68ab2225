"""A calculation that somebody has accepted into the plan: what went in, what came out, and on which numbers."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from ...columns import UTCDateTime
from ...errors import N_, Refused
from ...extensions import db
from ..calculators import CALCULATORS, Verdict
from .part import Part


class Calculation(Part, db.Model):  # type: ignore[name-defined]
    """What a calculator found, accepted by name; `known` is what the plan knew then of the inputs it could know."""

    KIND, PLURAL, TITLE = "calculation", "calculations", "calculator"
    FIELDS = (
        "calculator", "place", "inputs", "known", "reference", "result", "verdict", "accepted_by", "accepted_at",
        "reason",
    )  # fmt: skip
    OF_ITS_EDITION = FIELDS
    REFERENCES = {"place": "place"}

    calculator: Mapped[str]
    place: Mapped[str | None]
    inputs: Mapped[dict[str, Any]] = mapped_column(JSON)
    known: Mapped[dict[str, Any]] = mapped_column(JSON)
    reference: Mapped[str]
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    verdict: Mapped[Verdict]
    accepted_by: Mapped[str]
    accepted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    reason: Mapped[str | None]

    def check(self) -> None:
        if self.calculator not in CALCULATORS:
            raise Refused(N_("There is no such calculator."))
        if self.verdict == Verdict.RED and not self.reason:
            raise Refused(N_("It is red. Say why it is accepted all the same."), field="reason")

    def value(self, name: str, column: str = "") -> Any:
        """What one line of the result says."""
        lines = self.result["lines"]
        return next((value for line, value, where in lines if (line, where) == (name, column)), None)
