"""Signed links for partners without account: made with a secret, bound to an event and a partner, ended by date."""

from .. import clock
from ..access import ALL, PARTNER, Actor, Permission
from ..events.models import Event, Partner
from ..extensions import db
from ..signed import Secret, digest, made, read
from .models import PartnerLink

SALT = "eventops partner link"
ALLOWED = frozenset({Permission.PLAN_READ, Permission.PLAN_CONTRIBUTE})

__all__ = ["Secret", "actor_of", "digest", "opened", "thought_up"]


def thought_up(secret: Secret, event: Event, partner: str, number: int) -> str:
    """A new token."""
    return made(secret, SALT, event.slug, partner, number)


def opened(secret: Secret, token: str) -> PartnerLink | None:
    """The link whose token this is; None for one that is forged, run out, ended or never made."""
    told = read(secret, SALT, token)
    query = db.select(PartnerLink).filter_by(digest=digest(token)).options(db.joinedload(PartnerLink.event))
    link = db.session.scalar(query) if told else None
    if link is None or (link.event.slug, link.partner, link.number) != told:
        return None
    return link if link.usable(clock.now()) else None


def actor_of(partner: Partner, name: str) -> Actor:
    """Who acts by a partner's link: hears what the partner hears, and writes what the partner answers for."""
    return Actor(
        name=f"{name} ({partner.name} by link)",
        organisation=partner.name,
        partner=partner.slug,
        feeds=(ALL, PARTNER + partner.slug),
        permissions=ALLOWED,
    )
