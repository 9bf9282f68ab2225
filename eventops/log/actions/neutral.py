"""Telling partners neutrally of an incident they may not see, and following it until it is over."""

from uuid import uuid4

from ... import clock
from ...access import POLICE, SYSTEM, Actor
from ...changes import Change, change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ..models import Entry, EntryKind, Incident, NeutralLine
from ..neutral import audience_by_rule, over_text, told_of, told_text
from .checks import audience_of, must_be_live, text_of
from .line import write_line

MAX_NEUTRAL = 400


def tell_neutrally(
    event: Event, actor: Actor, incident: Incident, *, text: str, audience: str, client_id: str | None = None
) -> tuple[NeutralLine, bool]:
    """Tell an audience that something goes on. The same client_id again gives the first line and False.

    The line stands in the log without its incident; which one it is, only the inner side is told.
    """
    with change(event, actor) as record:
        served = _served(event, incident, client_id)
        if served is not None:
            record.nothing()
            return served, False
        must_be_live(event)
        if not (actor.everything or actor.hears(POLICE)):
            raise Refused(N_("Only the police tell of what others may not see."))
        said, audience = text_of(text), audience_of(actor, audience)
        if len(said) > MAX_NEUTRAL:
            raise Refused(N_("At most %(most)s characters."), field="text", most=MAX_NEUTRAL)
        if incident.title and incident.title.casefold() in said.casefold():
            raise Refused(
                N_("That is the incident's own title. Write what does not say what it is about."), field="text"
            )
        told = _tell(event, actor, record, incident, said, audience, by_rule=False, client_id=client_id)
    return told, True


def end_neutral(event: Event, actor: Actor, told: NeutralLine) -> None:
    """Say that what was told is over."""
    with change(event, actor) as record:
        must_be_live(event)
        if told.over_at:
            raise Conflict(N_("That is over already."))
        _end(event, actor, record, told)


def tell_by_rule(event: Event, record: Change, incident: Incident) -> None:
    """Tell of an incident whose category's compartment says so, unless that is told already or everybody may know."""
    audience = audience_by_rule(incident.category)
    if audience is None or audience in incident.feeds() or not incident.is_open or told_of(incident):
        return
    _tell(event, SYSTEM, record, incident, told_text(incident), audience, by_rule=True)


def follow(event: Event, actor: Actor, record: Change, incident: Incident) -> None:
    """Let what was told follow: a line by rule says when the police are there, each one says when it is over."""
    for told in told_of(incident):
        if told.over_at:
            continue
        if not incident.is_open:
            _end(event, SYSTEM, record, told)
        elif told.by_rule and told.entry.text != told_text(incident):
            told.entry = _line(event, SYSTEM, record, told_text(incident), told.audience)
            record("neutral_line.changed", told)


def _tell(
    event: Event,
    actor: Actor,
    record: Change,
    incident: Incident,
    said: str,
    audience: str,
    *,
    by_rule: bool,
    client_id: str | None = None,
) -> NeutralLine:
    told = NeutralLine(
        event=event, number=record.count("neutral_line"), incident=incident, audience=audience, by_rule=by_rule,
        entry=_line(event, actor, record, said, audience, client_id), told_at=clock.now(),
    )  # fmt: skip
    db.session.add(told)
    db.session.flush()  # what follows in the same change finds it
    record("neutral_line.told", told)
    return told


def _end(event: Event, actor: Actor, record: Change, told: NeutralLine) -> None:
    told.over_at = clock.now()
    _line(event, actor, record, over_text(told.entry.text or ""), told.audience)
    record("neutral_line.ended", told)


def _line(
    event: Event, actor: Actor, record: Change, said: str, audience: str, client_id: str | None = None
) -> Entry:  # fmt: skip
    """A line of its own: nothing in it, not even when it happened, is the incident's."""
    line = write_line(
        event, actor, record, kind=EntryKind.NOTE, text=said, audience=audience, client_id=client_id or str(uuid4())
    )
    record("entry.added", line)
    return line


def _served(event: Event, incident: Incident, client_id: str | None) -> NeutralLine | None:
    known: Entry | None = db.session.scalar(db.select(Entry).filter_by(event_id=event.id, client_id=client_id or ""))
    if known is None:
        return None
    told = next((each for each in told_of(incident) if each.entry_id == known.id), None)
    if told is None:
        raise Conflict(N_("This client_id is taken. Make a new one."), field="client_id")
    return told
