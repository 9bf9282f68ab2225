"""The plan: what is wanted, what can go wrong, and the published version nobody can change afterwards."""

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..columns import UTCDateTime
from ..events.models import Event, iso
from ..extensions import db
from ..record import Recorded


class Objective(db.Model, Recorded):  # type: ignore[name-defined]
    """What the event shall achieve, with the indicator and the target that show it."""

    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    text: Mapped[str]
    indicator: Mapped[str | None]
    target: Mapped[str | None]

    event: Mapped[Event] = relationship()

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "objective", "number": self.number, "text": self.text,
            "indicator": self.indicator, "target": self.target,
        }  # fmt: skip


class Risk(db.Model, Recorded):  # type: ignore[name-defined]
    """What can go wrong: likelihood and consequence 1-5, before and after the main measure."""

    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        CheckConstraint("likelihood BETWEEN 1 AND 5 AND consequence BETWEEN 1 AND 5", name="scale"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    text: Mapped[str]
    cause: Mapped[str | None]
    likelihood: Mapped[int]
    consequence: Mapped[int]
    measure: Mapped[str | None]
    owner: Mapped[str | None]
    residual_likelihood: Mapped[int | None]
    residual_consequence: Mapped[int | None]

    event: Mapped[Event] = relationship()

    @property
    def score(self) -> int:
        """Likelihood x consequence, 1-25."""
        return self.likelihood * self.consequence

    @property
    def residual(self) -> int | None:
        """The score after the measure, if it was judged."""
        if self.residual_likelihood is None or self.residual_consequence is None:
            return None
        return self.residual_likelihood * self.residual_consequence

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "risk", "number": self.number, "text": self.text, "cause": self.cause,
            "likelihood": self.likelihood, "consequence": self.consequence, "measure": self.measure,
            "owner": self.owner, "residual_likelihood": self.residual_likelihood,
            "residual_consequence": self.residual_consequence,
        }  # fmt: skip


class PlanVersion(db.Model, Recorded):  # type: ignore[name-defined]
    """The plan as it was published: frozen text and its digest."""

    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    content: Mapped[str]
    digest: Mapped[str]
    note: Mapped[str | None]
    published_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_by: Mapped[str]

    event: Mapped[Event] = relationship()

    @property
    def plan(self) -> dict[str, Any]:
        """The frozen content as data."""
        return orjson.loads(self.content)  # type: ignore[no-any-return]

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "plan_version", "number": self.number, "digest": self.digest, "note": self.note,
            "published_at": iso(self.published_at), "published_by": self.published_by,
        }  # fmt: skip
