"""The municipalities that a cooperation spans, and the picture and action plan that each keeps by L: 2023:196."""

from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...log.integrity import FILED, OF_THE_EVENT
from ...record import Recorded


class Municipality(db.Model, Recorded):  # type: ignore[name-defined]
    """A municipality that what happens is told apart by: its name, the partner that it is, and what lies in it.

    `places` are codes of the event's places and sectors. One that is taken out keeps its row.
    """

    __table_args__ = (UniqueConstraint("event_id", "number"), UniqueConstraint("event_id", "client_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str] = mapped_column(String(36))
    name: Mapped[str]
    partner: Mapped[str | None]
    places: Mapped[list[str]] = mapped_column(JSON, default=list)
    revision: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    versions: Mapped[list["MunicipalVersion"]] = relationship(
        back_populates="municipality", order_by="MunicipalVersion.version.desc()"
    )

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "municipality", "number": self.number, "name": self.name, "partner": self.partner,
            "places": self.places, "revision": self.revision, "removed_at": iso(self.removed_at),
        }  # fmt: skip


class MunicipalText(db.Model, Recorded):  # type: ignore[name-defined]
    """What is written of one section of a municipality's picture; `section` is a code of municipal.toml."""

    __table_args__ = (UniqueConstraint("event_id", "number"), UniqueConstraint("municipality_id", "section"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    section: Mapped[str]
    text: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    written_by: Mapped[str]

    event: Mapped[Event] = relationship()
    municipality: Mapped[Municipality] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "municipal_text", "number": self.number, "municipality": self.municipality.number,
            "section": self.section, "text": self.text, "revision": self.revision,
            "written_at": iso(self.written_at), "written_by": self.written_by,
        }  # fmt: skip


class MunicipalVersion(db.Model, Recorded):  # type: ignore[name-defined]
    """A picture and plan as it was adopted: by which body, when, under which number; its content never changes."""

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "client_id"),
        UniqueConstraint("municipality_id", "version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str] = mapped_column(String(36))
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    version: Mapped[int]
    body: Mapped[str]
    reference: Mapped[str | None]
    adopted_on: Mapped[date]
    due_on: Mapped[date]
    content: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))
    registered_at: Mapped[datetime] = mapped_column(UTCDateTime)
    registered_by: Mapped[str]

    event: Mapped[Event] = relationship()
    municipality: Mapped[Municipality] = relationship(back_populates="versions")

    @property
    def as_adopted(self) -> dict[str, Any]:
        """The frozen content as data."""
        return orjson.loads(self.content)  # type: ignore[no-any-return]

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "municipal_version", "number": self.number, "municipality": self.municipality.number,
            "version": self.version, "body": self.body, "reference": self.reference,
            "adopted_on": self.adopted_on.isoformat(), "due_on": self.due_on.isoformat(), "digest": self.digest,
            "registered_at": iso(self.registered_at), "registered_by": self.registered_by,
        }  # fmt: skip


class KeptPaper(db.Model, Recorded):  # type: ignore[name-defined]
    """A paper as it left the house, kept by its digest; `about` is what it shows: "month_report/3"."""

    __table_args__ = (UniqueConstraint("event_id", "number"), UniqueConstraint("event_id", "about", "language"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    about: Mapped[str]
    language: Mapped[str] = mapped_column(String(5))
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))

    event: Mapped[Event] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "kept_paper", "number": self.number, "about": self.about, "language": self.language,
            "name": self.name, "media_type": self.media_type, "size": self.size, "digest": self.digest,
        }  # fmt: skip


OF_THE_EVENT["municipality"] = lambda event: db.select(Municipality).filter_by(event_id=event.id)
OF_THE_EVENT["municipal_text"] = lambda event: db.select(MunicipalText).filter_by(event_id=event.id)
OF_THE_EVENT["municipal_version"] = lambda event: db.select(MunicipalVersion).filter_by(event_id=event.id)
OF_THE_EVENT["kept_paper"] = lambda event: db.select(KeptPaper).filter_by(event_id=event.id)
FILED.add("kept_paper")
