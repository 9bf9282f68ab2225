"""What partners promise the public (domain rows 26, 34, 37), and what came of it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from ...access import Permission
from ...columns import UTCDateTime
from ...errors import N_, Refused
from ...extensions import db
from ...log.integrity import OF_THE_EVENT
from ...planning.models import Part


class Promise(Part, db.Model):  # type: ignore[name-defined]
    """A promise to everybody there: who gives it, what shows whether it is kept, and the hours it takes.

    `computed` is the code of an indicator that evaluation computes. `published` is the wording that the public page
    shows, frozen; `result` the same of what came of it. `slug` is its address. It outlives its event.
    """

    KIND, PLURAL, TITLE, SHARED, LASTS = "promise", "promises", "text_sv", True, True
    WRITTEN_BY = Permission.COOPERATION_LEAD
    FIELDS = (
        "text_sv", "text_en", "partners", "problem", "computed", "target_value", "hours_needed", "hours_committed",
        "from_on", "until_on",
    )  # fmt: skip
    ACTED = ("slug", "published", "published_at", "published_by", "uncovered_because", "result", "result_at")
    REFERENCES: ClassVar[dict[str, str]] = {"partners": "partner", "problem": "problems", "computed": "indicator"}

    text_sv: Mapped[str]
    text_en: Mapped[str]
    partners: Mapped[list[str]] = mapped_column(JSON, default=list)
    problem: Mapped[int | None]
    computed: Mapped[str | None]
    target_value: Mapped[float | None]
    hours_needed: Mapped[int | None]
    hours_committed: Mapped[int | None]
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    slug: Mapped[str | None] = mapped_column(String(60), unique=True)
    published: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    published_by: Mapped[str | None]
    uncovered_because: Mapped[str | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    result_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (CheckConstraint("hours_needed >= 0 AND hours_committed >= 0", name="hours"),)

    @property
    def uncovered(self) -> int:
        """The hours that are needed and nobody has committed (row 26)."""
        return max(0, (self.hours_needed or 0) - (self.hours_committed or 0))

    def wording(self, language: str) -> str:
        """What it says now."""
        return self.text_sv if language == "sv" else self.text_en

    def check(self) -> None:
        if not self.partners:
            raise Refused(N_("Say who promises it."), field="partners")
        if self.computed and self.target_value is None:
            raise Refused(N_("Give the target as a number, so that it can be compared."), field="target_value")
        if self.from_on and self.until_on and self.until_on < self.from_on:
            raise Refused(N_("It ends before it begins."), field="until_on")
        for name in ("hours_needed", "hours_committed"):
            if (getattr(self, name) or 0) < 0:
                raise Refused(N_("Give 0 or more."), field=name)

    @classmethod
    def concerns(cls, said: Mapping[str, Any]) -> set[str]:
        return set(said.get("partners") or ())


OF_THE_EVENT["promise"] = lambda event: db.select(Promise).filter_by(event_id=event.id)
