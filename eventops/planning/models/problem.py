"""What the plan is an answer to: a problem, where it shows, and the evidence that it is one."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from ...extensions import db
from .part import Part


class ProblemKind(StrEnum):
    """What holds a problem together: something that happens, somewhere, or at some hour."""

    PHENOMENON = "phenomenon"
    PLACE = "place"
    TIME = "time"


class Problem(Part, db.Model):  # type: ignore[name-defined]
    """A problem area; `places` are codes of places and sectors, `categories` codes of the incident taxonomy."""

    KIND, PLURAL = "problem", "problems"
    FIELDS = ("text", "kind", "description", "places", "categories", "source")
    REFERENCES = {"places": "place", "categories": "category"}

    text: Mapped[str]
    kind: Mapped[ProblemKind] = mapped_column(default=ProblemKind.PHENOMENON)
    description: Mapped[str | None]
    places: Mapped[list[str]] = mapped_column(JSON, default=list)
    categories: Mapped[list[str]] = mapped_column(JSON, default=list)
    source: Mapped[str | None]


class Source(StrEnum):
    """Where evidence comes from."""

    LOG = "log"
    PARTNER = "partner"
    SURVEY = "survey"


class Evidence(Part, db.Model):  # type: ignore[name-defined]
    """What shows that a problem is one.

    `figures` of a log are {"category", "total", "sectors": {code: count}, "hours": [24 counts of the local day]}.
    """

    KIND, PLURAL = "evidence", "evidence"
    FIELDS = ("text", "problem", "source", "partner", "edition", "figures")
    REFERENCES = {"problem": "problems", "partner": "partner"}
    OWNER = "partner"

    text: Mapped[str]
    problem: Mapped[int]
    source: Mapped[Source]
    partner: Mapped[str | None]
    edition: Mapped[str | None]
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
