"""One's own shifts, without account: what the link shows, and who acts by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .. import clock
from ..access import ALL, PARTNER, Actor
from ..events.models import Event, Partner
from ..extensions import db
from ..people.models import Person
from ..planning.models import Briefing
from ..signed import Secret, digest, made, read
from . import queries
from .eligibility import objection
from .guards import directives
from .models import Assignment, Directive, DutyLink, Shift, Swap, SwapState

SALT = "eventops duty link"


def thought_up(secret: Secret, event: Event, person: Person) -> str:
    """A new token."""
    return made(secret, SALT, event.slug, person.id)


def opened(secret: Secret, token: str) -> DutyLink | None:
    """The link whose token this is; None for one that is forged, run out, ended or never made."""
    told = read(secret, SALT, token)
    query = db.select(DutyLink).filter_by(digest=digest(token)).options(db.joinedload(DutyLink.event))
    link = db.session.scalar(query) if told else None
    if link is None or (link.event.slug, link.person_id) != told:
        return None
    return link if link.usable(clock.now()) else None


def actor_of(link: DutyLink) -> Actor:
    """Who acts by a link: hears what is for everyone and for the own partner, and has no permission of its own."""
    person = link.person
    query = db.select(Partner.slug).filter_by(event_id=link.event_id, organisation_id=person.organisation_id)
    slug = db.session.scalar(query.limit(1)) or ""
    feeds = (ALL, PARTNER + slug) if slug else (ALL,)
    name = f"{person.name} ({person.organisation.name} by link)"
    return Actor(name, organisation=person.organisation.name, partner=slug, feeds=feeds)


@dataclass(frozen=True)
class Own:
    """A shift of one's own: what was asked about it last, and the briefing cards issued for it."""

    assignment: Assignment
    swap: Swap | None
    briefings: Sequence[Briefing]

    @property
    def shift(self) -> Shift:
        return self.assignment.shift

    @property
    def asked(self) -> bool:
        """Whether it waits for the planner to find somebody else."""
        return self.swap is not None and self.swap.state is SwapState.ASKED


def own_shifts(event: Event, person: Person, actor: Actor) -> list[Own]:
    """The shifts of somebody in an event, in time order."""
    query = db.select(Assignment).join(Assignment.shift).filter(Shift.event_id == event.id, Shift.dropped_at.is_(None))
    mine = query.where(Assignment.person_id == person.id, Assignment.removed_at.is_(None)).order_by(Shift.starts_at)
    found = db.session.scalars(mine.options(db.contains_eager(Assignment.shift).joinedload(Shift.place))).all()
    asked = db.select(Swap).where(Swap.assignment_id.in_([each.id for each in found])).order_by(Swap.id)
    swaps = {swap.assignment_id: swap for swap in db.session.scalars(asked)}
    issued = _issued(event, actor)
    return [Own(each, swaps.get(each.id), _of(each.shift, issued)) for each in found]


def _issued(event: Event, actor: Actor) -> Sequence[Briefing]:
    query = db.select(Briefing).filter_by(event_id=event.id).where(actor.audible(Briefing.audience))
    return db.session.scalars(query.order_by(Briefing.number.desc())).all()


def _of(shift: Shift, issued: Sequence[Briefing]) -> list[Briefing]:
    """The latest card for each watch that the shift stands in, for all sectors and for the shift's own."""
    sector = shift.place.sector.code if shift.place and shift.place.sector else None
    found: dict[Any, Briefing] = {}
    for each in issued:
        card = each.card
        starts, ends = (datetime.fromisoformat(card[edge]) for edge in ("starts_at", "ends_at"))
        if each.sector in (None, sector) and starts < shift.ends_at and shift.starts_at < ends:
            found.setdefault((each.watch, each.day, each.sector), each)
    return list(found.values())


def untaken(event: Event, person: Person) -> list[Directive]:
    """The directives that hold, are meant for somebody, and were not taken in by them."""
    standing = [told for told in directives(event) if told.directive.withdrawn_at is None]
    return [told.directive for told in standing if person.id in {each.id for each in told.missing}]


def stand_ins(event: Event, assignment: Assignment) -> list[Person]:
    """Colleagues of the same organisation who could work a shift instead, by name."""
    shift, organisation = assignment.shift, assignment.person.organisation_id
    taken = {each.person_id for each in queries.staff(shift)}
    colleagues = (each for each in queries.candidates(event) if each.person.organisation_id == organisation)
    able = [each.person for each in colleagues if each.person.id not in taken]
    known = {each.person.id: each for each in queries.candidates_among(event, able)}
    return [person for person in able if objection(known[person.id], shift, {organisation}) is None]
