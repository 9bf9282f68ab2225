"""Who answers to which call sign, and where."""

from sqlalchemy.orm import Mapped

from ...extensions import db
from .part import Part


class CallSign(Part, db.Model):  # type: ignore[name-defined]
    """A call sign, whose it is, and the channel its holder listens to."""

    KIND, PLURAL, TITLE = "call_sign", "call_signs", "sign"
    FIELDS = ("sign", "holder", "partner", "channel")
    REFERENCES = {"partner": "partner", "channel": "channels"}
    OWNER = "partner"
    ONE_PER = "sign"

    sign: Mapped[str]
    holder: Mapped[str]
    partner: Mapped[str | None]
    channel: Mapped[int | None]
