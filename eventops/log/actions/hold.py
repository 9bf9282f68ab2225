"""Taking over the log, acknowledging what was open then, and laying it down."""

from collections.abc import Iterable
from uuid import uuid4

from ... import clock
from ...access import POLICE, Actor
from ...changes import Change, change
from ...errors import N_, Conflict
from ...events.models import Event
from ...extensions import db
from ..handover import holder, open_things
from ..models import EntryKind, HandedOver, LogHold
from .checks import must_be_live
from .line import write_line


def take_over(event: Event, actor: Actor, *, line: str, note: str | None = None) -> LogHold:
    """Take over the log from whoever has it; `line` is what the log says of it. What is open comes along."""
    with change(event, actor) as record:
        must_be_live(event)
        before = holder(event)
        if before is not None and before.account_id == actor.account_id:
            raise Conflict(N_("You have the log already."))
        _end(record, before)
        hold = LogHold(
            event=event, number=record.count("log_hold"), account_id=actor.account_id, holder=actor.name,
            since=clock.now(), note=(note or "").strip() or None,
            things=[HandedOver(kind=each.kind, number=each.number) for each in open_things(event, actor)],
        )  # fmt: skip
        db.session.add(hold)
        said = write_line(
            event, actor, record, kind=EntryKind.NOTE, text=line, audience=POLICE, client_id=str(uuid4())
        )
        record("entry.added", said)
        record("log_hold.taken", hold)
    return hold


def acknowledge_things(event: Event, actor: Actor, hold: LogHold, keys: Iterable[str] | None) -> int:
    """Say that one has taken in what was open, by "incident-12"; None: all of it. Returns how many were new."""
    with change(event, actor) as record:
        if hold.account_id != actor.account_id:
            raise Conflict(N_("Only who took the log over acknowledges what came along."))
        wanted = None if keys is None else set(keys)
        new = [each for each in hold.left if wanted is None or each.key in wanted]
        if not new:
            record.nothing()
            return 0
        for each in new:
            each.acknowledged_at = clock.now()
        record("log_hold.acknowledged", hold)
    return len(new)


def lay_down(event: Event, actor: Actor) -> None:
    """Leave the log without a next one: the screens say that nobody has it."""
    with change(event, actor) as record:
        before = holder(event)
        if before is None or before.account_id != actor.account_id:
            raise Conflict(N_("You do not have the log."))
        _end(record, before)


def _end(record: Change, hold: LogHold | None) -> None:
    if hold is not None:
        hold.until = clock.now()
        record("log_hold.ended", hold)
