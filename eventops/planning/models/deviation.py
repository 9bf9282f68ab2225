"""That the plan is published although something stands red."""

from datetime import datetime

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from ...columns import UTCDateTime
from ...extensions import db
from .part import Part


class Deviation(Part, db.Model):  # type: ignore[name-defined]
    """A check of R73 that the commander lets stand red, by name and with a reason, for what it found then."""

    KIND, PLURAL, TITLE = "deviation", "deviations", "reason"
    FIELDS = ("check_code", "found", "reason", "accepted_by", "accepted_at")
    OF_ITS_EDITION = FIELDS

    check_code: Mapped[str]
    found: Mapped[dict[str, int]] = mapped_column(JSON)
    reason: Mapped[str]
    accepted_by: Mapped[str]
    accepted_at: Mapped[datetime] = mapped_column(UTCDateTime)
