"""Who takes part in an event: partners, and the members who act for them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access import ALL, Role
from ...columns import UTCDateTime
from ...extensions import db
from ...people.models import Account, Organisation, OrganisationKind
from ...record import Recorded
from .event import Event, iso


class Partner(db.Model, Recorded):  # type: ignore[name-defined]
    """An organisation's part in an event. Its slug names its feed."""

    __table_args__ = (UniqueConstraint("event_id", "slug"), UniqueConstraint("event_id", "organisation_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    slug: Mapped[str]
    name: Mapped[str]
    is_lead: Mapped[bool] = mapped_column(default=False)

    event: Mapped[Event] = relationship(back_populates="partners")
    organisation: Mapped[Organisation] = relationship()

    @property
    def inner(self) -> bool:
        """Whether its members hear what the police and the leading organisation hear."""
        return self.is_lead or self.organisation.kind is OrganisationKind.POLICE

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "partner", "number": self.id, "slug": self.slug, "name": self.name,
            "organisation": self.organisation.slug, "lead": self.is_lead,
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return [ALL]


class Membership(db.Model, Recorded):  # type: ignore[name-defined]
    """That somebody acts for a partner in an event, in a role; ended by revoking, never by deleting."""

    __table_args__ = (Index(None, "account_id", "event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    role: Mapped[Role]
    granted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    granted_by: Mapped[str]
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_by: Mapped[str | None]

    event: Mapped[Event] = relationship()
    account: Mapped[Account] = relationship()
    partner: Mapped[Partner] = relationship()

    @property
    def room(self) -> str:
        """The Socket.IO room of this member's own sockets, so that they can be closed at once."""
        return f"membership/{self.id}"

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "membership", "number": self.id, "account": self.account.email, "partner": self.partner.slug,
            "role": self.role, "granted_at": iso(self.granted_at), "revoked_at": iso(self.revoked_at),
        }  # fmt: skip
