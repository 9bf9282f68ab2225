"""Who is responsible, and when: the lines of the duty roster."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from ...columns import UTCDateTime
from ...errors import N_, Refused
from ...extensions import db
from .part import Part
from .partner_role import check_phone


class Duty(Part, db.Model):  # type: ignore[name-defined]
    """Somebody who holds a function for a partner from one moment up to another (half-open, domain row 40)."""

    KIND, PLURAL, TITLE = "duty", "duties", "function"
    FIELDS = ("partner", "function", "name", "phone", "starts_at", "ends_at", "deputy", "deputy_phone")
    REFERENCES: ClassVar[dict[str, str]] = {"partner": "partner"}
    OWNER, SHARED = "partner", True

    partner: Mapped[str]
    function: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str | None]
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    deputy: Mapped[str | None]
    deputy_phone: Mapped[str | None]

    @classmethod
    def constraints(cls) -> tuple[Index]:
        return (Index(None, "event_id", "ends_at"),)

    def check(self) -> None:
        for name in ("starts_at", "ends_at"):
            if getattr(self, name) is None:
                raise Refused(N_("Say both from when and until when."), field=name)
        if self.ends_at <= self.starts_at:
            raise Refused(N_("It ends before it begins."), field="ends_at")
        check_phone("phone", self.phone)
        check_phone("deputy_phone", self.deputy_phone)

    def at(self, moment: datetime) -> bool:
        """Whether it is held at that moment."""
        return self.starts_at <= moment < self.ends_at
