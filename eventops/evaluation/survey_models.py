"""A survey, the event's own questions, and answers that nobody can be told by.

Answers and texts have random numbers and the day they came, and the record counts them without saying which: neither
their order nor the record's times lead from a visitor to what was said. A text stands apart from its other answers.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..columns import UTCDateTime
from ..events.models import Event, iso
from ..extensions import db
from ..log.integrity import OF_THE_EVENT
from ..record import Recorded
from .survey_questions import Question, question

RANDOM = BigInteger().with_variant(Integer, "sqlite")  # there only that type is the row's own place


class AskedAs(StrEnum):
    """What the answers are so many of."""

    ASKED = "asked"
    VISITORS = "visitors"


class Channel(StrEnum):
    """How an answer came."""

    PHONE = "phone"
    KIOSK = "kiosk"
    FILE = "file"


class QuestionKind(StrEnum):
    """How a question is answered."""

    GRADE = "grade"
    YESNO = "yesno"
    TEXT = "text"


class TextState(StrEnum):
    """What became of a text: nobody has read it, it belongs to a theme, cannot be used, or led to a lesson."""

    UNREAD = "unread"
    THEME = "theme"
    UNUSABLE = "unusable"
    LESSON = "lesson"


class Survey(db.Model, Recorded):  # type: ignore[name-defined]
    """The one survey of an event: when it is open, of how many it asks, how many have answered.

    `serial` is part of its links; a new one ends the old links.
    """

    __table_args__ = (
        UniqueConstraint("event_id"),
        CheckConstraint("asked > 0", name="asked"),
        CheckConstraint("opens_at <= closes_at", name="window"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    serial: Mapped[int] = mapped_column(default=1)
    opens_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime] = mapped_column(UTCDateTime)
    asked: Mapped[int | None]
    asked_as: Mapped[AskedAs] = mapped_column(default=AskedAs.ASKED)
    answers: Mapped[int] = mapped_column(default=0)

    event: Mapped[Event] = relationship()

    def open_at(self, now: datetime) -> bool:
        """Whether one may answer now."""
        return self.opens_at <= now < self.closes_at

    def closed_at(self, now: datetime) -> bool:
        """Whether it is over, so that its results may be told."""
        return now >= self.closes_at

    @property
    def response_rate(self) -> float | None:
        """Answers of each asked, 0-1 or, where more answered than were said to be asked, above."""
        return self.answers / self.asked if self.asked else None

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "survey", "number": self.id, "serial": self.serial, "opens_at": iso(self.opens_at),
            "closes_at": iso(self.closes_at), "asked": self.asked, "asked_as": self.asked_as, "answers": self.answers,
        }  # fmt: skip


class SurveyQuestion(db.Model, Recorded):  # type: ignore[name-defined]
    """A question of the event's own; taken out, it is asked no more, and what was answered stays."""

    __table_args__ = (UniqueConstraint("event_id", "number"), UniqueConstraint("event_id", "client_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str]
    kind: Mapped[QuestionKind]
    sv: Mapped[str]
    en: Mapped[str]
    dropped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()

    @property
    def asks(self) -> Question:
        """The question as the others are."""
        return question({"code": f"own{self.number}", "kind": self.kind.value, "sv": self.sv, "en": self.en})

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "survey_question", "number": self.number, "kind": self.kind, "sv": self.sv, "en": self.en,
            "dropped_at": iso(self.dropped_at),
        }  # fmt: skip


class SurveyAnswer(db.Model):  # type: ignore[name-defined]
    """What one visitor chose, by the code of the question. `key` tells a form or a row that is sent twice."""

    __table_args__ = (UniqueConstraint("event_id", "key"),)

    id: Mapped[int] = mapped_column(RANDOM, primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    key: Mapped[str]
    channel: Mapped[Channel]
    day: Mapped[date]
    said: Mapped[dict[str, str]] = mapped_column(JSON)


class SurveyText(db.Model, Recorded):  # type: ignore[name-defined]
    """What one visitor wrote, to be read by somebody before it is used. The record never holds the text."""

    id: Mapped[int] = mapped_column(RANDOM, primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    question: Mapped[str]
    text: Mapped[str]
    state: Mapped[TextState] = mapped_column(default=TextState.UNREAD)
    theme: Mapped[str | None]
    lesson: Mapped[int | None]
    read_by: Mapped[str | None]

    event: Mapped[Event] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "survey_text", "number": self.id, "state": self.state, "theme": self.theme, "lesson": self.lesson,
        }  # fmt: skip


OF_THE_EVENT["survey"] = lambda event: db.select(Survey).filter_by(event_id=event.id)
OF_THE_EVENT["survey_question"] = lambda event: db.select(SurveyQuestion).filter_by(event_id=event.id)
