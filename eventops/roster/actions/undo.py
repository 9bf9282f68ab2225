"""What somebody just did to the staffing, done the other way round: a new change, refused when things moved on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ...access import Actor
from ...changes import Change, change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ..models import Assignment, Shift
from ..queries import assignments, hold
from ..warnings import Cautioned
from .assignment import Say, assign, lift
from .board import announcing


@dataclass(frozen=True)
class Step:
    """One thing that was done: the ids of the assignments that it made and of those that it ended."""

    added: Sequence[int] = ()
    removed: Sequence[int] = ()


class Undone(NamedTuple):
    """The shifts that a step was about, and which assignments stand again under which new ids."""

    shifts: list[Shift]
    again: dict[int, int]


def undo(event: Event, actor: Actor, step: Step, *, say: Say = str) -> Undone:
    """Do a step the other way round; see Conflict for what stands in its way."""
    with change(event, actor) as record, announcing(event, record):
        added, removed = assignments(event, step.added), assignments(event, step.removed)
        hold(each.person_id for each in (*added, *removed))
        for each in added:
            _take_back(record, actor, each)
        db.session.flush()
        again = [_put_back(event, actor, each, say) for each in removed]
        if not added and not again:
            raise Conflict(N_("There is nothing to undo."))
        known = {old.id: new.id for old, new in zip(removed, again, strict=True)}
        return Undone([each.shift for each in (*again, *added)], known)


def _take_back(record: Change, actor: Actor, each: Assignment) -> None:
    name = each.person.name
    if each.removed_at is not None:
        raise Conflict(N_("%(name)s has been taken off the shift since. Nothing was undone."), name=name)
    if each.notification is not None or each.attendance or each.reply is not None:
        message = N_("%(name)s has been notified, called or has replied since. Take %(name)s off by hand.")
        raise Conflict(message, name=name)
    lift(actor, each, None)
    record("assignment.removed", each)


def _put_back(event: Event, actor: Actor, each: Assignment, say: Say) -> Assignment:
    """Back on the shift, with the reason that its warnings were accepted for."""
    reason = next((accepted.reason for accepted in each.acceptances), None)
    try:
        return assign(event, actor, each.shift, each.person, call_sign=each.call_sign, accepting=reason, say=say)
    except Cautioned as cautioned:
        message = N_("There are warnings now that nobody accepted. Put %(name)s on the shift by hand.")
        raise Conflict(message, name=each.person.name) from cautioned
    except Refused as refused:
        raise Conflict(refused.message, **refused.values) from refused
