"""What each partner does in the event, and whom one reaches: in person, by deputy, around the clock."""

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from ...errors import N_, Refused
from ...extensions import db
from .part import Part

DIGITS = 5  # fewer than this is no telephone number


class PartnerRole(Part, db.Model):  # type: ignore[name-defined]
    """A partner's part in the event; `mandate` says whether its representative may decide for it (domain row 12).

    Those who plan the event have been shown the mandate and say so; no partner gives it to itself or passes it on.
    """

    KIND, PLURAL, TITLE = "partner_role", "partner_roles", "role"
    FIELDS = (
        "partner", "role", "representative", "mandate", "coordinator", "phone", "email", "deputy", "deputy_phone",
        "always_phone", "represents", "handover", "volunteers",
    )  # fmt: skip
    REFERENCES: ClassVar[dict[str, str]] = {"partner": "partner"}
    OWNER, ONE_PER, SHARED = "partner", "partner", True
    LED = ("mandate",)

    partner: Mapped[str]
    role: Mapped[str]
    representative: Mapped[str | None]
    mandate: Mapped[bool] = mapped_column(default=False)
    coordinator: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    deputy: Mapped[str | None]
    deputy_phone: Mapped[str | None]
    always_phone: Mapped[str | None]
    represents: Mapped[str | None]
    handover: Mapped[str | None]
    volunteers: Mapped[str | None]

    def check(self) -> None:
        if self.mandate and not self.representative:
            raise Refused(N_("Say who has the mandate."), field="representative")
        if self.email and "@" not in self.email:
            raise Refused(N_("That is no e-mail address."), field="email")
        for name in ("phone", "deputy_phone", "always_phone"):
            check_phone(name, getattr(self, name))

    def disown(self, said: Mapping[str, Any]) -> None:
        if said.get("representative", self.representative) != self.representative:
            self.mandate = False

    @classmethod
    def gaps(cls, said: Mapping[str, Any]) -> list[str]:
        """The fields without which the event hangs on one person, or on one who cannot decide (domain finding 11)."""
        wanted = ("representative", "mandate", "coordinator", "deputy", "always_phone")
        return [name for name in wanted if not said.get(name)]


def check_phone(field: str, number: str | None) -> None:
    """Refuse what nobody can call."""
    if number and sum(each.isdigit() for each in number) < DIGITS:
        raise Refused(N_("That is no telephone number."), field=field)
