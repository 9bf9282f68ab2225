"""How people reach one another: the channels of the communications plan, and who answers to which call sign."""

import re
from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from ...errors import N_, Refused
from ...extensions import db
from .part import Part


class System(StrEnum):
    """What a channel runs on."""

    RAKEL = "rakel"
    DMO = "dmo"
    ANALOGUE = "analogue"
    MOBILE = "mobile"
    RUNNER = "runner"


LAST_RESORT = frozenset({System.RUNNER})  # works when nothing else does, so it needs no fallback


class Channel(Part, db.Model):  # type: ignore[name-defined]
    """A talkgroup or another channel: what for, who listens, what it falls back on, and when it is checked."""

    KIND, PLURAL, TITLE = "channel", "channels", "name"
    FIELDS = ("name", "system", "purpose", "listeners", "partners", "fallback", "checked_at", "remarks")
    REFERENCES = {"partners": "partner", "fallback": "channels"}
    ONE_PER = "name"

    name: Mapped[str]
    system: Mapped[System]
    purpose: Mapped[str]
    listeners: Mapped[str | None]
    partners: Mapped[list[str]] = mapped_column(JSON, default=list)
    fallback: Mapped[int | None]
    checked_at: Mapped[str | None]
    remarks: Mapped[str | None]

    @property
    def check_times(self) -> list[time]:
        """When the channel is checked each operational day, on the event's wall clock."""
        return times_of(self.checked_at or "")

    @property
    def stranded(self) -> bool:
        """Whether nobody has said what to do when it fails."""
        return self.fallback is None and self.system not in LAST_RESORT

    @classmethod
    def concerns(cls, said: Mapping[str, Any]) -> set[str]:
        return set(said.get("partners") or ())

    def check(self) -> None:
        times_of(self.checked_at or "")
        if self.fallback is not None and self.fallback == self.number:
            raise Refused(N_("A channel cannot fall back on itself."), field="fallback")


def times_of(text: str) -> list[time]:
    """The times of day that "06:00, 12:00" says. Raises Refused for what is none."""
    found = []
    for each in re.split(r"[\s,;]+", text.strip()):
        if each and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", each):
            raise Refused(N_("%(text)s is no time. Write 06:00, 12:00."), field="checked_at", text=each)
        if each:
            found.append(time.fromisoformat(each))
    return found
