"""What is missing before the partners can be relied on: roles, mandates, deputies, agreements that hold."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ..access import PARTNER, Actor
from ..errors import N_
from ..events.models import Event, Partner
from .models import Agreement, PartnerRole

GAPS = {
    "representative": N_("no representative"),
    "mandate": N_("no mandate to decide"),
    "coordinator": N_("no coordinator"),
    "deputy": N_("no deputy"),
    "always_phone": N_("not reached around the clock"),
}
NO_ROLE = N_("no role in the plan yet")
NOT_COVERING = N_("does not hold on every day of the event")
REVIEW_DUE = N_("was to be looked over by %(date)s")


class Lack(NamedTuple):
    """What a partner lacks: msgids of words."""

    partner: Partner
    role: PartnerRole | None
    gaps: list[str]


class Worry(NamedTuple):
    """What is wrong with an agreement: msgids of sentences without their subject."""

    agreement: Agreement
    why: list[str]


def lacks(partners: Iterable[Partner], roles: Iterable[PartnerRole], actor: Actor) -> list[Lack]:
    """The partners that lack something, of those whose feed the actor hears."""
    known = {role.partner: role for role in roles}
    heard = [each for each in partners if actor.hears(f"{PARTNER}{each.slug}")]
    found = [Lack(each, known.get(each.slug), _gaps(known.get(each.slug))) for each in heard]
    return [lack for lack in found if lack.gaps]


def _gaps(role: PartnerRole | None) -> list[str]:
    return [NO_ROLE] if role is None else [GAPS[name] for name in role.gaps(role.said())]


def worries(event: Event, agreements: Iterable[Agreement], today: date) -> list[Worry]:
    """The agreements that do not cover the event's days, or that were to be looked over before today."""
    days = [day.date for day in event.days]
    found = [Worry(each, _worries(each, days, today)) for each in agreements]
    return [worry for worry in found if worry.why]


def _worries(agreement: Agreement, days: list[date], today: date) -> list[str]:
    uncovered = [] if agreement.covers(days) else [NOT_COVERING]
    return uncovered + ([REVIEW_DUE] if agreement.review_due(today) else [])
