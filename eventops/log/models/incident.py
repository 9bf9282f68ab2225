"""An incident: something that happened and is being handled."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, Place, iso
from ...extensions import db
from ...record import Recorded
from .category import Category

if TYPE_CHECKING:
    from .dispatch import Dispatch


class State(StrEnum):
    """How far the handling of an incident has come."""

    NEW = "new"
    ASSIGNED = "assigned"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    ON_HOLD = "on_hold"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"
    REOPENED = "reopened"


_WORKING = frozenset({State.ASSIGNED, State.EN_ROUTE, State.ON_SCENE, State.ON_HOLD, State.HANDED_OVER, State.CLOSED})

NEXT: dict[State, frozenset[State]] = {
    **{state: _WORKING - {state} for state in State},
    State.CLOSED: frozenset({State.REOPENED}),
}


# How an incident ended (domain 5a).
DISPOSITIONS = (
    "no_action", "advised", "assisted", "to_relative", "wristband_cut", "turned_away", "removed", "extended_removal",
    "custody", "lob_cell", "lob_home", "lob_care", "arrested", "fixed_penalty", "reported", "seizure", "treated",
    "ambulance", "to_guardian", "handed_over", "unfounded", "duplicate", "follow_up",
)  # fmt: skip


class Incident(db.Model, Recorded):  # type: ignore[name-defined]
    """What happened, where, how urgent, how far handled, and which audience may know."""

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "client_id"),
        CheckConstraint("priority BETWEEN 1 AND 4", name="priority"),
        Index(None, "event_id", "state", "number"),
        Index(None, "event_id", "category_code", "number"),
        Index(None, "event_id", "priority", "number"),
        Index(None, "event_id", "sector_id", "number"),
        Index(None, "event_id", "occurred_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str]
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"))
    title: Mapped[str]
    priority: Mapped[int]
    state: Mapped[State] = mapped_column(default=State.NEW)
    audience: Mapped[str]
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    place_text: Mapped[str | None]
    occurred_at: Mapped[datetime] = mapped_column(UTCDateTime)
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    opened_by: Mapped[str]
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    disposition: Mapped[str | None]
    review_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # when one on hold is looked at again
    acknowledged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    acknowledged_by: Mapped[str | None]
    merged_into: Mapped[int | None]  # the number of the incident that carries on what this one was about
    revision: Mapped[int] = mapped_column(default=1)
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    category: Mapped[Category] = relationship()
    sector: Mapped[Place | None] = relationship()
    units: Mapped[list["Dispatch"]] = relationship(back_populates="incident", order_by="Dispatch.call_sign")

    @property
    def topic(self) -> str:
        return f"incident/{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state is not State.CLOSED

    def move_to(self, state: State, at: datetime, review_at: datetime | None = None) -> None:
        """Enter a state; the caller has checked that it may follow. Who was on it when it is closed is free."""
        self.state = state
        for unit in self.units if state is State.CLOSED else ():
            unit.clear(at)
        self.closed_at = at if state is State.CLOSED else None
        self.review_at = review_at if state is State.ON_HOLD else None
        self.disposition = self.disposition if state is State.CLOSED else None

    def seen_by(self, name: str, at: datetime) -> None:
        """Somebody has taken an urgent one in; the first one counts."""
        if self.acknowledged_at is None:
            self.acknowledged_at, self.acknowledged_by = at, name

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "incident", "number": self.number, "client_id": self.client_id, "category": self.category_code,
            "title": self.title, "priority": self.priority, "state": self.state, "audience": self.audience,
            "sector": self.sector.code if self.sector else None, "lat": self.lat, "lon": self.lon,
            "place": self.place_text, "occurred_at": iso(self.occurred_at), "opened_at": iso(self.opened_at),
            "opened_by": self.opened_by, "closed_at": iso(self.closed_at), "disposition": self.disposition,
            "review_at": iso(self.review_at), "acknowledged_at": iso(self.acknowledged_at),
            "acknowledged_by": self.acknowledged_by,
            "merged_into": self.merged_into, "revision": self.revision,
            "units": [unit.data() for unit in sorted(self.units, key=lambda unit: unit.call_sign)],
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return self.audience.split("+")
