"""The places of an event."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access import ALL
from ...columns import UTCDateTime
from ...extensions import db
from ...record import Recorded
from ..measures import area_m2, length_m
from .event import Event, iso


class PlaceKind(StrEnum):
    """What sort of place."""

    SECTOR = "sector"
    POST = "post"
    GATE = "gate"
    ENTRANCE = "entrance"
    EXIT = "exit"
    EMERGENCY_ROUTE = "emergency_route"
    LICENSED = "licensed"
    MEDICAL = "medical"
    RENDEZVOUS = "rendezvous"
    ASSEMBLY = "assembly"
    OTHER = "other"


PASSAGES = (PlaceKind.GATE, PlaceKind.ENTRANCE, PlaceKind.EXIT, PlaceKind.EMERGENCY_ROUTE)  # what has a width


class Place(db.Model, Recorded):  # type: ignore[name-defined]
    """A sector, a post or another place; `geometry` is a GeoJSON geometry in WGS84.

    `width_m` is the free width of a passage in metres (R54). A place that is taken away keeps its row and its code, so
    that what refers to it still says where it was.
    """

    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    kind: Mapped[PlaceKind]
    code: Mapped[str]
    name: Mapped[str]
    geometry: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    width_m: Mapped[float | None]
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    dropped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    sector: Mapped["Place | None"] = relationship(remote_side=id)

    @property
    def area_m2(self) -> float | None:
        """How large it is in square metres; None for what is no area."""
        return area_m2(self.geometry)

    @property
    def length_m(self) -> float | None:
        """How long it is in metres; None for what is no line."""
        return length_m(self.geometry)

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "place", "number": self.id, "kind": self.kind, "code": self.code, "name": self.name,
            "geometry": self.geometry, "width_m": self.width_m, "sector": self.sector.code if self.sector else None,
            "dropped_at": iso(self.dropped_at),
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return [ALL]
