"""Signed links for partners without account: made with a secret, bound to an event and a partner, ended by date."""

import secrets
from hashlib import sha256

from itsdangerous import BadData, URLSafeSerializer

from .. import clock
from ..access import ALL, PARTNER, Actor, Permission
from ..events.models import Event, Partner
from ..extensions import db
from .models import PartnerLink

SALT = "eventops partner link"
ALLOWED = frozenset({Permission.PLAN_READ, Permission.PLAN_CONTRIBUTE})
Secret = str | bytes | None


def thought_up(secret: Secret, event: Event, partner: str, number: int) -> str:
    """A new token: what it is for and 16 random bytes, signed."""
    return str(_signer(secret).dumps([event.slug, partner, number, secrets.token_urlsafe(16)]))


def digest(token: str) -> str:
    """What is kept of a token: its SHA-256 as 64 hexadecimal digits."""
    return sha256(token.encode()).hexdigest()


def opened(secret: Secret, token: str) -> PartnerLink | None:
    """The link whose token this is; None for one that is forged, run out, ended or never made."""
    try:
        slug, partner, number, _ = _signer(secret).loads(token)
    except (BadData, ValueError, TypeError):
        return None
    query = db.select(PartnerLink).filter_by(digest=digest(token)).options(db.joinedload(PartnerLink.event))
    link = db.session.scalar(query)
    if link is None or (link.event.slug, link.partner, link.number) != (slug, partner, number):
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


def _signer(secret: Secret) -> URLSafeSerializer:
    return URLSafeSerializer(secret or "", salt=SALT)
