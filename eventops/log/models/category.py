"""The taxonomy of incidents: reference data, loaded from seed/reference/taxonomy.toml."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from ...extensions import db
from ...record import Recorded


class Category(db.Model, Recorded):  # type: ignore[name-defined]
    """One kind of incident with the priority and the audience it starts with."""

    code: Mapped[str] = mapped_column(primary_key=True)
    sv: Mapped[str]
    en: Mapped[str]
    priority: Mapped[int]
    audience: Mapped[str]
    compartments: Mapped[list[str]] = mapped_column(JSON, default=list)
    core: Mapped[bool] = mapped_column(default=False)
    form: Mapped[str | None]
    position: Mapped[int] = mapped_column(default=0)

    def name(self, language: str) -> str:
        """The category in Swedish ("sv") or English."""
        return self.sv if language == "sv" else self.en

    def snapshot(self) -> dict[str, Any]:
        return {
            "type": "category", "number": self.code, "sv": self.sv, "en": self.en, "priority": self.priority,
            "audience": self.audience, "compartments": self.compartments, "core": self.core, "form": self.form,
        }  # fmt: skip
