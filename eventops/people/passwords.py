"""Passwords: argon2id hashes made outside the hub, what is refused as weak, and the ones the system thinks up."""

import secrets
import unicodedata
from collections.abc import Callable
from threading import BoundedSemaphore
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..beside import beside_the_hub
from ..errors import N_, Refused

MINIMUM_LENGTH = 12
TOO_SHORT = N_("Use at least %(least)d characters. A sentence is easy to remember.")
TOO_PLAIN = N_("This is easy to guess. Use several words that do not belong together.")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that can be misread when copied from paper

Made = TypeVar("Made")

# 19 MiB, two passes, one lane: OWASP's argon2id setting; 25 ms here, and no more than two at a time.
_argon2id = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_at_once = BoundedSemaphore(2)


def hashed(password: str) -> str:
    """The argon2id hash of a password, in the PHC string format."""
    return _outside_the_hub(lambda: _argon2id.hash(_normal(password)))


def matches(password: str, known: str) -> bool:
    """Whether the password is the one whose hash is known."""
    return _outside_the_hub(lambda: _verified(_normal(password), known))


def outdated(known: str) -> bool:
    """Whether a hash was made with weaker settings than today's."""
    return _argon2id.check_needs_rehash(known)


def check_strength(password: str, *about: str, field: str = "password") -> None:
    """Refuse a password that is short, of few characters, or made of what is known `about` its holder."""
    normal = _normal(password).casefold()
    if len(normal) < MINIMUM_LENGTH:
        raise Refused(TOO_SHORT, field=field, least=MINIMUM_LENGTH)
    rest = normal
    for known in (part for text in about for part in text.casefold().replace("@", " ").split() if len(part) > 2):
        rest = rest.replace(known, "")
    if len(rest) < MINIMUM_LENGTH // 2 or len(set(normal)) < MINIMUM_LENGTH // 2:
        raise Refused(TOO_PLAIN, field=field)


def thought_up() -> str:
    """A password to hand over once: 16 characters (79 bits) in groups of four."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def _verified(password: str, known: str) -> bool:
    try:
        return _argon2id.verify(known, password)
    except (VerificationError, InvalidHashError):
        return False


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKD", password)


def _outside_the_hub(work: Callable[[], Made]) -> Made:
    with _at_once:
        return beside_the_hub(work)
