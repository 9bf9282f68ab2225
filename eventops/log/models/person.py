"""The compartment of persons: whom an intervention concerned, and who has opened what is kept of them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded
from .intervention import Intervention


class PersonRole(StrEnum):
    """In what capacity somebody is concerned; who is not suspected of anything is marked so (2018:1693 3:4)."""

    DETAINED = "detained"
    SUSPECT = "suspect"
    INJURED = "injured"
    WITNESS = "witness"
    REPORTER = "reporter"
    NOT_SUSPECT = "not_suspect"


class InterventionPerson(db.Model, Recorded):  # type: ignore[name-defined]
    """As little of a person as is needed, and no personal identity number; nobody is ever pushed any of it."""

    __table_args__ = (UniqueConstraint("event_id", "number"), Index(None, "intervention_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    intervention_id: Mapped[int] = mapped_column(ForeignKey("intervention.id"))
    role: Mapped[PersonRole]
    name: Mapped[str | None]
    born: Mapped[int | None]  # the year
    reference: Mapped[str | None]  # the number of a crime report, instead of a personal identity number
    description: Mapped[str | None]
    noted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    noted_by: Mapped[str]
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    intervention: Mapped[Intervention] = relationship()

    def empty(self, at: datetime) -> None:
        """Forget who it was; that there was somebody stays."""
        self.name = self.born = self.reference = self.description = None
        self.erased_at = at

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "intervention_person", "number": self.number, "intervention": self.intervention.number,
            "role": self.role, "name": self.name, "born": self.born, "reference": self.reference,
            "description": self.description, "noted_at": iso(self.noted_at), "noted_by": self.noted_by,
            "erased_at": iso(self.erased_at),
        }  # fmt: skip


class PersonOpening(db.Model, Recorded):  # type: ignore[name-defined]
    """That somebody opened what is kept of the persons of an intervention, when and why (LED article 25)."""

    __table_args__ = (UniqueConstraint("event_id", "number"), Index(None, "intervention_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    intervention_id: Mapped[int] = mapped_column(ForeignKey("intervention.id"))
    reason: Mapped[str]
    text: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    opened_by: Mapped[str]
    opened_role: Mapped[str]

    intervention: Mapped[Intervention] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "person_opening", "number": self.number, "intervention": self.intervention.number,
            "reason": self.reason, "text": self.text, "opened_at": iso(self.opened_at), "opened_by": self.opened_by,
            "opened_role": self.opened_role,
        }  # fmt: skip
