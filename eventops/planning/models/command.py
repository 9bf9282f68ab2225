"""The command structure: every post that leads or serves the lead, who holds it, and whom it reports to."""

from enum import StrEnum

from sqlalchemy.orm import Mapped

from ...errors import N_, Refused
from ...extensions import db
from .part import Part


class PostRole(StrEnum):
    """What a post is for (domain 5b)."""

    COMMANDER = "commander"  # kommenderingschef, KC
    TACTICAL = "tactical"  # polisinsatschef, PIC
    CHIEF_OF_STAFF = "chief_of_staff"
    LOGGIST = "loggist"
    PICTURE = "picture"
    P1 = "p1"
    P2 = "p2"
    P3 = "p3"
    P4 = "p4"
    P5 = "p5"
    P6 = "p6"
    AREA_CHIEF = "area_chief"
    SECTOR_CHIEF = "sector_chief"
    GUARD_COORDINATOR = "guard_coordinator"
    GUARD_LEAD = "guard_group_lead"
    CUSTODY = "custody"
    INVESTIGATION = "investigation"
    COMMUNICATOR = "communicator"
    LEGAL = "legal"
    LIAISON = "liaison"


class LiaisonKind(StrEnum):
    """Whom a liaison speaks for."""

    ORGANISER = "organiser"
    MEDICAL = "medical"
    RESCUE = "rescue"
    MUNICIPALITY = "municipality"
    TRANSPORT = "transport"
    CHURCH = "church"
    OTHER = "other"


class CommandPost(Part, db.Model):  # type: ignore[name-defined]
    """A post in the command structure, on one watch or on all of them; nobody holds a vacant one."""

    KIND, PLURAL, TITLE = "command", "commands", "role"
    FIELDS = (
        "role", "watch", "holder", "deputy", "call_sign", "phone", "reports_to", "sector", "guard_group", "liaison",
        "partner",
    )  # fmt: skip
    REFERENCES = {"watch": "watches", "reports_to": "commands", "sector": "sector", "partner": "partner"}
    LONGEST = 120

    role: Mapped[PostRole]
    watch: Mapped[int | None]  # None: every watch
    holder: Mapped[str | None]
    deputy: Mapped[str | None]
    call_sign: Mapped[str | None]
    phone: Mapped[str | None]
    reports_to: Mapped[int | None]
    sector: Mapped[str | None]
    guard_group: Mapped[str | None]
    liaison: Mapped[LiaisonKind | None]
    partner: Mapped[str | None]

    @property
    def title(self) -> str:
        """What it is called where it is referred to; its role has a name only where a language is known."""
        of = self.sector or self.guard_group
        return " · ".join(text for text in (self.call_sign, self.holder, of) if text) or str(self.role).upper()

    @property
    def seat(self) -> tuple[str | None, ...]:
        """What is the same from watch to watch while the holders change."""
        return self.role, self.sector, self.guard_group, self.liaison

    def check(self) -> None:
        if self.role not in tuple(PostRole):
            raise Refused(N_("Choose what the post is for."), field="role")
        self.role = PostRole(self.role)
        if self.role is PostRole.SECTOR_CHIEF and not self.sector:
            raise Refused(N_("Choose the sector that the chief answers for."), field="sector")
        if self.role is PostRole.LIAISON and self.liaison not in tuple(LiaisonKind):
            raise Refused(N_("Choose whom the liaison speaks for."), field="liaison")
        self._check_guards()

    def _check_guards(self) -> None:
        if self.role is not PostRole.GUARD_LEAD:
            return
        if not self.guard_group:
            raise Refused(N_("Name the guard group."), field="guard_group")
        if not self.holder:
            raise Refused(N_("Name the police officer who leads this guard group."), field="holder")
