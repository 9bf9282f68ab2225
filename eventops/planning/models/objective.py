"""What the event shall achieve."""

from sqlalchemy.orm import Mapped

from ...errors import N_, Refused
from ...extensions import db
from .part import Part


class Objective(Part, db.Model):  # type: ignore[name-defined]
    """What the event shall achieve, with the indicator and the target that show it.

    `computed` is the code of an indicator that evaluation computes; `target_value` is the target in that one's unit.
    """

    KIND, PLURAL = "objective", "objectives"
    FIELDS = ("text", "problem", "indicator", "baseline", "target", "computed", "target_value")
    REFERENCES = {"problem": "problems", "computed": "indicator"}

    text: Mapped[str]
    problem: Mapped[int | None]
    indicator: Mapped[str | None]
    baseline: Mapped[str | None]
    target: Mapped[str | None]
    computed: Mapped[str | None]
    target_value: Mapped[float | None]

    def check(self) -> None:
        if self.computed and self.target_value is None:
            raise Refused(N_("Give the target as a number, so that it can be compared."), field="target_value")
