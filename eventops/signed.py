"""Tokens that open something without an account: what they are for and 16 random bytes, signed; a digest is kept."""

import secrets
from hashlib import sha256
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

Secret = str | bytes | None


def made(secret: Secret, salt: str, *facts: Any) -> str:
    """A new token that says what it is for; `salt` keeps one kind from being taken for another."""
    return str(_signer(secret, salt).dumps([*facts, secrets.token_urlsafe(16)]))


def read(secret: Secret, salt: str, token: str) -> tuple[Any, ...]:
    """What a token of this kind says it is for; nothing at all for one that is forged."""
    try:
        *facts, _ = _signer(secret, salt).loads(token)
    except (BadData, ValueError, TypeError):
        return ()
    return tuple(facts)


def digest(token: str) -> str:
    """What is kept of a token: its SHA-256 as 64 hexadecimal digits."""
    return sha256(token.encode()).hexdigest()


def _signer(secret: Secret, salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret or "", salt=salt)
