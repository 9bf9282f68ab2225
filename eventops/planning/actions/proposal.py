"""Deciding on what an earlier edition proposes: taking it on as a part of the plan, or declining it with a reason."""

from typing import Any

from ... import clock
from ...access import Actor
from ...changes import Change, change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ..models import PARTS, Answer, Part, Proposal
from .bringing import numbers_here, rejoin
from .part import add, still_planned
from .passage import Passage, typed


def take_on(event: Event, actor: Actor, proposal: Proposal, becomes: str | None = None) -> None:
    """Make a proposal a part of the plan, with the next number of its kind. Taken on already, nothing happens.

    `becomes` is the kind of part, where the proposal can become one of several.
    """
    with change(event, actor) as record:
        still_planned(event)
        if proposal.answer is Answer.ACCEPTED:
            return record.nothing()
        _refuse_answered(proposal)
        source = db.session.scalars(db.select(Event).filter_by(slug=proposal.source)).one()
        _choose(proposal, becomes or proposal.becomes)
        kind = PARTS[proposal.becomes]
        passage = Passage(source, event, numbers=numbers_here(event, source.slug))
        said, _ = passage.said(kind, typed(kind, proposal.facts))
        part = add(event, actor, kind, said | {"audience": proposal.audience})
        proposal.part = part.number
        _answer(record, actor, proposal, Answer.ACCEPTED, part)
        rejoin(event, actor, source, {proposal.kind: {proposal.source_number: part.number}})


def decline(event: Event, actor: Actor, proposal: Proposal, reason: str) -> None:
    """Say no to a proposal, and why."""
    with change(event, actor) as record:
        still_planned(event)
        if proposal.answer is Answer.DECLINED and proposal.reason == reason.strip():
            return record.nothing()
        _refuse_answered(proposal)
        if not reason.strip():
            raise Refused(N_("Say why it is declined."), field="reason")
        proposal.reason = reason.strip()
        _answer(record, actor, proposal, Answer.DECLINED)


def _choose(proposal: Proposal, becomes: str) -> None:
    ways = proposal.ways
    if becomes not in ways:
        raise Refused(N_("It cannot become that."))
    facts = ways.pop(becomes)
    proposal.becomes, proposal.facts, proposal.others = becomes, facts, ways


def _refuse_answered(proposal: Proposal) -> None:
    if proposal.answer:
        raise Conflict(N_("%(who)s has decided on it already."), who=proposal.answered_by)


def _answer(record: Change, actor: Actor, proposal: Proposal, answer: Answer, *became: Part) -> None:
    proposal.answer, proposal.answered_at, proposal.answered_by = answer, clock.now(), actor.name
    also: dict[str, Any] = {part.KIND: part for part in became}
    record(f"proposal.{answer}", proposal, **also)
