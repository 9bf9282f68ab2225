"""The same human, entered twice: who is likely to be whom."""

import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..events.models import Event
from ..extensions import db
from ..people.models import Person
from . import queries
from .people_in.register import dialled

MOST = 100  # pairs shown at once
CROWD = 6  # so many who share something are no duplicates: a switchboard, an office's address


@dataclass(frozen=True)
class Pair:
    """Two rows that may be one person, and what they share: "reference", "born", "phone", "email" or "name"."""

    one: Person
    other: Person
    shared: tuple[str, ...]


def likely(event: Event) -> list[Pair]:
    """The likely duplicates among the persons of the event's organisations, the likeliest first."""
    query = db.select(Person).where(Person.organisation_id.in_(queries.organisations(event)))
    people = db.session.scalars(query.where(Person.merged_into.is_(None)).order_by(Person.id)).all()
    shared: dict[tuple[int, int], set[str]] = defaultdict(set)
    for what, key in _keys(people):
        for one, other in key:
            shared[one.id, other.id].add(what)
    known = {person.id: person for person in people}
    pairs = [Pair(known[one], known[other], tuple(sorted(what))) for (one, other), what in shared.items()]
    found = [pair for pair in pairs if _alike(pair)]
    return sorted(found, key=lambda pair: (-len(pair.shared), pair.one.sought, pair.one.id))[:MOST]


def _keys(people: Sequence[Person]) -> Iterator[tuple[str, list[tuple[Person, Person]]]]:
    groups: dict[tuple[str, Hashable], list[Person]] = defaultdict(list)
    for person in people:
        said = {
            "name": folded(person.name),
            "reference": person.reference and (person.organisation_id, person.reference.casefold()),
            "phone": person.phone and dialled(person.phone), "email": person.email and person.email.casefold(),
        }  # fmt: skip
        for what, value in said.items():
            if value:
                groups[what, value].append(person)
    for (what, _), group in groups.items():
        if len(group) <= CROWD:
            yield what, list(combinations(group, 2))


def _alike(pair: Pair) -> bool:
    """Whether what they share is more than chance, and nothing says that they are two."""
    one, other, shared = pair.one, pair.other, set(pair.shared)
    apart = any(
        getattr(one, name) and getattr(other, name) and getattr(one, name) != getattr(other, name)
        for name in ("born", "account_id")
    )
    if apart:
        return False
    same_body = one.organisation_id == other.organisation_id
    return "reference" in shared or len(shared) > 1 or (shared == {"name"} and (same_body or one.born == other.born))


def folded(name: str) -> tuple[str, ...]:
    """A name by its words in any order, without accents and case."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return tuple(sorted("".join(sign for sign in plain if not unicodedata.combining(sign)).replace(",", " ").split()))
