"""What can go wrong, judged on the scale of R70."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from ...errors import N_, Refused
from ...extensions import db
from .part import Part


class Risk(Part, db.Model):  # type: ignore[name-defined]
    """What can go wrong: likelihood and consequence 1-5, before and after the main measure (R70)."""

    KIND, PLURAL = "risk", "risks"
    FIELDS = (
        "text", "cause", "likelihood", "consequence", "measure", "owner", "residual_likelihood", "residual_consequence",
    )  # fmt: skip

    text: Mapped[str]
    cause: Mapped[str | None]
    likelihood: Mapped[int]
    consequence: Mapped[int]
    measure: Mapped[str | None]
    owner: Mapped[str | None]
    residual_likelihood: Mapped[int | None]
    residual_consequence: Mapped[int | None]

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

    def check(self) -> None:
        for name in ("likelihood", "consequence", "residual_likelihood", "residual_consequence"):
            grade = getattr(self, name)
            if grade not in (1, 2, 3, 4, 5) and not (grade is None and name.startswith("residual")):
                raise Refused(N_("Choose 1–5."), field=name)
        if (self.residual_likelihood is None) != (self.residual_consequence is None):
            bare = "residual_likelihood" if self.residual_likelihood is None else "residual_consequence"
            raise Refused(N_("Judge both likelihood and consequence after the measure."), field=bare)
