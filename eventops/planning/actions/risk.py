"""Accepting what remains of a risk: by name, and with a reason where it remains high (R70)."""

from ... import clock
from ...access import Actor
from ...changes import change, signature
from ...errors import N_, Conflict, Refused
from ...events.models import Event, Phase
from ..bands import band, to_be_accepted
from ..models import Risk
from .part import as_seen


def accept_risk(event: Event, actor: Actor, risk: Risk, because: str, seen: int | None = None) -> None:
    """Live with what remains of a risk. It stands until that is judged otherwise.

    `seen` is the revision that was read; refused when others have judged since.
    """
    with change(event, actor) as record:
        if event.phase is Phase.CLOSED:
            raise Conflict(N_("The event is closed, and so is its plan."))
        if not because.strip() and band(*risk.remaining) in to_be_accepted():
            raise Refused(N_("Say why so high a risk is accepted."), field="because")
        if risk.accepted_by == signature(actor) and risk.accepted_because == (because.strip() or None):
            return record.nothing()
        as_seen(event, risk, seen)
        risk.accept(signature(actor), clock.now(), because.strip() or None)
        risk.revision += 1
        record("risk.accepted", risk)
