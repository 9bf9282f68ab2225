"""Talking with those whom it concerns (domain row 33): what for, with whom, what they said, and what they were told."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access import Permission
from ...columns import UTCDateTime
from ...errors import N_, Refused
from ...events.models import Event, iso
from ...extensions import db
from ...log.integrity import OF_THE_EVENT
from ...planning.models import Part
from ...record import Recorded


class DialogueKind(StrEnum):
    """In what form people meet; where nothing can be influenced they are informed, and it is called so."""

    DIALOGUE = "dialogue"
    WALK = "walk"
    HEARING = "hearing"
    INFORMATION = "information"


class Dialogue(Part, db.Model):  # type: ignore[name-defined]
    """A meeting for talk, not for decision. It counts who was reached and who took part, and names nobody."""

    KIND, PLURAL, LASTS = "dialogue", "dialogues", True
    WRITTEN_BY = Permission.COOPERATION_LEAD
    FIELDS = (
        "text", "purpose", "influenceable", "kind", "questions", "channel", "held_on", "reached", "took_part",
        "missed", "feedback", "feedback_on",
    )  # fmt: skip

    text: Mapped[str]
    purpose: Mapped[str]
    influenceable: Mapped[bool]
    kind: Mapped[DialogueKind] = mapped_column(default=DialogueKind.DIALOGUE)
    questions: Mapped[str | None]
    channel: Mapped[str | None]
    held_on: Mapped[date | None]
    reached: Mapped[int | None]
    took_part: Mapped[int | None]
    missed: Mapped[str | None]
    feedback: Mapped[str | None]
    feedback_on: Mapped[date | None]

    results: Mapped[list["DialogueResult"]] = relationship(back_populates="dialogue", order_by="DialogueResult.number")

    @property
    def owes_feedback(self) -> bool:
        """Whether something was said and nobody has told those who took part what became of it."""
        return bool(self.results) and self.feedback_on is None

    def check(self) -> None:
        for name in ("reached", "took_part"):
            if (getattr(self, name) or 0) < 0:
                raise Refused(N_("Give 0 or more."), field=name)
        if self.feedback_on and not self.feedback:
            raise Refused(N_("Say what those who took part were told."), field="feedback")

    def follow(self) -> None:
        if not self.influenceable:
            self.kind = DialogueKind.INFORMATION


class DialogueResult(db.Model, Recorded):  # type: ignore[name-defined]
    """Something that came out of a dialogue; `problem` is the number of the plan's problem that it became."""

    __table_args__ = (UniqueConstraint("event_id", "number"), UniqueConstraint("event_id", "client_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str] = mapped_column(String(36))
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), index=True)
    text: Mapped[str]
    problem: Mapped[int | None]
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    written_by: Mapped[str]

    event: Mapped[Event] = relationship()
    dialogue: Mapped[Dialogue] = relationship(back_populates="results")

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "dialogue_result", "number": self.number, "dialogue": self.dialogue.number, "text": self.text,
            "problem": self.problem, "written_at": iso(self.written_at), "written_by": self.written_by,
        }  # fmt: skip


OF_THE_EVENT["dialogue"] = lambda event: db.select(Dialogue).filter_by(event_id=event.id)
OF_THE_EVENT["dialogue_result"] = lambda event: db.select(DialogueResult).filter_by(event_id=event.id)
