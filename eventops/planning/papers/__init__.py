"""The papers that a plan is taken out as: what each holds, in the order in which they are offered."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _

from . import fallback, ics, orders, partner, permits, radio, responsibility, risks, sectors
from .blocks import Block
from .reading import Reading


class Wanted(NamedTuple):
    """What somebody asked for beside the paper itself.

    `headings` is a key of orders.HEADINGS, `period` the code of a watch or a day, empty for the whole event.
    """

    audience: str
    headings: str = "order"
    sector: str | None = None
    period: str = ""


class Paper(NamedTuple):
    """A paper: what it is called, what it holds in a sentence, and how it is composed."""

    title: Any
    sentence: Any
    compose: Callable[[Reading, Wanted], list[Block]]
    group: str = "plan"


def _of(*pieces: orders.Piece) -> Callable[[Reading, Wanted], list[Block]]:
    return lambda reading, _: orders.all_of(reading, pieces)


PAPERS: dict[str, Paper] = {
    "order": Paper(
        _("Operation order"), _("Situation, intent, task, execution, administration, communications; to be signed."),
        lambda reading, wanted: orders.order(reading, wanted.headings),
    ),
    "sectors": Paper(
        _("Sector cards"), _("A sheet for each sector: who leads it, its places, risks, channels and cards."),
        lambda reading, wanted: sectors.cards(reading, wanted.sector),
    ),
    "contacts": Paper(
        _("Contact list"), _("Whom one reaches at each partner and in the command, and who is on duty when."),
        _of(responsibility.contacts, responsibility.leaders, responsibility.duties, responsibility.representatives),
    ),
    "communications": Paper(
        _("Communications plan"), _("Channels, who listens, what each falls back on, radio checks, call signs."),
        _of(radio.channels, radio.call_signs),
    ),
    "risks": Paper(
        _("Risk matrix"), _("The matrix before and after the measures, and the register."),
        _of(risks.matrices, risks.register, risks.accepted),
    ),
    "permits": Paper(
        _("Permit list"), _("Permits with their conditions, certified equipment, licensed areas and agreements."),
        _of(permits.permits, permits.certificates, permits.licensed_areas, responsibility.agreements),
    ),
    "cards": Paper(_("Action cards"), _("Each card with its steps: who does what."), _of(radio.cards_in_full)),
    "fallback": Paper(
        _("Log outage: paper forms"),
        _("Blank log sheets, incident, custody and decision forms, unit board, and whom one reaches how."),
        lambda reading, _: fallback.bundle(reading), "fallback",
    ),
    "partner": Paper(
        _("Partner edition"), _("Only what one partner may see, and first what concerns it; to be signed by it."),
        lambda reading, wanted: partner.edition(reading, wanted.audience),
    ),
    "iap": Paper(
        _("Incident Action Plan"), _("All ICS forms bound together, for those who work by ICS."),
        _of(ics.action_plan), "ics",
    ),
    "ics-202": Paper(
        _("ICS 202 Objectives"), _("What shall be achieved, and with what emphasis."), _of(ics.objectives), "ics",
    ),
    "ics-203": Paper(
        _("ICS 203 Organisation list"), _("Who fills which place."), _of(ics.organisation), "ics",
    ),
    "ics-204": Paper(
        _("ICS 204 Assignments"), _("A list for each sector."), _of(ics.assignments), "ics",
    ),
    "ics-205": Paper(
        _("ICS 205 Radio plan"), _("Channels and call signs."), _of(ics.radio_plan), "ics",
    ),
    "ics-206": Paper(
        _("ICS 206 Medical plan"), _("Medical posts, and where ambulances are met."), _of(ics.medical_plan), "ics",
    ),
    "ics-207": Paper(
        _("ICS 207 Organisation chart"), _("Who reports to whom, drawn."), _of(ics.chart), "ics",
    ),
    "ics-215a": Paper(
        _("ICS 215A Safety analysis"), _("Hazards area by area, and what is done."), _of(ics.safety), "ics",
    ),
}  # fmt: skip

__all__ = ["PAPERS", "Paper", "Reading", "Wanted"]
