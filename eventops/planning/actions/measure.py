"""Deciding a measure, marking it done and saying what it led to.

Domain section 1, row 12: what is decided has an owner with a mandate, resources, a requirement and a follow-up.
"""

from ... import clock
from ...access import Actor
from ...changes import change, signature
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ..models import Measure
from ..models.measure import MeasureState, Outcome
from ..queries import has_mandate
from .part import RULES, as_seen, may_write, still_planned


class Lacking(Conflict):
    """The measure cannot be decided yet; `fields` says what is missing, a message by field."""

    def __init__(self, fields: dict[str, str]):
        super().__init__(N_("It cannot be decided yet. See what is missing."))
        self.fields = fields


def decide(event: Event, actor: Actor, measure: Measure, seen: int | None = None) -> None:
    """Decide a measure. Raises Lacking until its owner can answer for it, and refuses who may not write it.

    `seen` is the revision that was read; refused when others have written since.
    """
    with change(event, actor) as record:
        still_planned(event)
        _own(actor, measure)
        if measure.state is not MeasureState.PROPOSED:
            return record.nothing()
        as_seen(event, measure, seen)
        if fields := lacking(event, measure):
            raise Lacking(fields)
        measure.state = MeasureState.DECIDED
        measure.decided_at, measure.decided_by = clock.now(), signature(actor)
        measure.revision += 1
        record("measure.decided", measure)


def finish(event: Event, actor: Actor, measure: Measure) -> None:
    """Mark a decided measure as done; also after the event."""
    with change(event, actor) as record:
        as_seen(event, measure)
        _own(actor, measure)
        if measure.state is MeasureState.PROPOSED:
            raise Conflict(N_("Decide the measure first."))
        if measure.state is not MeasureState.DECIDED:
            return record.nothing()
        measure.state = MeasureState.DONE
        measure.revision += 1
        record("measure.done", measure)


def evaluate(event: Event, actor: Actor, measure: Measure, outcome: str | None, evaluation: str | None) -> None:
    """Say what a measure led to and what follows; again whenever more is known, also after the event."""
    with change(event, actor) as record:
        as_seen(event, measure)
        _own(actor, measure)
        if measure.state is MeasureState.PROPOSED:
            raise Conflict(N_("Decide the measure first."))
        if outcome not in set(Outcome):
            raise Refused(N_("Choose what follows."), field="outcome")
        if not (said := (evaluation or "").strip()):
            raise Refused(N_("Say what it led to."), field="evaluation")
        measure.state, measure.outcome, measure.evaluation = MeasureState.EVALUATED, Outcome(outcome), said
        measure.revision += 1
        record("measure.evaluated", measure)


def lacking(event: Event, measure: Measure) -> dict[str, str]:
    """What is missing for a decision, a message by field."""
    return measure.lacking(mandate=has_mandate(event, measure.owner))


def _own(actor: Actor, measure: Measure) -> None:
    if not may_write(actor, measure):
        raise Conflict(N_("Its owner and those who plan the event can do that."))


def _stays_backed(event: Event, measure: Measure) -> None:
    """What is decided keeps what it was decided with."""
    if measure.decided_at:
        for field, message in lacking(event, measure).items():
            raise Refused(message, field=field)


RULES[Measure] = _stays_backed
