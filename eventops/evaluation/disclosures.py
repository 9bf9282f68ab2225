"""What is done with a redacted edition: begun, masked on a ground each, issued or withdrawn; the log stays as it is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from .. import clock
from ..access import Actor
from ..changes import change
from ..errors import N_, Conflict, Refused
from ..events.models import Event
from ..extensions import db
from . import disclosed, queries
from .disclosure_models import Disclosure, DisclosureMask, MaskedField
from .secrecy import grounds

LONGEST = 300


@dataclass(frozen=True)
class Asking:
    """What somebody asked for: the lines of some operational days, or of one incident."""

    title: str
    requester: str
    reference: str = ""
    first: date | None = None
    last: date | None = None
    incident: int | None = None
    language: str = "sv"
    client_id: str = ""


class Spot(NamedTuple):
    """Characters of a field of a line, the mark of the text they stand in, and on which ground they are masked."""

    line: int
    field: MaskedField
    start: int
    end: int
    of: str
    ground: str
    rule: str | None = None


def begin(event: Event, actor: Actor, asked: Asking) -> Disclosure:
    """Begin an edition of what is in the log now; the same client_id again is the first one."""
    if asked.first and asked.last and asked.last < asked.first:
        raise Refused(N_("The last day comes before the first."), field="last")
    for name in ("title", "requester"):
        if not getattr(asked, name).strip():
            raise Refused(N_("Say what was asked for, and by whom."), field=name)
    with change(event, actor) as record:
        known = db.session.scalars(select(Disclosure).filter_by(event_id=event.id, client_id=asked.client_id)).first()
        if known:
            record.nothing()
            return known
        _incidents, _lines, upto = queries.extent(event, actor, asked.first, asked.last)
        if not upto:
            raise Refused(N_("The log has no line of those days that you may read."), field="first")
        made = Disclosure(
            event=event, number=record.count("disclosure"), client_id=asked.client_id, title=asked.title.strip(),
            reference=asked.reference.strip() or None, requester=asked.requester.strip(), language=asked.language,
            first=asked.first, last=asked.last, incident=asked.incident, upto=upto, feeds_heard=list(actor.feeds),
            made_at=clock.now(), made_by=actor.name,
        )  # fmt: skip
        db.session.add(made)
        record("disclosure.begun", made)
    return made


def words_in(found: Iterable[disclosed.Line], field: MaskedField, words: str, ground: str) -> Iterator[Spot]:
    """Where some words stand in a field of some lines, whatever their case; the whole field where none are given."""
    for line in found:
        text = line.texts[field]
        of = line.disclosure.print_of(text)
        for found_there in re.finditer(re.escape(words) or ".+", text, re.IGNORECASE | re.DOTALL):
            yield Spot(line.number, field, *found_there.span(), of, ground)


def suggestions_in(found: Iterable[disclosed.Line]) -> Iterator[Spot]:
    """What the rules would mask in some lines."""
    for line in found:
        for each in line.suggestions:
            of = line.disclosure.print_of(line.texts[each.field])
            yield Spot(line.number, each.field, each.start, each.end, of, each.ground, each.rule)


def mask(event: Event, actor: Actor, edition: Disclosure, spots: Iterable[Spot]) -> int:
    """Mask some spots of a draft, one after the other, and say how many; masks that meet become one."""
    wanted = [spot for spot in spots if spot.ground in grounds()]
    with change(event, actor) as record:
        _check(edition)
        made = sum(_mask(record, actor, edition, spot) for spot in wanted)
        if not made:
            record.nothing()
    return made


def _mask(record: Any, actor: Actor, edition: Disclosure, spot: Spot) -> bool:
    told = {"disclosure_id": edition.id, "line": spot.line, "field": spot.field, "lifted_at": None}
    there = db.session.scalars(select(DisclosureMask).filter_by(**told)).all()
    met = [each for each in there if (each.start <= spot.end and spot.start <= each.end) or each.of != spot.of]
    if any(each.start <= spot.start and spot.end <= each.end and each.of == spot.of for each in met):
        return False
    same = [each for each in met if each.of == spot.of]
    for each in met:
        _lift(record, actor, each)
    row = DisclosureMask(
        event=edition.event, number=record.count("disclosure_mask"), disclosure=edition, line=spot.line,
        field=spot.field, start=min([spot.start, *(each.start for each in same)]),
        end=max([spot.end, *(each.end for each in same)]), of=spot.of, ground=spot.ground, rule=spot.rule,
        at=clock.now(), by=actor.name,
    )  # fmt: skip
    db.session.add(row)
    record("disclosure.masked", row)
    return True


def unmask(event: Event, actor: Actor, edition: Disclosure, number: int) -> None:
    """Take a mask of a draft away."""
    with change(event, actor) as record:
        _check(edition)
        query = select(DisclosureMask).filter_by(disclosure_id=edition.id, number=number, lifted_at=None)
        if row := db.session.scalars(query).first():
            return _lift(record, actor, row)
        record.nothing()


def issue(event: Event, actor: Actor, edition: Disclosure, decider: str) -> None:
    """Decide that it is given out as it stands; from then on nothing of it changes."""
    if not decider.strip():
        raise Refused(N_("Say who decided it."), field="decider")
    if any(line.stale for line in disclosed.lines(event, edition)):
        raise Refused(N_("A masked text has changed since. Look at the lines that say so, and mask them again."))
    with change(event, actor) as record:
        if edition.issued_at:
            return record.nothing()
        _check(edition)
        edition.issued_at, edition.issued_by, edition.decider = clock.now(), actor.name, decider.strip()
        record("disclosure.issued", edition)


def withdraw(event: Event, actor: Actor, edition: Disclosure, reason: str) -> None:
    """Give a draft up, for a stated reason."""
    if not reason.strip():
        raise Refused(N_("Say why it is given up."), field="reason")
    with change(event, actor) as record:
        if edition.withdrawn_at:
            return record.nothing()
        _check(edition)
        edition.withdrawn_at, edition.withdrawn_because = clock.now(), reason.strip()
        record("disclosure.withdrawn", edition)


def _lift(record: Any, actor: Actor, row: DisclosureMask) -> None:
    row.lifted_at, row.lifted_by = clock.now(), actor.name
    record("disclosure.unmasked", row)


def _check(edition: Disclosure) -> None:
    if not edition.is_draft:
        raise Conflict(N_("It is issued or given up, and stays as it is. Begin a new one."))
