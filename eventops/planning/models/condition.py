"""A condition that a permit comes with: what shows that it is kept, who checked it, and whether it was broken (R3)."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from ...columns import UTCDateTime
from ...extensions import db
from .part import Part


class Condition(Part, db.Model):  # type: ignore[name-defined]
    """A condition; `code` is set where it comes from the checklist. A check is of the wording that stood then."""

    KIND, PLURAL, OWNER = "condition", "conditions", "owner"
    FIELDS = ("text", "permit", "rule", "evidence", "owner")
    ACTED = ("code", "checked_by", "checked_at", "checked_note", "breached_by", "breached_at", "breach_note")
    INHERITED = ("code",)
    REFERENCES = {"permit": "permits", "owner": "partner"}

    code: Mapped[str | None]
    text: Mapped[str]
    permit: Mapped[int | None]
    rule: Mapped[str | None]
    evidence: Mapped[str | None]
    owner: Mapped[str | None]
    checked_by: Mapped[str | None]
    checked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    checked_note: Mapped[str | None]
    checked_text: Mapped[str | None]
    breached_by: Mapped[str | None]
    breached_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    breach_note: Mapped[str | None]

    @property
    def state(self) -> str:
        """ "breached", "checked", "changed" (since it was checked) or "unchecked"."""
        if self.breached_at and (self.checked_at is None or self.breached_at >= self.checked_at):
            return "breached"
        if self.checked_at is None:
            return "unchecked"
        return "checked" if self.checked_text == self.text else "changed"
