"""A permit, notification or opinion that the event needs, and until when it must be applied for (R1, R2)."""

from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from ...errors import N_, Refused
from ...extensions import db
from ..checklist import permit_kinds
from .part import Part


class PermitState(StrEnum):
    """How far it has come."""

    NEEDED = "needed"
    APPLIED = "applied"
    GRANTED = "granted"
    REFUSED = "refused"
    NOT_NEEDED = "not_needed"


class Permit(Part, db.Model):  # type: ignore[name-defined]
    """A permit; `kind` is a code of the checklist, `lead_days` how many days before the first day it is applied for."""

    KIND, PLURAL, TITLE, OWNER = "permit", "permits", "kind", "holder"
    FIELDS = (
        "kind", "text", "holder", "state", "reference", "authority", "lead_days", "applied_on", "granted_on",
        "valid_from", "valid_to", "note",
    )  # fmt: skip
    REFERENCES = {"holder": "partner"}
    OF_ITS_EDITION = ("state", "reference", "applied_on", "granted_on", "valid_from", "valid_to")

    kind: Mapped[str]
    text: Mapped[str | None]
    holder: Mapped[str | None]
    state: Mapped[PermitState] = mapped_column(default=PermitState.NEEDED)
    reference: Mapped[str | None]
    authority: Mapped[str | None]
    lead_days: Mapped[int]
    applied_on: Mapped[date | None]
    granted_on: Mapped[date | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    note: Mapped[str | None]

    def apply_by(self, first_day: date) -> date:
        """The last day to apply or notify for an event that begins on `first_day` (R1)."""
        return first_day - timedelta(days=self.lead_days)

    @property
    def open(self) -> bool:
        """Whether it is still to be applied for."""
        return self.state == PermitState.NEEDED

    def check(self) -> None:
        if self.kind not in permit_kinds():
            raise Refused(N_("Choose a kind of permit."), field="kind")
        if self.state == PermitState.APPLIED and not self.applied_on:
            raise Refused(N_("Say when it was applied for."), field="applied_on")
        if self.state == PermitState.GRANTED and not self.granted_on:
            raise Refused(N_("Say when it was granted."), field="granted_on")
        if self.granted_on and self.applied_on and self.granted_on < self.applied_on:
            raise Refused(N_("It was not granted before it was applied for."), field="granted_on")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise Refused(N_("It ends before it begins."), field="valid_to")
