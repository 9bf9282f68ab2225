"""Why a problem may be as it is: hypotheses that stand beside each other until one holds."""

from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from ...extensions import db
from .part import Part


class Confidence(StrEnum):
    """How sure those who plan are of a cause."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Cause(Part, db.Model):  # type: ignore[name-defined]
    """A hypothesis about a problem, with what speaks for it and against it."""

    KIND, PLURAL = "cause", "causes"
    FIELDS = ("text", "problem", "evidence_for", "evidence_against", "confidence")
    REFERENCES = {"problem": "problems"}

    text: Mapped[str]
    problem: Mapped[int]
    evidence_for: Mapped[str | None]
    evidence_against: Mapped[str | None]
    confidence: Mapped[Confidence] = mapped_column(default=Confidence.LOW)
