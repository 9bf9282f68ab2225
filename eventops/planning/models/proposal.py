"""What the last edition left undone or learnt, for the new one to take on or to decline."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access import POLICE
from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded


class Answer(StrEnum):
    """What was said to a proposal."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class Proposal(db.Model, Recorded):  # type: ignore[name-defined]
    """Something from an earlier edition that somebody decides on here.

    `kind` and `source_number` say what it was there ("measures", 4); accepted it becomes a part of the kind `becomes`
    that says `facts`, whose references to other parts are numbers of the earlier edition. `others` are kinds that it
    may become instead, each with its facts.
    """

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "source", "kind", "source_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    source: Mapped[str]  # the slug of the earlier edition
    kind: Mapped[str]
    source_number: Mapped[int]
    audience: Mapped[str] = mapped_column(default=POLICE)
    text: Mapped[str]
    becomes: Mapped[str]  # the plural of a kind of part
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    others: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON, default=dict)
    answer: Mapped[Answer | None]
    reason: Mapped[str | None]  # why it was declined
    part: Mapped[int | None]  # the number of the part it became
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by: Mapped[str | None]

    event: Mapped[Event] = relationship()

    @property
    def ways(self) -> dict[str, dict[str, Any]]:
        """The kinds of part that it can become, what it becomes unless somebody chooses first, each with its facts."""
        return {self.becomes: self.facts, **self.others}

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "proposal", "number": self.number, "source": self.source, "kind": self.kind,
            "source_number": self.source_number, "audience": self.audience, "text": self.text,
            "becomes": self.becomes, "facts": self.facts, "others": self.others, "answer": self.answer,
            "reason": self.reason, "part": self.part, "answered_at": iso(self.answered_at),
            "answered_by": self.answered_by,
        }  # fmt: skip
