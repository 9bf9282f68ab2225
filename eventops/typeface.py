"""What the typesetter's own faces can draw: everything else is printed by its name, the same on every machine."""

import re
import unicodedata
from typing import Any

from .formats import legible

_UNDRAWN = re.compile(
    "[^\n\t -\u058f\u0600-\u06ff\u10d0-\u10fc\u1e00-\u200d\u2010-\u2029\u202f-\u2065\u206a-\u2bff\ufb50-\ufeff]"
)
_LONG = re.compile(r"\S{40}")


def printable(text: str | None) -> str:
    """A text that can be drawn: nothing missing, nothing hidden, and no word wider than its column."""
    named = _UNDRAWN.sub(lambda found: f"‹{_name(found[0])}›", legible(text or ""))
    return _LONG.sub(lambda found: found[0] + "\u200b", named)


def drawn(value: Any) -> Any:
    """Data with every text in it printable."""
    if isinstance(value, dict):
        return {key: drawn(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [drawn(each) for each in value]
    return printable(value) if isinstance(value, str) else value


def _name(character: str) -> str:
    return unicodedata.name(character, "").lower().removeprefix("variation ") or f"U+{ord(character):04X}"
