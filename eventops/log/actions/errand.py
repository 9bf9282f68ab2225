"""Giving somebody something to do, and saying how far it has come. Each step is a row and a line of the log."""

from dataclasses import dataclass
from datetime import datetime

from ... import clock
from ...access import PARTNER, POLICE, Actor, Permission, within
from ...changes import change
from ...errors import N_, Conflict, Refused
from ...events.models import Event, Partner
from ...extensions import db
from ...roster.duty import rostered_signs
from ..models import Entry, EntryKind, Errand, ErrandState, ErrandStep, Incident, OwnerKind
from ..models.errand import FOLLOWS
from .checks import audience_of, moment_of, must_be_live, text_of, usual_audience
from .entry import add_entry
from .reach import still_heard

MAX_OWNER = 100


@dataclass(frozen=True)
class Owner:
    """Who is to do it; `name` is a partner's slug, a call sign, or somebody's role or name."""

    kind: OwnerKind
    name: str


@dataclass(frozen=True)
class Giving:
    """What is said when a task is given; `owner` is read by `owner_of`."""

    text: str
    owner: Owner
    due_at: datetime | None = None
    incident: Incident | None = None
    audience: str | None = None
    client_id: str | None = None


def owner_of(event: Event, actor: Actor, said: str) -> Owner:
    """Who is meant by what was typed: a partner's name or slug, a call sign of the roster, else a role or a person."""
    name = " ".join(said.split())
    if not name or len(name) > MAX_OWNER:
        raise Refused(N_("Say who is to do it."), field="owner")
    for partner in event.partners:
        if name.casefold() in (partner.slug, partner.name.casefold()):
            return Owner(OwnerKind.PARTNER, partner.slug)
    if name.upper() in rostered_signs(event, actor):
        return Owner(OwnerKind.UNIT, name.upper())
    return Owner(OwnerKind.ROLE, name)


def give_errand(event: Event, actor: Actor, said: Giving, *, line: str) -> tuple[Errand, bool]:
    """Give a task; `line` is what the log says of it. The same client_id again gives the first one and False."""
    with change(event, actor) as record:
        text = text_of(said.text)
        audience = audience_of(actor, said.audience or _usual(event, actor, said))
        _must_reach(event, said, audience)
        entry, new = add_entry(
            event, actor, text=line, kind=EntryKind.TASK, incident=said.incident, audience=audience,
            client_id=said.client_id,
        )  # fmt: skip
        if not new:
            return _of_line(entry), False
        if said.due_at is not None and said.due_at <= clock.now():
            raise Refused(N_("That time has passed. Choose one that comes."), field="due_at")
        errand = Errand(
            event=event, number=record.count("errand"), entry=entry, incident=said.incident, text=text,
            owner_kind=said.owner.kind, owner=said.owner.name, due_at=said.due_at, audience=entry.audience,
            partner=actor.partner, state=ErrandState.OPEN, steps=[],
        )  # fmt: skip
        db.session.add(errand)
        record("errand.given", errand)
    return errand, True


def move_errand(
    event: Event,
    actor: Actor,
    errand: Errand,
    state: ErrandState,
    *,
    line: str,
    note: str | None = None,
    at: datetime | None = None,
    late_because: str | None = None,
) -> None:
    """Take a task, say that it is done, or withdraw it; `line` is what the log says of it.

    `at` is when it was said if that waited for contact, and `late_because` that it did.
    """
    with change(event, actor) as record:
        must_be_live(event)
        if state is errand.state:
            return record.nothing()
        if state not in FOLLOWS[errand.state]:
            raise Conflict(N_("Task %(number)s is done or withdrawn already."), number=errand.number)
        if not may_move(actor, errand, state):
            raise Refused(N_("This task is not yours."))
        errand.state = state
        said = (note or "").strip() or None
        errand.steps.append(ErrandStep(state=state, note=said, at=moment_of(at), by=actor.name))
        audience = still_heard(actor, errand.audience, errand.incident)
        add_entry(
            event, actor, text=line, kind=EntryKind.TASK, incident=errand.incident, audience=audience,
            occurred_at=at, late_because=late_because,
        )  # fmt: skip
        record(f"errand.{state.value}", errand)


def may_move(actor: Actor, errand: Errand, state: ErrandState) -> bool:
    """Whether the actor may say that a task is in a state: the police and whose it is, or who withdraws its own."""
    if not (actor.everything or actor.may(Permission.LOG_WRITE)):
        return False
    if actor.everything or actor.hears(POLICE):
        return True
    if state is ErrandState.WITHDRAWN:
        return errand.partner == actor.partner
    own = f"{PARTNER}{actor.partner}"
    if errand.owner_kind is OwnerKind.PARTNER:
        return errand.owner == actor.partner
    return own in errand.feeds()


def _usual(event: Event, actor: Actor, said: Giving) -> str:
    """Whom it is told to unless somebody says otherwise: the partner whose it is, else those who know the incident."""
    if said.owner.kind is OwnerKind.PARTNER and not _inner(event, said.owner.name):
        feed = f"{PARTNER}{said.owner.name}"
        return feed if actor.hears(feed) else usual_audience(actor, POLICE)
    return said.incident.audience if said.incident else usual_audience(actor, POLICE)


def _must_reach(event: Event, said: Giving, audience: str) -> None:
    """Refuse what the one who is to do it would not hear of, or what would tell more than the incident's own."""
    incident, owner = said.incident, said.owner
    outside = owner.kind is OwnerKind.PARTNER and not _inner(event, owner.name)
    if outside and not within(f"{PARTNER}{owner.name}", audience):
        raise Refused(N_("The one who is to do it does not hear that audience."), field="audience")
    if incident and not within(audience, incident.audience):
        raise Refused(
            N_("Not all who hear of the task may know of incident #%(number)s. Give it without the incident."),
            field="incident", number=incident.number,
        )  # fmt: skip


def _inner(event: Event, slug: str) -> bool:
    partner = next((each for each in event.partners if each.slug == slug), None)
    return isinstance(partner, Partner) and partner.inner


def _of_line(line: Entry) -> Errand:
    found: Errand | None = db.session.scalar(db.select(Errand).filter_by(entry_id=line.id))
    if found is None:
        raise Conflict(N_("This client_id is taken. Make a new one."), field="client_id")
    return found
