"""The links of wall displays: signed, bound to an event, good until ended; each shows what its room may hear."""

from ..access import ALL, POLICE, Actor, Permission
from ..events.models import Event
from ..extensions import db
from ..signed import Secret, digest, made, read
from .models import WallLink

SALT = "eventops wall display"
AUDIENCES = (ALL, POLICE)
FEEDS = {ALL: (ALL,), POLICE: (ALL, POLICE)}


def thought_up(secret: Secret, event: Event, number: int) -> str:
    """A new token."""
    return made(secret, SALT, event.slug, number)


def opened(secret: Secret, token: str) -> WallLink | None:
    """The link whose token this is; None for one that is forged, ended or never made."""
    told = read(secret, SALT, token)
    query = db.select(WallLink).filter_by(digest=digest(token)).options(db.joinedload(WallLink.event))
    link: WallLink | None = db.session.scalar(query) if told else None
    if link is None or (link.event.slug, link.number) != told or link.revoked_at is not None:
        return None
    return link


def actor_of(link: WallLink) -> Actor:
    """Who looks at a wall: nobody in particular, who hears what its room may hear and can do nothing."""
    return Actor(name=link.label, feeds=FEEDS[link.audience], permissions=frozenset({Permission.LOG_READ}))
