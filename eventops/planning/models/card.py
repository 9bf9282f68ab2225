"""What is done, by whom and in which order, when something planned for happens: an action card."""

import re
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ...errors import N_, Refused
from ...extensions import db
from .part import Part


class Occasion(StrEnum):
    """What a card is for."""

    EVACUATION = "evacuation"
    SHOW_STOP = "show_stop"
    LOST_CHILD = "lost_child"
    SUSPICIOUS_OBJECT = "suspicious_object"
    WIND = "wind"
    HEAT = "heat"
    REINFORCEMENT = "reinforcement"
    OTHER = "other"


class Unit(StrEnum):
    """What a limit is measured in."""

    WIND = "m/s"
    HEAT = "°C"
    DENSITY = "p/m²"


MEASURED = {Occasion.WIND: Unit.WIND, Occasion.HEAT: Unit.HEAT}
STEP = re.compile(r"\s*([^:]{1,60}?)\s*:\s*(\S.*?)\s*")


class Step(NamedTuple):
    """One thing to do, and whose it is."""

    role: str
    what: str


class Card(Part, db.Model):  # type: ignore[name-defined]
    """When it is used, who decides, and its steps: a line each, "ROLE: what"."""

    KIND, PLURAL, TITLE = "card", "cards", "name"
    FIELDS = ("name", "occasion", "used_when", "limit_value", "limit_unit", "decides", "steps", "source")
    ACTED = INHERITED = ("origin",)
    LONGEST = 6_000

    name: Mapped[str]
    occasion: Mapped[Occasion]
    used_when: Mapped[str]
    limit_value: Mapped[float | None]
    limit_unit: Mapped[Unit | None]
    decides: Mapped[str]
    steps: Mapped[str]
    source: Mapped[str | None]
    origin: Mapped[str | None] = mapped_column(String(40))  # the default card it was taken over from

    @property
    def sequence(self) -> list[Step]:
        """Its steps in their order."""
        return steps_of(self.steps)

    def check(self) -> None:
        if not self.steps:
            raise Refused(N_("Write at least one step."), field="steps")
        steps_of(self.steps)
        if (self.limit_value is None) != (self.limit_unit is None):
            bare = "limit_value" if self.limit_value is None else "limit_unit"
            raise Refused(N_("Give both the limit and its unit."), field=bare)
        wanted = MEASURED.get(Occasion(self.occasion))
        if wanted and self.limit_value is None:
            raise Refused(N_("Say at which limit the card is used."), field="limit_value")
        if wanted and self.limit_unit != wanted:
            raise Refused(N_("The limit of such a card is in %(unit)s."), field="limit_unit", unit=wanted.value)


def steps_of(text: str) -> list[Step]:
    """The steps that lines of text say; empty lines count for nothing. Raises Refused with the number of a bad line."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        said = STEP.fullmatch(line)
        if said is None:
            raise Refused(N_("Line %(line)s: write who, a colon, and what."), field="steps", line=number)
        found.append(Step(*said.groups()))
    return found
