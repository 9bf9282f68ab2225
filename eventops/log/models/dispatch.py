"""A unit sent to an incident; its call sign is born on the roster."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import iso
from ...extensions import db
from .incident import Incident, State


class UnitStatus(StrEnum):
    """How far a unit has come with an incident."""

    ASSIGNED = "assigned"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    RELEASED = "released"


BRINGS = {
    UnitStatus.ASSIGNED: (State.ASSIGNED, frozenset({State.NEW, State.REOPENED})),
    UnitStatus.EN_ROUTE: (State.EN_ROUTE, frozenset({State.NEW, State.REOPENED, State.ASSIGNED})),
    UnitStatus.ON_SCENE: (State.ON_SCENE, frozenset({State.NEW, State.REOPENED, State.ASSIGNED, State.EN_ROUTE})),
}


class Dispatch(db.Model):  # type: ignore[name-defined]
    """That a unit works on an incident, and how far it has come; the log's lines keep every step."""

    __table_args__ = (UniqueConstraint("incident_id", "call_sign"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"))
    call_sign: Mapped[str] = mapped_column(index=True)
    status: Mapped[UnitStatus]
    since: Mapped[datetime] = mapped_column(UTCDateTime)

    incident: Mapped[Incident] = relationship(back_populates="units")

    def brings(self, state: State) -> State:
        """The state the incident is in now that this unit has come so far."""
        reached, before = BRINGS.get(self.status, (state, frozenset()))
        return reached if state in before else state

    def clear(self, at: datetime) -> None:
        """Leave the incident, unless it has left before."""
        if self.status is not UnitStatus.RELEASED:
            self.status, self.since = UnitStatus.RELEASED, at

    def data(self) -> dict[str, Any]:
        """The unit as part of its incident's snapshot."""
        return {"call_sign": self.call_sign, "status": self.status, "since": iso(self.since)}
