"""What the cooperation does first: few priorities at a time, each judged before the next are chosen."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, Place, iso
from ...extensions import db
from ...log.integrity import OF_THE_EVENT, PLACED
from ...planning.models.measure import Outcome
from ...record import Recorded
from .period import ReportingPeriod


class PrioritySet(db.Model, Recorded):  # type: ignore[name-defined]
    """The priorities of one period. The next set is opened when this one is evaluated."""

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        UniqueConstraint("event_id", "client_id"),
        UniqueConstraint("period_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    client_id: Mapped[str] = mapped_column(String(36))
    period_id: Mapped[int] = mapped_column(ForeignKey("reporting_period.id"))
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    opened_by: Mapped[str]
    evaluated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    evaluated_by: Mapped[str | None]

    event: Mapped[Event] = relationship()
    period: Mapped[ReportingPeriod] = relationship()
    priorities: Mapped[list["Priority"]] = relationship(back_populates="set", order_by="Priority.number")

    @property
    def active(self) -> list["Priority"]:
        """Those that were not taken out."""
        return [each for each in self.priorities if each.dropped_at is None]

    @property
    def judged(self) -> bool:
        """Whether every priority that stands has a result and what follows from it."""
        return all(each.verdict for each in self.active)

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "priority_set", "number": self.number, "period": self.period.number,
            "opened_at": iso(self.opened_at), "opened_by": self.opened_by, "evaluated_at": iso(self.evaluated_at),
            "evaluated_by": self.evaluated_by,
        }  # fmt: skip


class Priority(db.Model, Recorded):  # type: ignore[name-defined]
    """One priority: where, why, what is done, by whom and with what expected effect; then how it went.

    `problem` and `cause_number` are numbers of the plan's parts, `measures` numbers of its measures, `owners` slugs of
    partners. `reason_for_fourth` says why there are more than three. `audience` are the feeds that may read it.
    """

    __table_args__ = (UniqueConstraint("event_id", "number"), UniqueConstraint("event_id", "client_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    set_id: Mapped[int] = mapped_column(ForeignKey("priority_set.id"), index=True)
    number: Mapped[int]
    client_id: Mapped[str] = mapped_column(String(36))
    title: Mapped[str]
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    area: Mapped[str | None]
    problem: Mapped[int | None]
    cause_number: Mapped[int | None]
    cause: Mapped[str | None]
    measures: Mapped[list[int]] = mapped_column(JSON, default=list)
    doing: Mapped[str | None]
    owners: Mapped[list[str]] = mapped_column(JSON, default=list)
    expected_effect: Mapped[str]
    reason_for_fourth: Mapped[str | None]
    audience: Mapped[str]
    continues: Mapped[int | None]  # the number of the priority of an earlier set that it goes on with
    result: Mapped[str | None]
    verdict: Mapped[Outcome | None]
    next_by: Mapped[str | None]
    next_on: Mapped[date | None]
    evaluated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    evaluated_by: Mapped[str | None]
    dropped_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    dropped_because: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1)

    event: Mapped[Event] = relationship()
    set: Mapped[PrioritySet] = relationship(back_populates="priorities")
    place: Mapped[Place | None] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "priority", "number": self.number, "set": self.set.number, "title": self.title,
            "place": self.place.code if self.place else None, "area": self.area, "problem": self.problem,
            "cause_number": self.cause_number, "cause": self.cause, "measures": self.measures, "doing": self.doing,
            "owners": self.owners, "expected_effect": self.expected_effect,
            "reason_for_fourth": self.reason_for_fourth, "audience": self.audience, "continues": self.continues,
            "result": self.result, "verdict": self.verdict, "next_by": self.next_by,
            "next_on": self.next_on.isoformat() if self.next_on else None, "evaluated_at": iso(self.evaluated_at),
            "evaluated_by": self.evaluated_by, "dropped_at": iso(self.dropped_at),
            "dropped_because": self.dropped_because, "revision": self.revision,
        }  # fmt: skip


OF_THE_EVENT["priority_set"] = lambda event: db.select(PrioritySet).filter_by(event_id=event.id)
OF_THE_EVENT["priority"] = lambda event: db.select(Priority).filter_by(event_id=event.id)
PLACED["priority"] = "place"
