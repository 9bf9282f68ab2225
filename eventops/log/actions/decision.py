"""Deciding: the line that says it, what it rests on, and looking at it again (R71). Nothing said is ever edited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ... import clock
from ...access import POLICE, Actor
from ...changes import change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ..models import Decision, Entry, EntryKind, Ground, GroundKind, Incident, Outcome, Review
from .checks import MAX_TEXT, must_be_live
from .entry import add_entry
from .reach import still_heard


@dataclass(frozen=True)
class Said:
    """Something said of a decision; `because` is why an option was not chosen."""

    kind: GroundKind
    text: str
    because: str | None = None


@dataclass(frozen=True)
class Deciding:
    """A decision as it is made: only its text is needed, and the milder means where a gathering is dispersed."""

    text: str
    decider: str = ""
    decider_role: str | None = None
    incident: Incident | None = None
    audience: str | None = None
    occurred_at: datetime | None = None
    late_because: str | None = None
    review_at: datetime | None = None
    disperses: bool = False
    grounds: tuple[Said, ...] = ()
    client_id: str | None = None


def decide(event: Event, actor: Actor, said: Deciding) -> tuple[Decision, bool]:
    """Write a decision: a line of the log that says what and by whom. The same client_id again gives the first one."""
    with change(event, actor) as record:
        grounds = _worded(said.grounds)
        if said.disperses and not any(each.kind is GroundKind.LENIENT for each in grounds):
            raise Refused(
                N_("Say which less intrusive means were considered, and why they do not suffice."), field="lenient"
            )
        decider = " ".join(said.decider.split()) or actor.name
        line, new = add_entry(
            event, actor, text=said.text, kind=EntryKind.DECISION, incident=said.incident, audience=said.audience,
            occurred_at=said.occurred_at, client_id=said.client_id, late_because=said.late_because,
            on_behalf=_signed(actor, decider, said.decider_role),
        )  # fmt: skip
        if not new:
            return _of_line(line), False
        due = _ahead(said.review_at)
        decision = Decision(
            event=event, number=record.count("decision"), entry=line, partner=actor.partner, decider=decider,
            decider_role=said.decider_role or None, disperses=said.disperses, review_at=due, due_at=due,
            grounds=_rows(actor, grounds, line.entered_at), reviews=[],
        )  # fmt: skip
        db.session.add(decision)
        record("decision.made", decision)
    return decision, True


def take_up(event: Event, actor: Actor, line: Entry) -> Decision:
    """Make a decision of a line that says one, so that its grounds can be added and it can be reviewed."""
    with change(event, actor) as record:
        must_be_live(event)
        if line.kind is not EntryKind.DECISION or line.struck:
            raise Conflict(N_("Line %(number)s says no decision that stands."), number=line.number)
        if not (actor.everything or actor.hears(POLICE) or line.author == actor.name):
            raise Refused(N_("Only those who made it and the police add to it or review it."))
        known: Decision | None = db.session.scalar(db.select(Decision).filter_by(entry_id=line.id))
        if known is not None:
            record.nothing()
            return known
        decision = Decision(
            event=event, number=record.count("decision"), entry=line, partner=actor.partner,
            decider=line.on_behalf or line.author, grounds=[], reviews=[], disperses=False,
        )  # fmt: skip
        db.session.add(decision)
        record("decision.taken_up", decision)
    return decision


def supplement(
    event: Event,
    actor: Actor,
    decision: Decision,
    *,
    grounds: Iterable[Said],
    line: str,
    review_at: datetime | None = None,
) -> None:
    """Add what was not said of a decision; `line` is what the log says of it. A review time is set only once here."""
    with change(event, actor) as record:
        _may_touch(event, actor, decision)
        added = _worded(grounds)
        if not added and review_at is None:
            raise Refused(N_("Write something."), field="information")
        if review_at is not None and decision.review_at is not None:
            raise Conflict(N_("The review time is set already. A review sets the next one."), field="review_at")
        if review_at is not None:
            decision.review_at = decision.due_at = _ahead(review_at)
        decision.grounds.extend(_rows(actor, added, clock.now()))
        _note(event, actor, decision, line)
        record("decision.supplemented", decision)


def review(
    event: Event,
    actor: Actor,
    decision: Decision,
    *,
    outcome: Outcome,
    line: str,
    note: str | None = None,
    changed_by: Decision | None = None,
    next_at: datetime | None = None,
) -> None:
    """Look at a decision again, by name: it stands, another decision changed it, or it is over."""
    with change(event, actor) as record:
        _may_touch(event, actor, decision)
        if not decision.holds:
            raise Conflict(N_("The decision is no longer in force."))
        if outcome is Outcome.CHANGED and (changed_by is None or changed_by.number <= decision.number):
            raise Refused(N_("Say which later decision changed it."), field="changed_by")
        stands = outcome is Outcome.STANDS
        decision.reviews.append(
            Review(
                outcome=outcome, note=(note or "").strip() or None, at=clock.now(), by=actor.name,
                changed_by=changed_by.number if changed_by and outcome is Outcome.CHANGED else None,
                next_at=_ahead(next_at) if stands else None,
            )
        )  # fmt: skip
        decision.due_at = decision.reviews[-1].next_at
        _note(event, actor, decision, line)
        record("decision.reviewed", decision)


def may_touch(actor: Actor, decision: Decision) -> bool:
    """Whether the actor may add to a decision and review it: the police, and the partner that made it."""
    return actor.everything or actor.hears(POLICE) or decision.partner == actor.partner


def _may_touch(event: Event, actor: Actor, decision: Decision) -> None:
    must_be_live(event)
    if decision.entry.struck:
        raise Conflict(N_("The decision is struck. Make a new one."))
    if not may_touch(actor, decision):
        raise Refused(N_("Only those who made it and the police add to it or review it."))


def _worded(grounds: Iterable[Said]) -> list[Said]:
    found = []
    for each in grounds:
        text, because = each.text.strip(), (each.because or "").strip() or None
        if not text and because:
            raise Refused(N_("Say which option it is."), field=each.kind.value)
        if len(text) > MAX_TEXT or len(because or "") > MAX_TEXT:
            raise Refused(N_("At most %(most)s characters."), field=each.kind.value, most=MAX_TEXT)
        if text:
            found.append(Said(each.kind, text, because))
    return found


def _rows(actor: Actor, grounds: Iterable[Said], at: datetime) -> list[Ground]:
    return [Ground(kind=each.kind, text=each.text, because=each.because, at=at, by=actor.name) for each in grounds]


def _ahead(moment: datetime | None) -> datetime | None:
    if moment is not None and moment <= clock.now():
        raise Refused(N_("That time has passed. Choose one that comes."), field="review_at")
    return moment


def _signed(actor: Actor, decider: str, role: str | None) -> str | None:
    """By whom it was decided, where that is somebody else than who writes it down, or the post matters."""
    if role:
        return f"{decider} ({role})"
    return decider if decider != actor.name else None


def _note(event: Event, actor: Actor, decision: Decision, line: str) -> None:
    entry = decision.entry
    audience = still_heard(actor, entry.audience, entry.incident)
    add_entry(event, actor, text=line, incident=entry.incident, audience=audience)


def _of_line(line: Entry) -> Decision:
    found: Decision | None = db.session.scalar(db.select(Decision).filter_by(entry_id=line.id))
    if found is None:
        raise Conflict(N_("This client_id is taken. Make a new one."), field="client_id")
    return found
