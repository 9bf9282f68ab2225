"""Checking a permit's conditions while the event is live; a breach is an incident at once (R3)."""

from uuid import uuid4

from ... import clock
from ...access import POLICE, Actor, Permission
from ...changes import change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ...planning.models import Condition
from ..models import ConditionCheck, Entry, EntryKind, Incident, Verdict
from .checks import MAX_TITLE, must_be_live, text_of
from .entry import add_entry
from .incident import Opening, open_incident
from .reach import still_heard

BREACH = "I3"  # the category of the taxonomy


def check_condition(
    event: Event,
    actor: Actor,
    condition: Condition,
    verdict: Verdict,
    *,
    text: str,
    line: str,
    client_id: str | None = None,
    place: str | None = None,
    sector: str | None = None,
) -> tuple[ConditionCheck, bool]:
    """Check a condition by name: what showed that it is kept, or how it is broken; `line` is what the log says.

    A breach's incident is at `place`, in `sector`.
    """
    with change(event, actor) as record:
        client_id = client_id or str(uuid4())
        known = db.session.scalar(db.select(ConditionCheck).filter_by(event_id=event.id, client_id=client_id))
        if known is not None:
            if not actor.hears(known.audience):
                raise Conflict(N_("This client_id is taken. Make a new one."), field="client_id")
            record.nothing()
            return known, False
        _may_check(event, actor, condition)
        said = text_of(text)
        incident, entry = _told(event, actor, condition, verdict, said, line, (place, sector))
        check = ConditionCheck(
            event=event, number=record.count("condition_check"), client_id=client_id, condition=condition.number,
            verdict=verdict, text=said, wording=condition.text, audience=condition.audience, at=clock.now(),
            by=actor.name, incident=incident, entry=entry,
        )  # fmt: skip
        db.session.add(check)
        record(f"condition_check.{verdict.value}", check)
    return check, True


def may_check(actor: Actor, condition: Condition) -> bool:
    """Whether the actor may check a condition: the police, and the partner that answers for it."""
    if not (actor.everything or actor.may(Permission.LOG_WRITE)):
        return False
    return actor.everything or actor.hears(POLICE) or condition.owner == actor.partner


def _told(
    event: Event, actor: Actor, condition: Condition, verdict: Verdict, said: str, line: str,
    where: tuple[str | None, str | None],
) -> tuple[Incident | None, Entry | None]:
    """The incident that a breach opens, or the line that says that a condition is kept."""
    if verdict is Verdict.BREACH:
        text, (place, sector) = f"{condition.text}\n{said}", where
        opening = Opening(category=BREACH, title=_short(line), text=text, place=place, sector=sector)
        return open_incident(event, actor, opening)[0], None
    audience = still_heard(actor, condition.audience, None)
    return None, add_entry(event, actor, text=line, kind=EntryKind.NOTE, audience=audience)[0]


def _may_check(event: Event, actor: Actor, condition: Condition) -> None:
    must_be_live(event)
    if condition.dropped_at is not None:
        raise Conflict(N_("The condition is no longer in the plan."))
    if not may_check(actor, condition):
        raise Refused(N_("This is not yours to check."))


def _short(line: str) -> str:
    words = " ".join(line.split())
    return words if len(words) <= MAX_TITLE else f"{words[: MAX_TITLE - 1]}…"
