"""The documents of a plan, and the files that are their versions; a file is never written over."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...record import Recorded
from .part import Part


class DocumentKind(StrEnum):
    """What sort of document."""

    ORDER = "order"
    MAP = "map"
    PERMIT = "permit"
    AGREEMENT = "agreement"
    SAFETY_PLAN = "safety_plan"
    CONTACTS = "contacts"
    ROUTINE = "routine"
    OTHER = "other"


class Document(Part, db.Model):  # type: ignore[name-defined]
    """A document by its title; what it says is in its newest file."""

    KIND, PLURAL, TITLE = "document", "documents", "title"
    FIELDS = ("title", "kind", "description")
    ACTED = ("filed",)

    title: Mapped[str]  # a column here; what it is headed by elsewhere
    kind: Mapped[DocumentKind] = mapped_column(default=DocumentKind.OTHER)
    description: Mapped[str | None]

    files: Mapped[list["DocumentFile"]] = relationship(
        back_populates="document", order_by="DocumentFile.version", lazy="selectin"
    )

    @property
    def newest(self) -> "DocumentFile | None":
        """The file of its newest version, if one is filed."""
        return self.files[-1] if self.files else None

    def file(self, version: int) -> "DocumentFile | None":
        """The file of a version."""
        return next((file for file in self.files if file.version == version), None)

    @property
    def filed(self) -> str | None:
        """The newest file in a line: its version, name and digest."""
        return f"v{self.newest.version} {self.newest.name} SHA-256 {self.newest.digest}" if self.newest else None


class DocumentFile(db.Model, Recorded):  # type: ignore[name-defined]
    """One version: the file is kept by its SHA-256 among the attachments."""

    __table_args__ = (UniqueConstraint("document_id", "version"), UniqueConstraint("event_id", "client_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    client_id: Mapped[str | None] = mapped_column(String(36))
    version: Mapped[int]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]  # bytes
    digest: Mapped[str] = mapped_column(String(64))
    filed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    filed_by: Mapped[str]

    event: Mapped[Event] = relationship()
    document: Mapped[Document] = relationship(back_populates="files")

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "document_file", "number": self.id, "document": self.document.number, "version": self.version,
            "name": self.name, "media_type": self.media_type, "size": self.size, "digest": self.digest,
            "filed_at": iso(self.filed_at), "filed_by": self.filed_by,
        }  # fmt: skip
