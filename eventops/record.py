"""What everything that can be on the record has in common."""

from typing import Any


class Recorded:
    """A row with a type and a number. `snapshot()` is its one shape as data; `feeds()` are the audiences told of it."""

    kind_of_record = ""
    id: Any

    @property
    def topic(self) -> str:
        """What a notice is about, so that it can be silenced: "incident/12"."""
        facts = self.snapshot()
        return f"{facts['type']}/{facts['number']}"

    def snapshot(self) -> dict[str, Any]:
        """The row as data: type and number first, nothing secret."""
        raise NotImplementedError

    def feeds(self) -> list[str]:
        """Nobody is told unless the model says so."""
        return []

    def told(self) -> dict[str, Any] | None:
        """What those who are told hear of it, type and number first; None: all that is on the record."""
        return None
