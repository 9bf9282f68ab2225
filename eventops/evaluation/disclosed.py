"""The lines of a redacted edition, each text in pieces: what is given out, and what is masked."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask_babel import force_locale
from sqlalchemy import select

from ..access import Actor
from ..events.models import Event
from ..extensions import db
from ..log.models import Category, Entry, Incident
from ..log.queries import categories, visible_entries
from . import queries
from .disclosure_models import Disclosure, DisclosureMask, MaskedField
from .rows import Rows
from .secrecy import Rule, Suggestion, hints, suggested

PAGE = 60


class Piece(NamedTuple):
    """A part of a text; one that is masked holds none of it. `stale`: the text has changed since it was masked."""

    text: str
    mask: DisclosureMask | None = None
    stale: bool = False


@dataclass(frozen=True)
class Line:
    """A line of an edition: its whole texts by field, for the editor's eyes, and in pieces, for anybody's."""

    number: int
    occurred_at: str
    entered_at: str
    struck: bool
    texts: dict[MaskedField, str]
    masks: Sequence[DisclosureMask]
    disclosure: Disclosure
    compartments: tuple[str, ...] = ()
    audience: str = ""

    def pieces(self, field: MaskedField) -> list[Piece]:
        """A text in pieces; masked whole where the masks were chosen in another text than now stands there."""
        text, own = self.texts[field], [mask for mask in self.masks if mask.field == field]
        if any(mask.of != self.disclosure.print_of(text) for mask in own):
            return [Piece("", own[0], stale=True)]
        found, at = [], 0
        for mask in sorted(own, key=lambda mask: mask.start):
            found += [Piece(text[at : mask.start]), Piece("", mask)]
            at = mask.end
        return [piece for piece in (*found, Piece(text[at:])) if piece.text or piece.mask]

    @property
    def stale(self) -> bool:
        """Whether somebody must look again."""
        return any(piece.stale for field in MaskedField for piece in self.pieces(field))

    @property
    def suggestions(self) -> list[Suggestion]:
        """What the rules would mask and nobody has."""
        covered = [(mask.field, mask.start, mask.end) for mask in self.masks]
        return [
            each for each in suggested(self.texts, self.compartments, self.audience)
            if not any(field == each.field and start <= each.start and each.end <= end for field, start, end in covered)
        ]  # fmt: skip

    @property
    def hints(self) -> list[Rule]:
        """Which rules ask to read it with care."""
        return hints(self.compartments, self.audience)


def disclosures(event: Event, actor: Actor) -> list[Disclosure]:
    """The editions that the actor may see, as it hears all that is in them; the latest first."""
    query = select(Disclosure).filter_by(event_id=event.id).order_by(Disclosure.number.desc())
    return [each for each in db.session.scalars(query) if _hears(actor, each)]


def disclosure(event: Event, actor: Actor, number: int) -> Disclosure | None:
    """One of them by its number."""
    found = db.session.scalars(select(Disclosure).filter_by(event_id=event.id, number=number)).first()
    return found if found and _hears(actor, found) else None


def masks(edition: Disclosure) -> dict[int, list[DisclosureMask]]:
    """The masks that stand, by line."""
    query = select(DisclosureMask).filter_by(disclosure_id=edition.id, lifted_at=None).order_by(DisclosureMask.start)
    found: dict[int, list[DisclosureMask]] = defaultdict(list)
    for mask in db.session.scalars(query):
        found[mask.line].append(mask)
    return found


def lines(event: Event, edition: Disclosure, *, after: int = 0, only: int | None = None) -> Iterator[Line]:
    """The lines of an edition from above number `after`, in order; `only` one of them."""
    query = visible_entries(event, _maker(edition)).where(Entry.number <= edition.upto, Entry.number > after)
    query = queries.in_days(query, Entry.occurred_at, event, edition.first, edition.last)
    query = query.where(Incident.number == edition.incident) if edition.incident else query
    query = query.where(Entry.number == only) if only else query
    known, kinds = masks(edition), {category.code: category for category in categories()}
    rows = Rows(event, kinds.values(), edition.language)
    for entry in queries.stepwise(query.options(*queries.with_all()), Entry):
        yield _line(rows, entry, known.get(entry.number, []), edition, kinds)


def _line(
    rows: Rows, entry: Entry, known: list[DisclosureMask], edition: Disclosure, kinds: dict[str, Category]
) -> Line:
    with force_locale(edition.language):  # the texts that are masked are of one language, whoever looks
        row, incident = rows.line(entry), entry.incident
        about: dict[str, Any] = rows.incident(incident) if incident else {}
    texts = {
        MaskedField.SAID: row["said"], MaskedField.AUTHOR: row["author"], MaskedField.ON_BEHALF: row["on_behalf"] or "",
        MaskedField.WHERE: " ".join(part for part in (about.get("sector"), about.get("place")) if part),
        MaskedField.ABOUT: f"#{about['number']} {about['category_name']}" if about else "",
    }  # fmt: skip
    held = tuple(kinds[incident.category_code].compartments) if incident else ()
    return Line(
        entry.number, row["occurred_at"], row["entered_at"], entry.struck is not None, texts, known, edition, held,
        entry.audience,
    )  # fmt: skip


def _maker(edition: Disclosure) -> Actor:
    return Actor(edition.made_by, feeds=tuple(edition.feeds_heard))


def _hears(actor: Actor, edition: Disclosure) -> bool:
    return actor.everything or set(edition.feeds_heard) <= set(actor.feeds)
