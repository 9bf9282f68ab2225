"""The numbers that the roster warns by are replaced by what an event has agreed on."""

from collections.abc import Mapping

from ... import clock
from ...access import Actor
from ...changes import change
from ...errors import N_, Refused
from ...events.models import Event
from ...extensions import db
from ..limits import Limit, known
from ..models import RosterLimit


def set_limits(
    event: Event,
    actor: Actor,
    said: Mapping[str, float | None],
    because: str | None,
    among: Mapping[str, Limit] | None = None,
) -> int:
    """Replace defaults by code; None is the default again. Another number than the default wants a reason.

    `among` are the defaults of another phase, the roster's own unless said. Returns how many are others than before.
    """
    among = known() if among is None else among
    with change(event, actor) as record:
        rows = {each.code: each for each in db.session.scalars(db.select(RosterLimit).filter_by(event_id=event.id))}
        reason, changed = " ".join((because or "").split()) or None, 0
        for code, value in said.items():
            held = rows.get(code)
            asked = _checked(code, value, among[code])
            if (held.value if held else None) == asked:
                continue
            if asked is not None and reason is None:
                raise Refused(N_("Say what the other numbers are agreed in."), field="because")
            row = held or RosterLimit(event_id=event.id, code=code)
            row.value, row.because, row.set_at, row.set_by = asked, reason, clock.now(), actor.name
            db.session.add(row)
            record("roster_limit.set", row)
            changed += 1
        if not changed:
            record.nothing()
        return changed


def _checked(code: str, value: float | None, limit: Limit) -> float | None:
    """The number to keep; None for the default."""
    if value is None or value == limit.value:
        return None
    least, most = limit.range
    if not least <= value <= most:
        raise Refused(N_("Choose %(least)s–%(most)s."), field=code, least=float(least), most=float(most))
    return value
