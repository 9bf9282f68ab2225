"""Live screens show the units on duty: a change of who they are is told to those that show them, in the same change."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from ... import clock
from ...access import PARTNER, POLICE
from ...changes import Change
from ...events.models import Event, Phase
from ...extensions import db
from ...record import Recorded
from ..duty import manned_by

# by acts within acts, so that each tells only its own
_told: WeakKeyDictionary[Change, set[tuple[str, str | None]]] = WeakKeyDictionary()


@dataclass(frozen=True)
class UnitsOnDuty(Recorded):
    """The call signs on duty, and the partners whose own are others than before; a partner is told no call sign."""

    event: Event
    signs: tuple[str, ...]
    partners: tuple[str, ...]

    def snapshot(self) -> dict[str, Any]:
        return {"type": "units_on_duty", "number": self.event.id, "call_signs": list(self.signs)}

    def feeds(self) -> list[str]:
        return [POLICE, *(f"{PARTNER}{slug}" for slug in self.partners)]

    def told(self) -> dict[str, Any]:
        return {"type": "units_on_duty", "number": self.event.id}


@contextmanager
def announcing(event: Event, record: Change) -> Iterator[None]:
    """Within a change of who is on duty: tell every live screen if the unit board has become another."""
    if event.phase is not Phase.LIVE:
        yield
        return
    now = clock.now()
    before = manned_by(event, now)
    yield
    db.session.flush()
    after = manned_by(event, now)
    if after != _told.get(record, before):
        others = {partner for _, partner in after ^ _told.get(record, before) if partner}
        _told[record] = after
        signs = sorted({sign for sign, _ in after})
        record("units_on_duty.changed", UnitsOnDuty(event, tuple(signs), tuple(sorted(others))))
