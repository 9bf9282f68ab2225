"""An action card in use: started by one line of the log, and each step ticked off by another."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...columns import UTCDateTime
from ...events.models import Event, iso
from ...extensions import db
from ...planning.models.card import Step, steps_of
from ...record import Recorded
from .entry import Entry


class CardRun(db.Model, Recorded):  # type: ignore[name-defined]
    """A card as it read when it was started; the line that started it says who, when and on which incident."""

    __table_args__ = (UniqueConstraint("event_id", "number"), UniqueConstraint("entry_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    card: Mapped[int]
    name: Mapped[str]
    steps: Mapped[str]
    audience: Mapped[str]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    entry: Mapped[Entry] = relationship(lazy="joined")
    ticks: Mapped[list["CardTick"]] = relationship(back_populates="run", order_by="CardTick.id")

    @property
    def sequence(self) -> list[Step]:
        """The steps in their order."""
        return steps_of(self.steps)

    @property
    def done(self) -> dict[int, Entry]:
        """The lines that tick off steps, by the step's place from 1; a struck line ticks nothing off."""
        return {tick.step: tick.entry for tick in self.ticks if not tick.entry.struck}

    @property
    def running(self) -> bool:
        """Whether there is something left to do."""
        return self.ended_at is None and not self.entry.struck and len(self.done) < len(self.sequence)

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "card_run", "number": self.number, "card": self.card, "name": self.name, "steps": self.steps,
            "audience": self.audience, "ended_at": iso(self.ended_at),
        }  # fmt: skip

    def feeds(self) -> list[str]:
        return self.audience.split("+")


class CardTick(db.Model):  # type: ignore[name-defined]
    """That a step was done: the line says who and when."""

    __table_args__ = (UniqueConstraint("entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("card_run.id"), index=True)
    step: Mapped[int]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))

    run: Mapped[CardRun] = relationship(back_populates="ticks")
    entry: Mapped[Entry] = relationship(lazy="joined")
