"""Letting something stand red: by name, with a reason, for what was found."""

from collections.abc import Sequence

from ... import clock
from ...access import Actor
from ...changes import change, signature
from ...errors import N_, Refused
from ...events.models import Event
from ...extensions import db
from ..models import Deviation, alive
from ..queries import plan_of
from ..readiness import Check, reds
from .part import add


def accept(event: Event, actor: Actor, codes: Sequence[str], reason: str) -> list[Deviation]:
    """Let checks stand red (R73), for a stated reason; what is not red, or accepted already, is passed over."""
    if not reason.strip():
        raise Refused(N_("Say why it may stand red."), field="reason")
    if not codes:
        raise Refused(N_("Tick what may stand red."))
    with change(event, actor) as record:
        record.nothing()
        return [_accept(event, actor, check, reason) for check in reds(plan_of(event)) if check.code in codes]


def _accept(event: Event, actor: Actor, check: Check, reason: str) -> Deviation:
    with change(event, actor) as record:
        for older in db.session.scalars(alive(Deviation, event).filter_by(check_code=check.code)):
            older.dropped_at, older.dropped_because = clock.now(), "superseded"
            record("deviation.dropped", older)
        said = {"check_code": check.code, "found": dict(check.values), "reason": reason}
        return add(event, actor, Deviation, {**said, "accepted_by": signature(actor), "accepted_at": clock.now()})
