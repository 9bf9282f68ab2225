"""The places of an event."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access import ALL
from ...extensions import db
from ...record import Recorded
from .event import Event


class PlaceKind(StrEnum):
    """What sort of place."""

    SECTOR = "sector"
    POST = "post"
    GATE = "gate"
    MEDICAL = "medical"
    RENDEZVOUS = "rendezvous"
    ASSEMBLY = "assembly"
    OTHER = "other"


class Place(db.Model, Recorded):  # type: ignore[name-defined]
    """A sector, a post or another place; `geometry` is a GeoJSON geometry in WGS84."""

    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    kind: Mapped[PlaceKind]
    code: Mapped[str]
    name: Mapped[str]
    geometry: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))

    event: Mapped[Event] = relationship()
    sector: Mapped["Place | None"] = relationship(remote_side=id)

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "place", "number": self.id, "kind": self.kind, "code": self.code, "name": self.name,
            "geometry": self.geometry, "sector": self.sector.code if self.sector else None,
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return [ALL]
