"""What is done about a cause: who answers for it, with what, and how far it has come."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from ...columns import UTCDateTime
from ...errors import N_, Refused
from ...extensions import db
from .part import Legacy, Part


class MeasureKind(StrEnum):
    """What sort of measure."""

    SITUATIONAL = "situational"
    PROGRAMME = "programme"
    STAFFING = "staffing"
    INFORMATION = "information"
    SOCIAL = "social"
    CONDITION = "condition"
    VICTIM_SUPPORT = "victim_support"


class Carried(StrEnum):
    """Whether partners carry a measure together, or its owner alone."""

    OWN = "own"
    JOINT = "joint"


class Grounds(StrEnum):
    """Why a measure should work: known to, believed to, or to be tried."""

    KNOWN = "known"
    BELIEVED = "believed"
    TRIED = "tried"


class MeasureState(StrEnum):
    """How far a measure has come."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    DONE = "done"
    EVALUATED = "evaluated"


class Outcome(StrEnum):
    """What follows from a measure's evaluation."""

    CONTINUE = "continue"
    ADJUST = "adjust"
    STOP = "stop"


RESOURCES = ("hours", "people", "money")


class Measure(Part, db.Model):  # type: ignore[name-defined]
    """A measure against a cause. Money is in SEK. Decided, done and evaluated by acts of their own."""

    KIND, PLURAL = "measure", "measures"
    FIELDS = (
        "text", "kind", "carried", "owner", "cause", "objective", "grounds", "requirement",
        "hours_needed", "hours_committed", "people_needed", "people_committed", "money_needed", "money_committed",
        "due_on", "follow_up_on",
    )  # fmt: skip
    ACTED = ("decided_by",)
    FOLLOWED = ("state", "decided_at", "outcome", "evaluation")
    REFERENCES = {"owner": "partner", "cause": "causes", "objective": "objectives"}
    OF_ITS_EDITION = tuple(f"{name}_committed" for name in RESOURCES)
    OWNER, SHARED = "owner", True

    text: Mapped[str]
    kind: Mapped[MeasureKind]
    carried: Mapped[Carried] = mapped_column(default=Carried.OWN)
    owner: Mapped[str | None]
    cause: Mapped[int | None]
    objective: Mapped[int | None]
    grounds: Mapped[Grounds | None]
    requirement: Mapped[str | None]
    hours_needed: Mapped[int | None]
    hours_committed: Mapped[int | None]
    people_needed: Mapped[int | None]
    people_committed: Mapped[int | None]
    money_needed: Mapped[int | None]
    money_committed: Mapped[int | None]
    due_on: Mapped[date | None]
    follow_up_on: Mapped[date | None]
    state: Mapped[MeasureState] = mapped_column(default=MeasureState.PROPOSED)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by: Mapped[str | None]
    outcome: Mapped[Outcome | None]
    evaluation: Mapped[str | None]

    @property
    def resources(self) -> list[tuple[str, int, int]]:
        """(name, needed, committed) of each resource that anything is said of."""
        told = [(name, getattr(self, f"{name}_needed"), getattr(self, f"{name}_committed")) for name in RESOURCES]
        return [(name, needed or 0, committed or 0) for name, needed, committed in told if needed or committed]

    @property
    def committed(self) -> bool:
        """Whether anybody has set resources aside."""
        return any(committed for _, _, committed in self.resources)

    @property
    def uncovered(self) -> list[str]:
        """The resources of which more is needed than committed."""
        return [name for name, needed, committed in self.resources if needed > committed]

    def lacking(self, *, mandate: bool) -> dict[str, str]:
        """What a decision needs and this measure has not: a message by field. `mandate` is its owner's."""
        asked = {
            "owner": (self.owner, N_("Say which partner answers for it.")),
            "cause": (self.cause, N_("Say which cause it works on.")),
            "requirement": (self.requirement, N_("Say what is required of it.")),
            "hours_committed": (self.committed, N_("Commit hours, people or money to it.")),
            "follow_up_on": (self.follow_up_on, N_("Set the day on which it is followed up.")),
        }
        if self.owner and not mandate:
            asked["owner"] = (None, N_("Its representative has no mandate to decide."))
        return {field: message for field, (there, message) in asked.items() if not there}

    @property
    def legacy(self) -> Legacy:
        if self.outcome is Outcome.STOP:
            return Legacy.LEFT
        done = self.state in (MeasureState.DONE, MeasureState.EVALUATED) and self.outcome is None
        return Legacy.COPIED if done else Legacy.PROPOSED

    def check(self) -> None:
        for name in RESOURCES:
            for field in (f"{name}_needed", f"{name}_committed"):
                if (getattr(self, field) or 0) < 0:
                    raise Refused(N_("Give 0 or more."), field=field)
