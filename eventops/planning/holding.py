"""Reads of the briefings that were issued: which there are, who was called, and who has read them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from ..access import Actor
from ..events.models import Event
from ..extensions import db
from .models import Briefing, Receipt, RollCall


class Called(NamedTuple):
    """A name of the roll: the post it stands for, and the last call, if there was one."""

    name: str
    post: dict[str, Any] | None
    call: RollCall | None


def visible(event: Event, actor: Actor) -> Any:
    """A query for the briefings that the actor may see, the newest first."""
    heard = db.select(Briefing).filter_by(event_id=event.id).where(actor.audible(Briefing.audience))
    return heard.order_by(Briefing.number.desc())


def issued(event: Event, actor: Actor) -> Sequence[Briefing]:
    """The briefings that the actor may see, the newest first; their content is not read until it is asked for."""
    return db.session.scalars(visible(event, actor).options(db.defer(Briefing.content))).all()


def latest(event: Event, actor: Actor, most: int = 3) -> list[tuple[Briefing, bool]]:
    """The newest briefings that the actor may see, each with whether the actor says to have understood it."""
    found = db.session.scalars(visible(event, actor).options(db.defer(Briefing.content)).limit(most)).all()
    mine = db.select(Receipt.briefing_id).filter_by(event_id=event.id, account_id=actor.account_id)
    read = set(db.session.scalars(mine)) if found else set()
    return [(briefing, briefing.id in read) for briefing in found]


def numbered(event: Event, actor: Actor, number: int) -> Briefing | None:
    """The briefing with a number, if the actor may see it."""
    found: Briefing | None = db.session.scalar(visible(event, actor).where(Briefing.number == number))
    return found


def newer(event: Event, briefing: Briefing) -> int | None:
    """The number of the briefing that has taken this one's place: same watch, day, sector and audience."""
    same = {name: getattr(briefing, name) for name in ("watch", "day", "sector", "audience")}
    query = db.select(Briefing.number).filter_by(event_id=event.id, **same).where(Briefing.number > briefing.number)
    number: int | None = db.session.scalar(query.order_by(Briefing.number.desc()).limit(1))
    return number


def roll(briefing: Briefing) -> list[Called]:
    """Everybody to call: who holds a post on the watch, then whoever else was called."""
    query = db.select(RollCall).filter_by(briefing_id=briefing.id).order_by(RollCall.id)
    calls = {call.name: call for call in db.session.scalars(query)}
    posts: dict[str, dict[str, Any]] = {}
    for post in briefing.card["posts"]:
        if post.get("holder"):
            posts.setdefault(post["holder"], post)
    return [Called(name, posts.get(name), calls.get(name)) for name in dict.fromkeys([*posts, *calls])]


def receipts(briefing: Briefing) -> Sequence[Receipt]:
    """Who says to have read and understood it, in the order they said so."""
    return db.session.scalars(db.select(Receipt).filter_by(briefing_id=briefing.id).order_by(Receipt.id)).all()


def read_counts(event: Event) -> dict[int, int]:
    """How many have read each briefing, by the briefing's id."""
    query = db.select(Receipt.briefing_id, db.func.count()).filter_by(event_id=event.id).group_by(Receipt.briefing_id)
    return {briefing: count for briefing, count in db.session.execute(query)}
