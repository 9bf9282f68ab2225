"""What the event shall achieve."""

from sqlalchemy.orm import Mapped

from ...extensions import db
from .part import Part


class Objective(Part, db.Model):  # type: ignore[name-defined]
    """What the event shall achieve, with the indicator and the target that show it."""

    KIND, PLURAL = "objective", "objectives"
    FIELDS = ("text", "indicator", "target")

    text: Mapped[str]
    indicator: Mapped[str | None]
    target: Mapped[str | None]
