"""API tokens: random, shown once, kept only as a digest."""

import secrets
from hashlib import sha256

from sqlalchemy import bindparam
from sqlalchemy.orm import joinedload

from ..clock import now
from ..extensions import db
from .models import Account, ApiToken

PREFIX = "evo_"
SHOWN = db.select(ApiToken).options(joinedload(ApiToken.account)).where(ApiToken.digest == bindparam("digest"))


def thought_up() -> str:
    """A new token: the prefix and 32 random bytes, safe in a URL."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a token: its SHA-256 as 64 hexadecimal digits; 256 random bits need no slow hash."""
    return sha256(token.encode()).hexdigest()


def account_of(token: str) -> tuple[Account, str | None] | None:
    """The account a token acts as and the slug of the only event it may enter (None: all of the account's).

    None for a token that is unknown, revoked or expired, or whose account may not sign in.
    """
    if not token.startswith(PREFIX):
        return None
    return bearer(db.session.scalar(SHOWN, {"digest": digest(token)}))


def bearer(found: ApiToken | None) -> tuple[Account, str | None] | None:
    """The same of a token that was looked up."""
    if found is None or not found.usable(now()):
        return None
    return found.account, found.event_slug
