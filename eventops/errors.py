"""What an action says when it refuses; the doors show it beside the field, or as a problem document."""

from typing import Any


def N_(text: str) -> str:
    """Mark a message for the translation catalogue where no request is known."""
    return text


class Refused(Exception):
    """An action says no, and why. `message` is a catalogue entry with %(name)s places for `values`."""

    def __init__(self, message: str, *, field: str | None = None, **values: Any):
        super().__init__(message % values if values else message)
        self.message, self.field, self.values = message, field, values


class Conflict(Refused):
    """Refused because of the state things are in (HTTP 409), not because of what was typed (422)."""
