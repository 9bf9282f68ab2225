"""An intervention: what was done to somebody on which ground, and what followed; who it was is kept in person.py."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...access import PARTNER, within
from ...columns import UTCDateTime
from ...events.models import Event, Place, iso
from ...extensions import db
from ...record import Recorded
from ..kinds import Kind, kinds
from .custody import CellStation
from .entry import Entry
from .incident import Incident


class Age(StrEnum):
    """As much of somebody's age as the rules ask for."""

    ADULT = "adult"
    UNDER_18 = "under_18"
    UNDER_15 = "under_15"


class Force(StrEnum):
    """Means of force that need a record with reasons (PL 28)."""

    HANDCUFFS = "handcuffs"
    SPRAY = "spray"
    TEAR_GAS = "tear_gas"
    FIREARM = "firearm"
    VEHICLE_STOP = "vehicle_stop"


class StepKind(StrEnum):
    """What was done about an intervention after it was taken."""

    REVIEW = "review"
    EXTENSION = "extension"
    CHECK = "check"
    REPORT = "report"
    HANDOVER = "handover"
    ARRIVAL = "arrival"
    SIGNED_DECISION = "signed_decision"
    SIGNED_RECORD = "signed_record"
    END = "end"
    STRIKE = "strike"


class Intervention(db.Model, Recorded):  # type: ignore[name-defined]
    """What PL 27 asks for: who decided on which ground and when, who took part, the time, and what else happened."""

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "client_id"),
        Index(None, "event_id", "kind", "number"),
        Index(None, "incident_id"),
        Index(None, "station_id"),
        CheckConstraint("checked >= 0 AND found >= 0", name="counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str]
    kind: Mapped[str]
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"))
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    place_text: Mapped[str | None]
    audience: Mapped[str]
    company: Mapped[str | None]  # the partner whose guards took it; None: the police did
    decider: Mapped[str | None]
    ground: Mapped[str | None]
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    participants: Mapped[str | None]
    occurred_at: Mapped[datetime] = mapped_column(UTCDateTime)
    what_else: Mapped[str | None]
    age: Mapped[Age | None]
    force: Mapped[Force | None]
    force_reason: Mapped[str | None]
    area: Mapped[str | None]
    shape: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # of that area, GeoJSON
    item: Mapped[str | None]
    reference: Mapped[str | None]
    checked: Mapped[int | None]
    found: Mapped[int | None]
    reports: Mapped[int | None]  # crime reports made
    offence: Mapped[str | None]  # the category they are of, where it is another than the incident's
    minutes: Mapped[int | None]  # how long it may last, as the law stood when it was taken, or as extended
    station_id: Mapped[int | None] = mapped_column(ForeignKey("cell_station.id"))
    arrived_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reported_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[str | None]
    struck_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    entered_at: Mapped[datetime] = mapped_column(UTCDateTime)
    author: Mapped[str]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))

    event: Mapped[Event] = relationship()
    incident: Mapped[Incident | None] = relationship()
    sector: Mapped[Place | None] = relationship()
    station: Mapped[CellStation | None] = relationship()
    entry: Mapped[Entry] = relationship()
    steps: Mapped[list["InterventionStep"]] = relationship(
        back_populates="intervention", order_by="InterventionStep.number"
    )

    @property
    def of_kind(self) -> Kind:
        return kinds()[self.kind]

    @property
    def until(self) -> datetime | None:
        """When it must have ended."""
        return self.occurred_at + timedelta(minutes=self.minutes) if self.minutes else None

    @property
    def running(self) -> bool:
        """Whether it goes on: it can end, and has not."""
        return bool(self.of_kind.ends) and self.ended_at is None and self.struck_at is None

    @property
    def unreviewed(self) -> bool:
        """Whether the supervising officer has still to review it."""
        return self.of_kind.review and self.struck_at is None and not self.step(StepKind.REVIEW)

    @property
    def report_due(self) -> bool:
        """Whether guards have still to report it (R15)."""
        return self.company is not None and self.reported_at is None and self.struck_at is None

    @property
    def handover_due(self) -> bool:
        """Whether guards have still to hand somebody over to the police (R18)."""
        return self.of_kind.deprives and self.company is not None and self.running and not self.step(StepKind.HANDOVER)

    def step(self, kind: StepKind) -> "InterventionStep | None":
        """The last step of a kind."""
        return next((step for step in reversed(self.steps) if step.kind is kind), None)

    def feeds(self) -> list[str]:
        own = [PARTNER + self.company] if self.company else []
        wider = self.incident is None or within(self.audience, self.incident.audience)
        return [*(self.audience if wider or not self.incident else self.incident.audience).split("+"), *own]

    def told(self) -> dict[str, Any]:
        """That there is something new; what it is, is asked for by who may know."""
        return {"type": "intervention", "number": self.number}

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "intervention", "number": self.number, "client_id": self.client_id, "kind": self.kind,
            "incident": self.incident.number if self.incident else None,
            "sector": self.sector.code if self.sector else None, "place": self.place_text, "audience": self.audience,
            "company": self.company, "decider": self.decider, "on_ground": self.ground,
            "decided_at": iso(self.decided_at), "participants": self.participants,
            "occurred_at": iso(self.occurred_at), "what_else": self.what_else, "age": self.age, "force": self.force,
            "force_reason": self.force_reason, "area": self.area, "shape": self.shape, "item": self.item,
            "reference": self.reference,
            "checked": self.checked, "found": self.found, "reports": self.reports,
            "offence": self.offence, "minutes": self.minutes,
            "station": self.station.id if self.station else None,
            "arrived_at": iso(self.arrived_at), "reported_at": iso(self.reported_at), "ended_at": iso(self.ended_at),
            "outcome": self.outcome, "struck_at": iso(self.struck_at), "erased_at": iso(self.erased_at),
            "entered_at": iso(self.entered_at), "author": self.author, "entry": self.entry_id,
        }  # fmt: skip


class InterventionStep(db.Model, Recorded):  # type: ignore[name-defined]
    """One thing done about it: reviewed, extended, looked to, reported, handed over, signed, ended or struck."""

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "client_id"),
        Index(None, "intervention_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str]
    intervention_id: Mapped[int] = mapped_column(ForeignKey("intervention.id"))
    kind: Mapped[StepKind]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str]  # who did it
    outcome: Mapped[str | None]
    text: Mapped[str | None]
    noted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    noted_by: Mapped[str]

    intervention: Mapped[Intervention] = relationship(back_populates="steps")

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "intervention_step", "number": self.number, "client_id": self.client_id,
            "intervention": self.intervention.number, "kind": self.kind, "at": iso(self.at), "by": self.by,
            "outcome": self.outcome, "text": self.text, "noted_at": iso(self.noted_at), "noted_by": self.noted_by,
        }  # fmt: skip
