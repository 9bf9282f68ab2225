"""The watches that the event is led in: hours on the wall, on one day or on all of them."""

import re
from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy.orm import Mapped, mapped_column

from ...errors import N_, Refused
from ...events.hours import span
from ...events.models import Event
from ...extensions import db
from .part import Part

_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class Turn(NamedTuple):
    """A watch on a day: [starts_at, ends_at), aware."""

    watch: "Watch"
    day: date
    starts_at: datetime
    ends_at: datetime


class Watch(Part, db.Model):  # type: ignore[name-defined]
    """Who leads changes with it. It ends on the next day unless it ends later on the wall than it starts."""

    KIND, PLURAL, TITLE = "watch", "watches", "name"
    FIELDS = ("name", "day", "starts", "ends", "handover", "briefed_at", "briefed_where")
    REFERENCES = {"day": "day", "briefed_where": "place"}

    name: Mapped[str]
    day: Mapped[date | None]  # None: every day of the event
    starts: Mapped[str]  # HH:MM on the event's wall
    ends: Mapped[str]
    handover: Mapped[int] = mapped_column(default=15)  # minutes that it and the next stand together
    briefed_at: Mapped[str | None]  # HH:MM, before it starts
    briefed_where: Mapped[str | None]

    @property
    def title(self) -> str:
        return f"{self.name} {self.starts}–{self.ends}"

    def on(self, event: Event, day: date) -> Turn:
        """The watch that starts on a day; Refused for an hour that the clock jumps over."""
        starts, ends = time.fromisoformat(self.starts), time.fromisoformat(self.ends)
        return Turn(self, day, *span(event.zone, day, starts, ends, fields=("starts", "ends")))

    def check(self) -> None:
        for name in ("starts", "ends", "briefed_at"):
            hour = getattr(self, name)
            if not _HOUR.fullmatch(hour or "") and not (hour is None and name == "briefed_at"):
                raise Refused(N_("Write the hour as HH:MM, such as 07:45."), field=name)
        if self.starts == self.ends:
            raise Refused(N_("A watch cannot end when it starts."), field="ends")
        if not 0 <= (self.handover or 0) <= 240:
            raise Refused(N_("Choose 0–240 minutes."), field="handover")
        for day in [self.day] if self.day else [each.date for each in self.event.days]:
            self.on(self.event, day)
