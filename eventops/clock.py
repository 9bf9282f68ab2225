"""The only clock: aware UTC, movable by a demo that is loaded as if it had happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_moved: ContextVar[datetime | None] = ContextVar("moved", default=None)


def now() -> datetime:
    """This moment in UTC, or the moment that `at` set."""
    return _moved.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let what happens inside happen at `moment` (aware)."""
    token = _moved.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moved.reset(token)
