"""Planning the next edition: an event made from an earlier one, and what is fetched from it, all or nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from ... import clock
from ...access import Actor
from ...changes import OFFICE, Change, change
from ...errors import N_, Refused
from ...events import actions as events
from ...events.models import Event, EventKind, Partner, Series
from ...extensions import db
from ..models import PARTS, Copying, Legacy, Proposal, plain
from ..proposals import Idea, ideas, inheritance
from .bringing import bring, numbers_here, rejoin
from .document import bring_file
from .part import still_planned
from .passage import Passage, typed

# What comes along with the places, by its name: a later phase with something on the map, such as site plans, adds its
# own, and says how much of it was new (event, actor, source).
WITH_PLACES: dict[str, Callable[[Event, Actor, Event], int]] = {}


class Edition(NamedTuple):
    """What the next edition is: its name, its first day (None for an ongoing programme), and its series."""

    name: str
    slug: str
    edition: str | None = None
    first_day: date | None = None
    series: str | None = None  # the name of a new one, when the event belongs to none


@dataclass(frozen=True)
class Choice:
    """What comes along: kinds of parts by their plural, partners by their slug, places, everybody's role, proposals."""

    kinds: frozenset[str] = frozenset()
    partners: frozenset[str] = frozenset()
    places: bool = False
    everybody: bool = False
    proposals: bool = False


def next_edition(source: Event, actor: Actor, edition: Edition, choice: Choice, client_id: str | None) -> Copying:
    """Make the next edition of an event with what comes along; the same client_id again gives the first one.

    Its days and hours, law and map are the earlier one's; it is no exercise. Who makes it, and who commanded the
    earlier edition, have the same roles in it. The earlier one joins the series that begins with it.
    """
    copying = _next(source, actor, edition, choice, client_id)
    if source.series is None:
        with change(source, actor) as record:
            source.series = copying.event.series
            record("event.edited", source)
    return copying


def _next(source: Event, actor: Actor, edition: Edition, choice: Choice, client_id: str | None) -> Copying:
    with change(OFFICE, actor) as record:
        if client_id and (standing := _by_client(client_id)):
            record.nothing()
            return standing
        days, shift = _days(source, edition)
        event = _made(source, actor, edition, days)
        with change(event, actor) as inner:
            partners = events.bring_partners(event, actor, source, _partners_of(source, actor, choice))
            members = events.bring_members(event, actor, source, everybody=choice.everybody)
            told = {"days": len(event.days), "partners": len(partners), "members": len(members)}
            return _copied(inner, Passage(source, event, shift), actor, actor, choice, told, client_id)


def fetch(
    event: Event, actor: Actor, source: Event, there: Actor, choice: Choice, client_id: str | None = None
) -> Copying:
    """Bring parts of an earlier edition into an event; `there` is what the actor is in that one.

    What came before is not brought again; the same client_id again gives the first result.
    """
    with change(event, actor) as record:
        still_planned(event)
        if client_id and (standing := _by_client(client_id)):
            record.nothing()
            return standing
        partners = events.bring_partners(event, actor, source, choice.partners)
        first, first_there = event.days[0].date if event.days else None, source.days[0].date if source.days else None
        shift = (first - first_there).days if first and first_there else 0
        passage = Passage(source, event, shift, numbers_here(event, source.slug))
        return _copied(record, passage, actor, there, choice, {"partners": len(partners)}, client_id)


def _made(source: Event, actor: Actor, edition: Edition, days: Sequence[events.Day]) -> Event:
    kept = ("kind", "legal_mode", "timezone", "day_starts_at", "lat", "lon", "zoom")
    frame: dict[str, Any] = {name: getattr(source, name) for name in kept}
    lead = db.session.scalars(db.select(Partner).filter_by(event_id=source.id, is_lead=True)).first()
    if lead is None:
        raise Refused(N_("This edition has no leading partner."))
    return events.create_event(
        actor, events.Frame(name=edition.name, edition=edition.edition, **frame), slug=edition.slug,
        lead=lead.organisation, days=days, series=_series(source.series, edition),
    )  # fmt: skip


def _series(standing: Series | None, edition: Edition) -> tuple[str, str]:
    if standing:
        return standing.slug, standing.name
    name = (edition.series or "").strip()
    if not events.slug_of(name):
        raise Refused(N_("Say what the editions are called together."), field="series")
    return events.slug_of(name), name


def _days(source: Event, edition: Edition) -> tuple[Sequence[events.Day], int]:
    """The days of the new edition, and by how many days they are moved."""
    if source.kind is EventKind.PROGRAMME and not source.days:
        return (), 0
    if edition.first_day is None:
        raise Refused(N_("Say on which day it begins."), field="first_day")
    shift = (edition.first_day - source.days[0].date).days if source.days else 0
    return events.moved_days(source, shift) or [events.Day(edition.first_day)], shift


def _partners_of(source: Event, actor: Actor, choice: Choice) -> set[str]:
    """Those chosen, and those that the actor acts for."""
    own = {each.partner.slug for each in events.standing(source) if each.account_id == actor.account_id}
    return {*choice.partners, *own}


def _copied(
    record: Change, passage: Passage, actor: Actor, there: Actor, choice: Choice, told: dict[str, Any],
    client_id: str | None,
) -> Copying:  # fmt: skip
    event, source = passage.event, passage.source
    if choice.places:
        told["places"] = len(events.bring_places(event, actor, source))
        told |= {name: bring_along(event, actor, source) for name, bring_along in WITH_PLACES.items()}
    wanted = [part for part in inheritance(source, there, Legacy.COPIED) if part.PLURAL in choice.kinds]
    brought = bring(record, passage, wanted)
    rejoin(event, actor, source, brought.numbers)
    told["files"] = sum(bring_file(record, actor, *pair) for pair in brought.pairs)
    if choice.proposals:
        told["proposals"] = _proposed(record, passage, ideas(source, there))
    told |= {"left": brought.left, "loose": brought.loose, "narrowed": brought.narrowed}
    copying = Copying(
        event=event, number=record.count("copying"), client_id=client_id, source=source.slug, shift=passage.shift,
        numbers={plural: [[*pair] for pair in pairs.items()] for plural, pairs in brought.numbers.items()},
        came=told, copied_at=clock.now(), copied_by=actor.name,
    )  # fmt: skip
    db.session.add(copying)
    record("plan.copied", copying)
    return copying


def _proposed(record: Change, passage: Passage, found: Iterable[Idea]) -> int:
    """Lay the ideas before those who plan here; how many are new here."""
    query = db.select(Proposal.kind, Proposal.source_number)
    stored = db.session.execute(query.filter_by(event_id=passage.event.id, source=passage.source.slug))
    known = {(kind, number) for kind, number in stored}
    new = [idea for idea in found if (idea.kind, idea.number) not in known]
    for idea in new:
        proposal = _proposal(passage, idea, record.count("proposal"))
        db.session.add(proposal)
        record("proposal.made", proposal)
    return len(new)


def _proposal(passage: Passage, idea: Idea, number: int) -> Proposal:
    return Proposal(
        event=passage.event, number=number, source=passage.source.slug, kind=idea.kind, source_number=idea.number,
        audience=passage.audience(idea.audience), text=idea.text, becomes=idea.becomes,
        facts=_moved(passage, idea.becomes, idea.facts),
        others={plural: _moved(passage, plural, facts) for plural, facts in idea.others.items()},
    )  # fmt: skip


def _moved(passage: Passage, plural: str, facts: dict[str, Any]) -> dict[str, Any]:
    """A part's fields with their days moved to this edition, as data."""
    moved = passage.shifted(PARTS[plural], typed(PARTS[plural], facts))
    return {name: plain(value) for name, value in moved.items()}


def _by_client(client_id: str) -> Copying | None:
    return db.session.scalars(db.select(Copying).filter_by(client_id=client_id)).first()
