"""Who answers for what: the tasks of the responsibility matrix."""

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from ...errors import N_, Refused
from ...extensions import db
from .part import Part

LETTERS = {"responsible": "R", "accountable": "A", "consulted": "C", "informed": "I"}


class Task(Part, db.Model):  # type: ignore[name-defined]
    """A task, the partners that do it (R), the one that answers for it (A), those asked (C) and told (I)."""

    KIND, PLURAL, SHARED = "task", "tasks", True
    FIELDS = ("text", "sector", "responsible", "accountable", "consulted", "informed")
    REFERENCES: ClassVar[dict[str, str]] = {"sector": "sector", **dict.fromkeys(LETTERS, "partner")}

    text: Mapped[str]
    sector: Mapped[str | None]
    responsible: Mapped[list[str]] = mapped_column(JSON, default=list)
    accountable: Mapped[str | None]
    consulted: Mapped[list[str]] = mapped_column(JSON, default=list)
    informed: Mapped[list[str]] = mapped_column(JSON, default=list)

    def check(self) -> None:
        doing = {*(self.responsible or ()), self.accountable}
        for name in ("consulted", "informed"):
            if doing & {*(getattr(self, name) or ())}:
                raise Refused(N_("Who does the task or answers for it is not consulted or informed, too."), field=name)
            doing |= {*(getattr(self, name) or ())}

    @classmethod
    def concerns(cls, said: Mapping[str, Any]) -> set[str]:
        return set(letters(said))

    @classmethod
    def lacks(cls, said: Mapping[str, Any]) -> list[str]:
        """Which of R and A nobody has: the task is an orphan."""
        return [LETTERS[name] for name in ("responsible", "accountable") if not said.get(name)]


def letters(said: Mapping[str, Any]) -> dict[str, str]:
    """What each partner is in a task: {"kommunen": "RA", "kyrkan": "I"}."""
    found: dict[str, str] = {}
    for name, letter in LETTERS.items():
        value = said.get(name) or []
        for slug in value if isinstance(value, list) else [value]:
            found[slug] = found.get(slug, "") + letter
    return found
