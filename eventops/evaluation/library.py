"""The lessons of all events that somebody may read: sought by words, category, series and how far they have come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..access import Actor, Permission
from ..events.models import Event, Membership, Partner
from ..events.queries import first_day
from ..events.scope import actor_of
from ..extensions import db
from ..search import stems
from .lessons import Learnt, learnt


class Found(NamedTuple):
    """A lesson, the event that it was learnt in, and whom the reader is there."""

    event: Event
    actor: Actor
    learnt: Learnt

    @property
    def key(self) -> str:
        """How it is named in an address: "festivalen-2025/3"."""
        return f"{self.event.slug}/{self.learnt.lesson.number}"


@dataclass(frozen=True)
class Sought:
    """What is looked for; "" is everything. `series` is a slug, or "-" for events outside any series."""

    words: str = ""
    category: str = ""
    series: str = ""
    state: str = ""
    event: str = ""


def shelves(account_id: int | None) -> list[tuple[Event, Actor]]:
    """The events whose lessons the account may read, each with whom it is there; the latest first."""
    mine = db.select(Membership).filter_by(account_id=account_id, revoked_at=None).join(Membership.event)
    options = (
        db.contains_eager(Membership.event).selectinload(Event.days),
        db.joinedload(Membership.partner).joinedload(Partner.organisation),
    )
    each = {member.event_id: member for member in db.session.scalars(mine.options(*options).order_by(Membership.id))}
    held = [(member.event, actor_of(member)) for member in each.values()]
    read = [(event, actor) for event, actor in held if actor.may(Permission.PLAN_READ)]
    return sorted(read, key=lambda pair: first_day(pair[0]), reverse=True)


def library(held: Sequence[tuple[Event, Actor]], sought: Sought) -> list[Found]:
    """The lessons that match: every word, in whichever form it stands; the last one may be unfinished."""
    found = [Found(event, actor, each) for event, actor in held if _on(event, sought) for each in learnt(event, actor)]
    return [each for each in found if _matches(each, sought)]


def picked(held: Sequence[tuple[Event, Actor]], keys: Iterable[str]) -> list[Found]:
    """The lessons with some keys, in their order, as far as the reader may see them."""
    wanted = list(dict.fromkeys(keys))
    slugs = {key.rpartition("/")[0] for key in wanted}
    there = {each.key: each for each in library([pair for pair in held if pair[0].slug in slugs], Sought())}
    return [there[key] for key in wanted if key in there]


def _on(event: Event, sought: Sought) -> bool:
    series = event.series.slug if event.series else "-"
    return sought.event in ("", event.slug) and sought.series in ("", series)


def _matches(each: Found, sought: Sought) -> bool:
    lesson = each.learnt.lesson
    if sought.category not in ("", lesson.category or "-") or sought.state not in ("", each.learnt.state):
        return False
    words, held = stems(sought.words).split(), stems(lesson.text, lesson.cause, lesson.next_time).split()
    return all(any(stem.startswith(word) for stem in held) for word in words)
