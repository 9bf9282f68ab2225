"""Bringing parts of one edition's plan into another's: all that can stand there, and why the rest was left."""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ...access import Actor
from ...changes import Change
from ...errors import N_, Refused
from ...events.models import Event
from ...extensions import db
from ..models import PARTS, Answer, Copying, Part, Proposal, alive
from ..proposals import carried
from .part import RULES, edit, may_write
from .passage import Numbers, Origin, Passage, unset

STEP = 25  # parts that are worked on before others have their turn


@dataclass
class Brought:
    """Parts there with their likes here; why others stayed; references and audiences that lead nowhere here."""

    pairs: list[tuple[Part, Part]] = field(default_factory=list)
    left: list[dict[str, Any]] = field(default_factory=list)
    loose: list[dict[str, Any]] = field(default_factory=list)
    narrowed: list[dict[str, Any]] = field(default_factory=list)

    def stepwise(self) -> Iterator[tuple[Part, Part]]:
        """The pairs, so that nobody else has to wait until all of them are done."""
        for count, pair in enumerate(self.pairs, start=1):
            yield pair
            if count % STEP == 0:
                time.sleep(0.001)  # under gevent the other greenlets run now

    @property
    def numbers(self) -> Numbers:
        """The numbers there and here of what came."""
        found: Numbers = defaultdict(dict)
        for there, here in self.pairs:
            found[there.PLURAL][there.number] = here.number
        return found


def bring(record: Change, passage: Passage, wanted: Iterable[Part]) -> Brought:
    """Write the parts; those that cannot stand here, or whose like is here already, are left, and why."""
    brought, coming = Brought(), list[Part]()
    for part in wanted:
        if part.number not in passage.numbers.get(part.PLURAL, {}):
            _sort_in(passage, part, brought, coming)
    while True:
        tried = _tried(record, passage, coming, brought.left)
        hindered = _hindrances(passage.event, tried)
        if not hindered:
            break
        coming = [part for part in coming if part not in hindered]
        brought.left += [_why(part, refusal) for part, refusal in hindered.items()]
    for part, here in tried.stepwise():
        record.count(part.KIND)
        record(f"{part.KIND}.copied", here, copied_from=Origin(passage.source.slug, part.KIND, part.number))
    return replace(tried, left=brought.left)


def _sort_in(passage: Passage, part: Part, brought: Brought, coming: list[Part]) -> None:
    twin = _twin(passage.event, part)
    if twin is None:
        coming.append(part)
    else:
        passage.numbers.setdefault(part.PLURAL, {})[part.number] = twin.number
        brought.left.append(_why(part, Refused(N_("There is one already, number %(number)s."), number=twin.number)))


def _twin(event: Event, part: Part) -> Any:
    """The part here that says the same where no two parts may."""
    if part.ONE_PER is None:
        return None
    return db.session.scalars(alive(type(part), event).filter_by(**{part.ONE_PER: getattr(part, part.ONE_PER)})).first()


def _tried(record: Change, passage: Passage, coming: list[Part], left: list[dict[str, Any]]) -> Brought:
    """The likes of the parts that come, with the numbers they would have; none is saved yet."""
    tried, reached = Brought(left=left), dict(record.head.counts)
    numbers: Numbers = {plural: dict(pairs) for plural, pairs in passage.numbers.items()}
    for part in coming:
        reached[part.KIND] = reached.get(part.KIND, 0) + 1
        numbers.setdefault(part.PLURAL, {})[part.number] = reached[part.KIND]
    way = replace(passage, numbers=numbers)
    for part in coming:
        _write(way, part, numbers[part.PLURAL][part.number], tried)
    return tried


def _write(way: Passage, part: Part, number: int, tried: Brought) -> None:
    said, loose = way.said(type(part), carried(part))
    audience, about = way.audience(part.audience), {"kind": part.PLURAL, "number": number}
    here = type(part)(event=way.event, number=number, revision=1, audience=audience, **said)  # type: ignore[call-arg]
    tried.pairs.append((part, here))
    tried.loose += [{**about, "field": name} for name in loose]
    if audience != part.audience:
        tried.narrowed.append(about | {"audience": audience})


def _hindrances(event: Event, tried: Brought) -> dict[Part, Refused]:
    """Why some of them cannot stand here; if nothing hinders any, all are in the database."""
    with db.session.no_autoflush:
        found = {part: refusal for part, here in tried.stepwise() if (refusal := _wrong(here))}
    if found:
        return found
    db.session.add_all([here for _, here in tried.pairs])
    db.session.flush()
    found = {part: refusal for part, here in tried.stepwise() if (refusal := _unruly(event, here))}
    if found:
        for _, here in tried.pairs:
            db.session.delete(here)
        db.session.flush()
    return found


def _wrong(part: Part) -> Refused | None:
    if next(unset(part), None):
        return Refused(N_("What it belongs to did not come along."))
    try:
        part.check()
        part.follow()
    except Refused as refusal:
        return refusal
    return None


def _unruly(event: Event, part: Part) -> Refused | None:
    try:
        if type(part) in RULES:
            RULES[type(part)](event, part)
    except Refused as refusal:
        return refusal
    return None


def _why(part: Part, refusal: Refused) -> dict[str, Any]:
    values = {name: str(value) for name, value in refusal.values.items()}
    return {"kind": part.PLURAL, "number": part.number, "why": refusal.message, "values": values}


def numbers_here(event: Event, slug: str) -> Numbers:
    """Which parts of an earlier edition the plan holds, whether they were copied or proposed and taken on."""
    found: Numbers = defaultdict(dict)
    came = db.select(Copying).filter_by(event_id=event.id, source=slug).order_by(Copying.number)
    for copying in db.session.scalars(came):
        for plural, pairs in copying.numbers.items():
            found[plural] |= {there: here for there, here in pairs}
    taken_on = db.select(Proposal).filter_by(event_id=event.id, source=slug, answer=Answer.ACCEPTED)
    for proposal in db.session.scalars(taken_on):
        if proposal.kind == proposal.becomes and proposal.part:
            found[proposal.kind][proposal.source_number] = proposal.part
    return {plural: _alive(event, plural, pairs) for plural, pairs in found.items() if plural in PARTS}


def rejoin(event: Event, actor: Actor, source: Event, fresh: Numbers) -> None:
    """Let the parts that came earlier, and referred there to what comes now, refer to it here."""
    for plural, pairs in numbers_here(event, source.slug).items():
        kind = PARTS[plural]
        names = {name: fresh[what] for name, what in kind.REFERENCES.items() if what in fresh}
        there = {part.number: part for part in db.session.scalars(alive(kind, source))} if names else {}
        here = {part.number: part for part in db.session.scalars(alive(kind, event))} if names else {}
        for old, new in pairs.items():
            if old in there and new not in fresh.get(plural, {}).values() and may_write(actor, here[new]):
                said = {name: _joined(there[old], here[new], name, numbers) for name, numbers in names.items()}
                edit(event, actor, here[new], said)


def _joined(there: Part, here: Part, name: str, fresh: dict[int, int]) -> Any:
    meant, held = getattr(there, name), getattr(here, name)
    if isinstance(meant, list):
        return [*(held or []), *(fresh[each] for each in meant if each in fresh and fresh[each] not in (held or []))]
    return fresh.get(meant) if held is None else held


def _alive(event: Event, plural: str, pairs: dict[int, int]) -> dict[int, int]:
    kind = PARTS[plural]
    standing = set(db.session.scalars(alive(kind, event).with_only_columns(kind.number)))
    return {there: here for there, here in pairs.items() if here in standing}
