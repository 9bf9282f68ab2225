"""What needs a certificate of its own to stand or run: tents, rides, structures, LPG (R4, R5b)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from ...errors import N_, Refused
from ...extensions import db
from .part import Part


class AssetKind(StrEnum):
    """What sort of thing."""

    TENT = "tent"
    RIDE = "ride"
    STRUCTURE = "structure"
    LPG = "lpg"
    OTHER = "other"


class Asset(Part, db.Model):  # type: ignore[name-defined]
    """A thing with a certificate that must outlast the event (R4); `persons` is how many a tent is for."""

    KIND, PLURAL, OWNER = "asset", "assets", "owner"
    FIELDS = (
        "text", "kind", "place", "owner", "certificate", "valid_to", "persons", "litres", "indoors", "responsible",
        "permit", "note",
    )  # fmt: skip
    LASTING = ("valid_to",)
    REFERENCES = {"place": "place", "owner": "partner", "permit": "permits"}

    text: Mapped[str]
    kind: Mapped[AssetKind]
    place: Mapped[str | None]
    owner: Mapped[str | None]
    certificate: Mapped[str | None]
    valid_to: Mapped[date | None]
    persons: Mapped[int | None]
    litres: Mapped[float | None]
    indoors: Mapped[bool]
    responsible: Mapped[str | None]
    permit: Mapped[int | None]
    note: Mapped[str | None]

    def check(self) -> None:
        self.indoors = bool(self.indoors)
        if self.kind == AssetKind.LPG and self.litres is None:
            raise Refused(N_("Say how many litres of gas."), field="litres")
        if self.kind == AssetKind.TENT and self.persons is None:
            raise Refused(N_("Say how many persons the tent is for."), field="persons")

    def outlasts(self, last_day: date) -> bool:
        """Whether its certificate is valid through the last day of the event (R4)."""
        return self.valid_to is not None and self.valid_to >= last_day
