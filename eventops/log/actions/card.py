"""Using an action card: starting it, ticking off its steps, ending it. Each is a line of the log."""

from ... import clock
from ...access import Actor, within
from ...changes import change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ...planning.models import Card
from ..models import CardRun, CardTick, Entry, EntryKind, Incident
from .entry import add_entry


def start_card(
    event: Event, actor: Actor, card: Card, *, text: str, incident: Incident | None = None, client_id: str | None = None
) -> CardRun:
    """Start a card; `text` is the line that says so. It runs as it reads now, whatever is changed in the plan later."""
    with change(event, actor) as record:
        audience = _audience(card, incident)
        line, new = add_entry(
            event, actor, text=text, kind=EntryKind.DECISION, incident=incident, audience=audience, client_id=client_id
        )
        if not new:
            return _started_by(line)
        run = CardRun(
            event=event, number=record.count("card_run"), card=card.number, name=card.name, steps=card.steps,
            audience=line.audience, entry=line, ticks=[],
        )  # fmt: skip
        db.session.add(run)
        record("card.started", run)
    return run


def tick_step(event: Event, actor: Actor, run: CardRun, step: int, *, text: str) -> None:
    """Tick off a step, counted from 1. Ticked twice, the first one counts."""
    with change(event, actor) as record:
        _must_run(run)
        if not 1 <= step <= len(run.sequence):
            raise Refused(N_("The card has no such step."), field="step")
        if step in run.done:
            return record.nothing()
        line, _ = add_entry(event, actor, text=text, incident=run.entry.incident, audience=_audience_of(run))
        run.audience = line.audience
        run.ticks.append(CardTick(step=step, entry=line))
        record("card.step_done", run)


def end_card(event: Event, actor: Actor, run: CardRun, *, reason: str, text: str) -> None:
    """End a card before all its steps are done, for a stated reason."""
    with change(event, actor) as record:
        _must_run(run)
        if not reason.strip():
            raise Refused(N_("Say why the card is ended."), field="reason")
        line, _ = add_entry(
            event, actor, text=text, kind=EntryKind.DECISION, incident=run.entry.incident, audience=_audience_of(run)
        )
        run.audience, run.ended_at = line.audience, clock.now()
        record("card.ended", run)


def _must_run(run: CardRun) -> None:
    if run.ended_at or run.entry.struck:
        raise Conflict(N_("The card is no longer in use. Start it again if it is needed."))


def _audience_of(run: CardRun) -> str:
    return _audience(run, run.entry.incident)


def _audience(card: Card | CardRun, incident: Incident | None) -> str:
    """Who reads its lines: nobody who may not read the card, and nobody who may not know of the incident."""
    if incident is None or within(card.audience, incident.audience):
        return card.audience
    if within(incident.audience, card.audience):
        return incident.audience
    raise Refused(N_("Nobody may read both the card and the incident. Start it without the incident."))


def _started_by(line: Entry) -> CardRun:
    run: CardRun | None = db.session.scalar(db.select(CardRun).filter_by(entry_id=line.id))
    if run is None:
        raise Conflict(N_("This client_id is taken. Make a new one."), field="client_id")
    return run
