"""What an edition proposes to the next one: its unfinished parts, and what later phases have found in it."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ..access import Actor
from ..events.models import Event
from ..extensions import db
from .models import PARTS, Legacy, Part, plain
from .queries import visible


class Idea(NamedTuple):
    """Something to decide on: what it is there, and the part that it becomes here when it is accepted.

    `kind` and `number` name it in its edition ("lessons", 3); `becomes` is the plural of a kind of part and `facts`
    are that part's fields as data, with days and references to other parts as they are in its edition. `others` are
    kinds of part that it may become instead, each with its facts.
    """

    kind: str
    number: int
    text: str
    becomes: str
    facts: dict[str, Any]
    audience: str
    others: Mapping[str, dict[str, Any]] = MappingProxyType({})


class Source(NamedTuple):
    """Where ideas come from beside the plan: what one of its things is called, and how to find them in an edition."""

    name: Any
    find: Callable[[Event, Actor], Iterable[Idea]]


SOURCES: dict[str, Source] = {}  # by Idea.kind; a later phase with something to propose, such as lessons, adds its own


def ideas(event: Event, actor: Actor) -> list[Idea]:
    """What an edition proposes, as far as the actor may see it there."""
    found = [_of_part(part) for part in inheritance(event, actor, Legacy.PROPOSED)]
    return found + [idea for source in SOURCES.values() for idea in source.find(event, actor)]


def inheritance(event: Event, actor: Actor, legacy: Legacy) -> list[Part]:
    """The parts of an edition of which this becomes in the next one, as far as the actor may see them there."""
    kinds = (db.session.scalars(visible(kind, event, actor)) for kind in PARTS.values())
    return [part for parts in kinds for part in parts if part.legacy is legacy]


def carried(part: Part) -> dict[str, Any]:
    """What of a part the next edition inherits, as its columns hold it."""
    kept = [name for name in part.FIELDS if name not in part.OF_ITS_EDITION]
    return {name: getattr(part, name) for name in (*kept, *part.INHERITED)}


def _of_part(part: Part) -> Idea:
    facts = {name: plain(value) for name, value in carried(part).items() if name not in part.INHERITED}
    return Idea(part.PLURAL, part.number, part.title, part.PLURAL, facts, part.audience)
