"""What the command structure amounts to: watches in time, reporting lines as a tree, and where somebody is missing."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from ..errors import Refused
from ..events.models import Event, Place
from ..paths import asset_folder
from .models import CommandPost, PostRole, Watch
from .models.watch import Turn


@cache
def reference() -> dict[str, Any]:
    """The rules of thumb of command, and what a briefing reminds of, with source and date."""
    return tomllib.loads((asset_folder("seed") / "reference" / "command.toml").read_text("utf-8"))


class Short(NamedTuple):
    """Two watches that stand together for too short a time (R41); a pause counts below zero."""

    turn: Turn
    following: Turn
    minutes: int
    wanted: int


class Node(NamedTuple):
    """A post with those who report to it; `astray` if the post above it is not on this watch."""

    post: CommandPost
    under: "list[Node]"
    astray: bool

    @property
    def span(self) -> str:
        """How many report to it, against R41: "" (nobody, or as it should be), "narrow" or "wide"."""
        limits, count = reference()["span"], len(self.under)
        return "wide" if count > limits["most"] else "narrow" if 0 < count < limits["fewest"] else ""

    @property
    def size(self) -> int:
        """How many stand below it."""
        return sum(1 + node.size for node in self.under)


class Cover(NamedTuple):
    """Who leads a sector on a watch: the chiefs by name, none where there is a gap."""

    sector: str
    watch: Watch | None
    chiefs: list[CommandPost]

    @property
    def gap(self) -> bool:
        """Whether nobody is named."""
        return not self.chiefs


def turns(event: Event, watches: Iterable[Watch], days: Iterable[date] | None = None) -> list[Turn]:
    """Each watch on each of its days, in the order they start; hours that the clock jumps over are left out."""
    dates = [day.date for day in event.days] if days is None else list(days)
    found = [_on(event, watch, day) for watch in watches for day in ([watch.day] if watch.day else dates)]
    return sorted((turn for turn in found if turn), key=lambda turn: (turn.starts_at, turn.ends_at))


def _on(event: Event, watch: Watch, day: date) -> Turn | None:
    try:
        return watch.on(event, day)
    except Refused:  # the days were moved after the watch was written
        return None


def short_handovers(event: Event, watches: Iterable[Watch]) -> list[Short]:
    """Where two watches in a row stand together for less than R41 asks, or than the first one plans."""
    rule = reference()["handover"]
    found = []
    for turn, following in pairwise(turns(event, watches)):
        together = turn.ends_at - following.starts_at
        wanted = max(turn.watch.handover or 0, rule["minutes"])
        if -timedelta(hours=rule["pause_hours"]) < together < timedelta(minutes=wanted):
            found.append(Short(turn, following, int(together.total_seconds() // 60), wanted))
    return found


def on_watch(posts: Iterable[CommandPost], watch: Watch | None) -> list[CommandPost]:
    """The posts of a watch: its own and those of every watch."""
    return [post for post in posts if post.watch is None or (watch is not None and post.watch == watch.number)]


def tree(posts: Sequence[CommandPost], watch: Watch | None) -> list[Node]:
    """The reporting lines of a watch, from the top.

    A line to a post of another watch leads to whoever holds the same seat on this one.
    """
    here = on_watch(posts, watch)
    under: dict[CommandPost | None, list[CommandPost]] = defaultdict(list)
    for post in here:
        under[None if circles(post, posts, here) else _superior(post, posts, here)].append(post)

    def node(post: CommandPost, top: bool = False) -> Node:
        return Node(post, [node(each) for each in under[post]], top and post.reports_to is not None)

    return [node(post, top=True) for post in under[None]]


def circles(post: CommandPost, posts: Sequence[CommandPost], here: Sequence[CommandPost]) -> bool:
    """Whether the line upwards from a post comes back to it."""
    above, passed = _superior(post, posts, here), [post]
    while above is not None and above not in passed:
        passed.append(above)
        above = _superior(above, posts, here)
    return above is post


def _superior(post: CommandPost, posts: Sequence[CommandPost], here: Sequence[CommandPost]) -> CommandPost | None:
    meant = next((each for each in posts if post.reports_to and each.number == post.reports_to), None)
    if meant is None or meant in here:
        return meant
    return next((each for each in here if each.seat == meant.seat and each is not post), None)


def wide_or_narrow(nodes: Iterable[Node]) -> list[Node]:
    """The posts whose span of control R41 flags, from the top."""
    return [each for node in nodes for each in ([node] if node.span else []) + wide_or_narrow(node.under)]


def cover(sectors: Iterable[Place], watches: Sequence[Watch], posts: Sequence[CommandPost]) -> list[Cover]:
    """Who leads each sector on each watch; without watches, at all."""
    chiefs = [post for post in posts if post.role is PostRole.SECTOR_CHIEF and post.holder]
    return [
        Cover(sector.code, watch, [post for post in on_watch(chiefs, watch) if post.sector == sector.code])
        for sector in sectors
        for watch in (watches or [None])  # type: ignore[list-item]
    ]


def gaps(sectors: Iterable[Place], watches: Sequence[Watch], posts: Sequence[CommandPost]) -> list[Cover]:
    """The sectors and watches that nobody is named to lead (R73)."""
    return [each for each in cover(sectors, watches, posts) if each.gap]
