"""The way in for a partner without account: a link that ends by itself and can be ended before."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded


class PartnerLink(db.Model, Recorded):  # type: ignore[name-defined]
    """A link for one partner in one event; only the digest of its token is kept. Ended by revoking, never deleted."""

    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    partner: Mapped[str]
    recipient: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    used_by: Mapped[str | None]
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_by: Mapped[str | None]

    event: Mapped[Event] = relationship()

    def usable(self, at: datetime) -> bool:
        """Neither ended nor run out at that moment."""
        return self.revoked_at is None and at < self.expires_at

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "partner_link", "number": self.number, "partner": self.partner, "recipient": self.recipient,
            "digest": self.digest, "expires_at": iso(self.expires_at),
            "made_at": iso(self.made_at), "made_by": self.made_by,
            "used_at": iso(self.used_at), "used_by": self.used_by,
            "revoked_at": iso(self.revoked_at), "revoked_by": self.revoked_by,
        }  # fmt: skip
