"""Reads for planning an edition from an earlier one: what that one has to give, and what it proposes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from .. import clock
from ..access import Actor
from ..events import actions as events
from ..events.models import Event, Partner, Place
from ..events.queries import editions, first_day
from ..extensions import db
from .models import PARTS, Copying, Legacy, Proposal, alive
from .proposals import ideas, inheritance

WEEKS = timedelta(weeks=52)  # the same weekday about a year on


@dataclass
class Offer:
    """What an edition has to give. Counts by kind of part: `parts` there, `here` those that the new plan has."""

    source: Event
    parts: dict[str, int]
    proposals: int
    places: int
    partners: Sequence[Partner]
    here: dict[str, int] = field(default_factory=dict)

    @property
    def empty_here(self) -> list[str]:
        """The kinds of which the new plan has nothing yet."""
        return [plural for plural in self.parts if not self.here.get(plural)]


@dataclass
class Suggestion:
    """How the next edition may be called, and when it may begin."""

    name: str
    slug: str
    edition: str | None
    first_day: date | None


def offer(source: Event, there: Actor, event: Event | None = None) -> Offer:
    """What the actor may bring along from an edition, to a new event or to one that is there."""
    counted = Counter(part.PLURAL for part in inheritance(source, there, Legacy.COPIED))
    parts = {plural: counted[plural] for plural in PARTS if counted[plural]}
    taken = {each.organisation_id for each in event.partners} if event else set()
    partners = [each for each in source.partners if not each.is_lead and each.organisation_id not in taken]
    here = {plural: _count(event, plural) for plural in parts} if event else {}
    return Offer(source, parts, len(ideas(source, there)), len(_new_places(source, event)), partners, here)


def suggestion(source: Event) -> Suggestion:
    """The next edition about a year on, on the same weekdays, and not in the past."""
    begins = source.days[0].date + WEEKS if source.days else None
    while begins and begins <= source.operational_day(clock.now()):
        begins += WEEKS
    year, before = str(begins.year if begins else ""), source.edition or ""
    edition = year if begins and (before.isdigit() or not before) else None
    name = source.name.replace(before, year) if before.isdigit() and begins else source.name
    series = source.series.name if source.series else source.name
    return Suggestion(name, _free_slug(events.slug_of(f"{series} {edition or ''}")), edition, begins)


def earlier(event: Event, account_id: int | None) -> list[Event]:
    """The editions before this one that the account is a member of, the latest first."""
    mine = first_day(event)
    return [member.event for member in editions(event, account_id) if first_day(member.event) < mine]


def copying(event: Event, number: int) -> Copying | None:
    """What was brought here at once, by its number."""
    return db.session.scalars(db.select(Copying).filter_by(event_id=event.id, number=number)).first()


def proposals(event: Event, actor: Actor) -> Sequence[Proposal]:
    """What earlier editions propose, as far as the actor may see it."""
    query = db.select(Proposal).filter_by(event_id=event.id).where(actor.audible(Proposal.audience))
    return db.session.scalars(query.order_by(Proposal.number)).all()


def came_from(event: Event, actor: Actor) -> dict[tuple[str, int], Proposal]:
    """What the parts of this plan were in an earlier edition that were accepted from there, by plural and number."""
    taken = [each for each in proposals(event, actor) if each.part is not None]
    return {(each.becomes, each.part): each for each in taken if each.part is not None}


def proposal(event: Event, actor: Actor, number: int) -> Proposal | None:
    """A proposal by its number, if the actor may see it."""
    return next((each for each in proposals(event, actor) if each.number == number), None)


def _count(event: Event, plural: str) -> int:
    query = alive(PARTS[plural], event).with_only_columns(db.func.count()).order_by(None)
    return db.session.scalar(query) or 0


def _new_places(source: Event, event: Event | None) -> set[str]:
    codes = set(db.session.scalars(db.select(Place.code).filter_by(event_id=source.id, dropped_at=None)))
    return codes - set(db.session.scalars(db.select(Place.code).filter_by(event_id=event.id))) if event else codes


def _free_slug(wished: str) -> str:
    taken = set(db.session.scalars(db.select(Event.slug).where(Event.slug.startswith(wished, autoescape=True))))
    tries = (wished, *(f"{wished[:56]}-{number}" for number in range(2, len(taken) + 3)))
    return next(slug for slug in tries if slug not in taken)
