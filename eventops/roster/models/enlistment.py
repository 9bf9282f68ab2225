"""Who the roster of an event has to draw on, under which terms, and what they wish."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, Place, iso
from ...extensions import db
from ...people.models import Person
from ...record import Recorded
from .shift import Function


class Enlistment(db.Model, Recorded):  # type: ignore[name-defined]
    """That a person is lent to an event: what they are to do, with whom, and for how many hours at most."""

    __table_args__ = (UniqueConstraint("event_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    function: Mapped[Function | None]  # None: whatever they may do
    team: Mapped[str | None]  # those of one team are kept together
    origin: Mapped[str | None]  # the unit they come from, for the resource ledger (R72)
    agreed_hours: Mapped[float | None]  # in the whole event
    volunteer: Mapped[bool] = mapped_column(default=False)
    reserve: Mapped[bool] = mapped_column(default=False)  # proposed for those who do not come
    note: Mapped[str | None]
    enlisted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_because: Mapped[str | None]

    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "enlistment", "number": self.id, "person": self.person_id, "function": self.function,
            "team": self.team, "origin": self.origin, "agreed_hours": self.agreed_hours, "volunteer": self.volunteer,
            "reserve": self.reserve, "note": self.note, "withdrawn_at": iso(self.withdrawn_at),
            "withdrawn_because": self.withdrawn_because,
        }  # fmt: skip


class WishKind(StrEnum):
    """What a wish is about."""

    ABSENT = "absent"  # cannot work between two moments; enforced
    FREE = "free"  # would rather not work then
    NO_NIGHTS = "no_nights"
    PLACE = "place"  # would like to work there


class Wish(db.Model, Recorded):  # type: ignore[name-defined]
    """An absence or a wish of somebody, for the event's roster; [starts_at, ends_at) where it has hours."""

    __table_args__ = (Index(None, "event_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[WishKind]
    starts_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    note: Mapped[str | None]
    dropped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship()
    place: Mapped[Place | None] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "wish", "number": self.id, "person": self.person_id, "kind": self.kind,
            "starts_at": iso(self.starts_at), "ends_at": iso(self.ends_at),
            "place": self.place.code if self.place else None, "note": self.note, "dropped_at": iso(self.dropped_at),
        }  # fmt: skip
