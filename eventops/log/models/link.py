"""That two incidents belong together, and files that show what happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded
from .entry import Entry
from .incident import Incident


class IncidentLink(db.Model):  # type: ignore[name-defined]
    """Two incidents that belong together, the lower number first; the line on each says who linked them and when."""

    __table_args__ = (UniqueConstraint("first_id", "second_id"), Index(None, "second_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("incident.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("incident.id"))

    first: Mapped[Incident] = relationship(foreign_keys=first_id)
    second: Mapped[Incident] = relationship(foreign_keys=second_id)


class Attachment(db.Model, Recorded):  # type: ignore[name-defined]
    """A picture or a paper of an incident: the original is kept by its SHA-256, what is shown has no EXIF in it."""

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "client_id"),
        Index(None, "incident_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str | None] = mapped_column(String(36))
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))  # the line that says so
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]  # bytes of the original
    digest: Mapped[str] = mapped_column(String(64))
    shown_digest: Mapped[str] = mapped_column(String(64))  # of the copy that is shown
    audience: Mapped[str]
    filed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    filed_by: Mapped[str]
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # then the files are gone; the digests stay

    event: Mapped[Event] = relationship()
    incident: Mapped[Incident] = relationship()
    entry: Mapped[Entry] = relationship(lazy="joined")

    @property
    def topic(self) -> str:
        return self.incident.topic

    @property
    def is_picture(self) -> bool:
        """Whether a browser can show it in the page."""
        return self.media_type.startswith("image/")

    def feeds(self) -> list[str]:
        return self.audience.split("+")

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "attachment", "number": self.number, "incident": self.incident.number, "line": self.entry.number,
            "name": self.name, "media_type": self.media_type, "size": self.size, "digest": self.digest,
            "shown_digest": self.shown_digest, "audience": self.audience, "filed_at": iso(self.filed_at),
            "filed_by": self.filed_by, "erased_at": iso(self.erased_at) if self.erased_at else None,
        }  # fmt: skip
