"""Every live screen shows the units on duty: a change of who they are is told to all of them, in the same change."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from ... import clock
from ...access import ALL
from ...changes import Change
from ...events.models import Event, Phase
from ...extensions import db
from ..duty import signs_on_duty

_told: WeakKeyDictionary[Change, set[str]] = WeakKeyDictionary()  # by acts within acts, so that each tells only its own


@dataclass(frozen=True)
class UnitsOnDuty:
    """The call signs that stand on the unit board, as everybody may know them."""

    event: Event
    signs: tuple[str, ...]

    @property
    def topic(self) -> str:
        return f"units_on_duty/{self.event.id}"

    def snapshot(self) -> dict[str, Any]:
        return {"type": "units_on_duty", "number": self.event.id, "call_signs": list(self.signs)}

    def feeds(self) -> list[str]:
        return [ALL]


@contextmanager
def announcing(event: Event, record: Change) -> Iterator[None]:
    """Within a change of who is on duty: tell every live screen if the unit board has become another."""
    if event.phase is not Phase.LIVE:
        yield
        return
    now = clock.now()
    before = signs_on_duty(event, now, hidden=False)
    yield
    db.session.flush()
    after = signs_on_duty(event, now, hidden=False)
    if after != _told.get(record, before):
        _told[record] = after
        record("units_on_duty.changed", UnitsOnDuty(event, tuple(sorted(after))))
