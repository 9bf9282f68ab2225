"""What was learnt, and what is said of an outcome."""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..access import Permission
from ..columns import UTCDateTime
from ..errors import N_, Refused
from ..events.models import Event, iso
from ..extensions import db
from ..log.integrity import OF_THE_EVENT
from ..planning.models import Part
from ..record import Recorded

_SOURCE = re.compile(r"(entry|incident|meeting|observation|risk|survey_text)/[1-9]\d{0,15}")


class LessonState(StrEnum):
    """Whether a lesson waits to be used, lives on in the plan of a later edition, or is closed."""

    OPEN = "open"
    CARRIED = "carried"
    CLOSED = "closed"


class Lesson(Part, db.Model):  # type: ignore[name-defined]
    """What happened, why, and what to do next time. `source` names what it was learnt from: "incident/12", "risk/3".

    It is a part that outlives its plan: written when the event is over, too, and proposed to the next edition. Closed,
    it is dropped for a reason. `category` is a code of lessons.toml.
    """

    KIND, PLURAL = "lesson", "lessons"
    FIELDS = ("text", "category", "cause", "next_time", "owner", "due_on", "source")
    ACTED = ("closed_by",)
    REFERENCES = {"owner": "partner"}
    OWNER, SHARED, LASTS, WRITTEN_BY = "owner", True, True, Permission.LESSON_WRITE

    text: Mapped[str]
    category: Mapped[str | None]
    cause: Mapped[str | None]
    next_time: Mapped[str | None]
    owner: Mapped[str | None]
    due_on: Mapped[date | None]
    source: Mapped[str | None]
    closed_by: Mapped[str | None]

    def check(self) -> None:
        if self.source and not _SOURCE.fullmatch(self.source):
            raise Refused(N_("There is no %(name)s here."), field="source", name=self.source)


class OutcomeLine(db.Model, Recorded):  # type: ignore[name-defined]
    """What people write of a heading of an event's outcome: its wording, and how many came in when the log was closed.

    `heading` is a code of outcome.toml, or one of WORDS. The count is the log's; `counted` is what it was when the
    wording was written. `audience` is who may read it: fewer where the count tells of what fewer may know.
    """

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "heading", "audience"),
        CheckConstraint("added >= 0 AND counted >= 0", name="counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str]  # of the form that wrote it last
    heading: Mapped[str]
    audience: Mapped[str]
    sv: Mapped[str | None]
    en: Mapped[str | None]
    counted: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    added_from: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=0)
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    written_by: Mapped[str]

    event: Mapped[Event] = relationship()

    @property
    def worded(self) -> bool:
        """Whether it has a wording of its own, and not only a number."""
        return bool(self.sv or self.en)

    def wording(self, language: str) -> str:
        """The wording in a language, "" where the usual one stands."""
        return (self.sv if language == "sv" else self.en) or ""

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "outcome_line", "number": self.number, "client_id": self.client_id, "heading": self.heading,
            "audience": self.audience, "sv": self.sv, "en": self.en, "counted": self.counted, "added": self.added,
            "added_from": self.added_from, "revision": self.revision, "written_at": iso(self.written_at),
            "written_by": self.written_by,
        }  # fmt: skip


WORDS = ("intro", "closing")  # what is said before and after the figures
OF_THE_EVENT["outcome_line"] = lambda event: db.select(OutcomeLine).where(OutcomeLine.event_id == event.id)
