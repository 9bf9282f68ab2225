"""The commander's intent: beslut i stort, and when the special organisation begins and ends (R72)."""

from sqlalchemy.orm import Mapped

from ...extensions import db
from .part import Part


class Intent(Part, db.Model):  # type: ignore[name-defined]
    """What the commander wants and how it shall feel; a plan has one."""

    KIND, PLURAL = "intent", "intents"
    FIELDS = (
        "text", "tone", "first_priority", "second_priority", "third_priority", "start_criteria", "end_criteria",
        "evacuation", "weather",
    )  # fmt: skip
    LONGEST = 4_000

    text: Mapped[str]
    tone: Mapped[str | None]
    first_priority: Mapped[str | None]
    second_priority: Mapped[str | None]
    third_priority: Mapped[str | None]
    start_criteria: Mapped[str | None]
    end_criteria: Mapped[str | None]
    evacuation: Mapped[str | None]  # who may decide
    weather: Mapped[str | None]  # what triggers what

    @property
    def title(self) -> str:
        return self.text.partition("\n")[0]
