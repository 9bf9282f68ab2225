"""What can go wrong, judged on the scale of R70, placed in the grid of R56, and accepted by somebody."""

from datetime import datetime
from enum import StrEnum
from itertools import product

from sqlalchemy import JSON, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...columns import UTCDateTime
from ...errors import N_, Refused
from ...extensions import db
from ..bands import band, to_be_accepted
from .part import Part


class Dimension(StrEnum):
    """What a consequence strikes (R70)."""

    LIFE = "life"
    ORDER = "order"
    PROPERTY = "property"
    TRUST = "trust"
    CONTINUITY = "continuity"


class Influence(StrEnum):
    """What makes a crowd behave as it does: a row of the DIM-ICE grid (R56); expectations extend it."""

    EXPECTATIONS = "expectations"
    DESIGN = "design"
    INFORMATION = "information"
    MANAGEMENT = "management"


class Stage(StrEnum):
    """Where the crowd is on its way: a column of the DIM-ICE grid (R56); travel extends it."""

    TRAVEL = "travel"
    INGRESS = "ingress"
    CIRCULATION = "circulation"
    EGRESS = "egress"


class Situation(StrEnum):
    """Which of the two grids (R56)."""

    NORMAL = "normal"
    EMERGENCY = "emergency"


CELLS = tuple(f"{influence}-{stage}" for influence, stage in product(Influence, Stage))
JUDGED = ("likelihood", "consequence", "residual_likelihood", "residual_consequence")


class Risk(Part, db.Model):  # type: ignore[name-defined]
    """What can go wrong: likelihood and consequence 1-5, before and after the barriers (R70)."""

    KIND, PLURAL = "risk", "risks"
    FIELDS = (
        "text", "cause", "indicator", "dimensions", "likelihood", "consequence", "barriers", "measure", "owner",
        "partner", "residual_likelihood", "residual_consequence", "cell", "situation", "sectors", "measures",
        "card",
    )  # fmt: skip
    REFERENCES = {"partner": "partner", "sectors": "sector", "measures": "measures", "card": "cards"}
    ACTED = ("accepted_by", "accepted_at", "accepted_because", "accepted_score")
    OWNER = "partner"

    text: Mapped[str]
    cause: Mapped[str | None]
    indicator: Mapped[str | None]
    dimensions: Mapped[list[str]] = mapped_column(JSON, default=list)
    likelihood: Mapped[int]
    consequence: Mapped[int]
    barriers: Mapped[str | None]
    measure: Mapped[str | None]
    owner: Mapped[str | None]
    partner: Mapped[str | None]
    residual_likelihood: Mapped[int | None]
    residual_consequence: Mapped[int | None]
    cell: Mapped[str | None]
    situation: Mapped[Situation | None]
    sectors: Mapped[list[str]] = mapped_column(JSON, default=list)
    measures: Mapped[list[int]] = mapped_column(JSON, default=list)
    card: Mapped[int | None]
    accepted_by: Mapped[str | None]
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    accepted_because: Mapped[str | None]
    accepted_score: Mapped[int | None]

    @classmethod
    def constraints(cls) -> tuple[CheckConstraint]:
        return (CheckConstraint("likelihood BETWEEN 1 AND 5 AND consequence BETWEEN 1 AND 5", name="scale"),)

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

    @property
    def remaining(self) -> tuple[int, int]:
        """The likelihood and consequence one has to live with: after the measure, or as they are without one."""
        return self.residual_likelihood or self.likelihood, self.residual_consequence or self.consequence

    @property
    def to_accept(self) -> bool:
        """Whether it stays so high that somebody must accept it by name, and nobody has (R70)."""
        return band(*self.remaining) in to_be_accepted() and self.accepted_by is None

    def accept(self, who: str, when: datetime, because: str | None) -> None:
        """Live with what remains; it stands as long as no more and no less remains."""
        likelihood, consequence = self.remaining
        self.accepted_by, self.accepted_at, self.accepted_because = who, when, because
        self.accepted_score = likelihood * consequence

    def check(self) -> None:
        for name in JUDGED:
            grade = getattr(self, name)
            if grade not in (1, 2, 3, 4, 5) and not (grade is None and name.startswith("residual")):
                raise Refused(N_("Choose 1–5."), field=name)
        if (self.residual_likelihood is None) != (self.residual_consequence is None):
            bare = "residual_likelihood" if self.residual_likelihood is None else "residual_consequence"
            raise Refused(N_("Judge both likelihood and consequence after the measure."), field=bare)
        if self.cell not in (None, *CELLS):
            raise Refused(N_("Choose a cell of the grid."), field="cell")

    def follow(self) -> None:
        likelihood, consequence = self.remaining
        if self.accepted_score not in (None, likelihood * consequence):
            self.accepted_by = self.accepted_at = self.accepted_because = self.accepted_score = None
