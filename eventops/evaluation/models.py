"""What was learnt; and an export: what was taken out of a log, by whom and in which form."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Mapped

from ..access import Permission
from ..audit import GENESIS
from ..errors import N_, Refused
from ..extensions import db
from ..planning.models import Part

_SOURCE = re.compile(r"(incident|risk)/[1-9]\d{0,8}")


class LessonState(StrEnum):
    """Whether a lesson waits to be used, lives on in the plan of a later edition, or is closed."""

    OPEN = "open"
    CARRIED = "carried"
    CLOSED = "closed"


class Lesson(Part, db.Model):  # type: ignore[name-defined]
    """What happened, why, and what to do next time. `source` names what it was learnt from: "incident/12", "risk/3".

    It is a part that outlives its plan: written when the event is over, too, and proposed to the next edition. Closed,
    it is dropped for a reason.
    """

    KIND, PLURAL = "lesson", "lessons"
    FIELDS = ("text", "cause", "next_time", "owner", "due_on", "source")
    ACTED = ("closed_by",)
    REFERENCES = {"owner": "partner"}
    OWNER, SHARED, LASTS, WRITTEN_BY = "owner", True, True, Permission.LESSON_WRITE

    text: Mapped[str]
    cause: Mapped[str | None]
    next_time: Mapped[str | None]
    owner: Mapped[str | None]
    due_on: Mapped[date | None]
    source: Mapped[str | None]
    closed_by: Mapped[str | None]

    def check(self) -> None:
        if self.source and not _SOURCE.fullmatch(self.source):
            raise Refused(N_("There is no %(name)s here."), field="source", name=self.source)


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
