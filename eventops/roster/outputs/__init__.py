"""What the roster is taken out as: who reads it, what it holds, and how it is made."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _

from ...access import Permission
from .asked import Asked, Block, Sheet
from .contacts import contact_sheet, contacts
from .credentials import credential_sheet, credentials
from .decision import decision
from .hours import hours, hours_sheet
from .listing import GROUPINGS, listed, listing


class Output(NamedTuple):
    """An output: what it is called, what it holds in a sentence, how it is composed, and who may take it out.

    `page` is the endpoint of the same on screen; `decides` if it is asked for with words of its own.
    """

    title: Any
    sentence: Any
    blocks: Callable[[Asked], list[Block]]
    sheet: Callable[[Asked], Sheet] | None = None
    permission: Permission = Permission.ROSTER_READ
    page: str = ""
    partner: bool = False  # only for one partner

    @property
    def endings(self) -> tuple[str, ...]:
        """In which forms it is taken out."""
        return ("pdf", "xlsx") if self.sheet else ("pdf",)


OUTPUTS: dict[str, Output] = {
    "roster": Output(
        _("Roster"), _("Who stands where and when, in the grouping chosen above, with what is missing."),
        listing, listed,
    ),
    "contacts": Output(
        _("Contact list of a partner"), _("The people of the partner chosen above, with phone and e-mail."),
        contacts, contact_sheet, Permission.ROSTER_EDIT, partner=True,
    ),
    "hours": Output(
        _("Hours and cost"),
        _("Planned and worked hours by organisation, origin unit and function, times their rates."),
        hours, hours_sheet, page="roster.hours",
    ),
    "credentials": Output(
        _("Credentials that end"),
        _("What ends within six months of the event, or has ended, and which shifts it touches."),
        credentials, credential_sheet, page="roster.credentials_ending",
    ),
    "decision": Output(
        _("Staffing decision"),
        _("Staffing per day, legal basis of guards, command, accepted warnings and open gaps, to be signed."), decision,
    ),
}  # fmt: skip

__all__ = ["GROUPINGS", "OUTPUTS", "Asked", "Output", "Sheet"]
