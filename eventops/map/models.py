"""Site plans: pictures laid under the places of an event."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..access import ALL
from ..columns import UTCDateTime
from ..events.models import Event, iso
from ..extensions import db
from ..log.integrity import FILED, OF_THE_EVENT
from ..record import Recorded

Corner = dict[str, float]  # lat and lon in WGS84


class SitePlan(db.Model, Recorded):  # type: ignore[name-defined]
    """A picture of the site and where three of its corners lie: top left, top right, bottom left.

    The fourth follows, so that the picture is moved, turned, stretched and skewed, and straight lines stay straight.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    corners: Mapped[list[Corner]] = mapped_column(JSON)
    opacity: Mapped[float]
    audience: Mapped[str] = mapped_column(default=ALL, server_default=ALL)
    dropped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "site_plan", "number": self.id, "name": self.name, "digest": self.digest,
            "width": self.width, "height": self.height, "corners": self.corners, "opacity": self.opacity,
            "audience": self.audience, "dropped_at": iso(self.dropped_at),
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return self.audience.split("+")


OF_THE_EVENT["site_plan"] = lambda event: db.select(SitePlan).filter_by(event_id=event.id)
FILED.add("site_plan")
