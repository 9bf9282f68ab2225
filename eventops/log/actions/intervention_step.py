"""What is done about an intervention once it is taken; each is a row with a who and a when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from ... import clock
from ...access import Actor
from ...changes import Change, change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ..models import CellStation, Intervention, InterventionStep, StepKind
from . import entry
from .checks import moment_of, must_be_live
from .intervention import may_be_locked_in
from .person import short

UPHELD, RELEASED = "upheld", "released"
VERBS = {
    StepKind.REVIEW: "reviewed", StepKind.EXTENSION: "extended", StepKind.CHECK: "checked",
    StepKind.REPORT: "reported", StepKind.HANDOVER: "handed_over", StepKind.ARRIVAL: "arrived",
    StepKind.SIGNED_DECISION: "signed", StepKind.SIGNED_RECORD: "signed", StepKind.END: "ended",
    StepKind.STRIKE: "struck",
}  # fmt: skip
ONCE = {
    StepKind.REVIEW: N_("It has been reviewed already."),
    StepKind.EXTENSION: N_("It has been extended already, to the longest time there is."),
    StepKind.REPORT: N_("The report has come in already."),
    StepKind.HANDOVER: N_("The handover has been noted already."),
    StepKind.ARRIVAL: N_("The arrival has been noted already."),
    StepKind.SIGNED_DECISION: N_("The decision has been signed already."),
    StepKind.SIGNED_RECORD: N_("The record has been signed already."),
}


@dataclass(frozen=True)
class Done:
    """One thing done: by whom and when (empty: whoever tells it, now), with what outcome, in what words."""

    by: str = ""
    at: datetime | None = None
    outcome: str = ""
    text: str = ""
    client_id: str = ""
    station: CellStation | None = None


def take_step(event: Event, actor: Actor, taken: Intervention, kind: StepKind, done: Done) -> None:
    """Note one thing that was done about an intervention. The same client_id again does nothing."""
    with change(event, actor) as record:
        client_id = done.client_id or str(uuid4())
        if db.session.scalar(db.select(InterventionStep.id).filter_by(event_id=event.id, client_id=client_id)):
            return record.nothing()
        must_be_live(event)
        if taken.struck_at:
            raise Conflict(N_("The intervention is struck. Nothing more is noted of it."))
        if kind in ONCE and taken.step(kind):
            raise Conflict(ONCE[kind])
        at = moment_of(done.at)
        if at < taken.occurred_at and kind is not StepKind.STRIKE:
            raise Refused(N_("That is before the intervention was taken."), field="at")
        STEPS[kind](taken, done, at)
        step = _step(event, actor, record, taken, kind, done, at, client_id)
        record(f"intervention.{VERBS[kind]}", taken, step=step)


def strike_intervention(event: Event, actor: Actor, taken: Intervention, *, reason: str) -> None:
    """Strike an intervention that was never taken so, and its line in the log; it stays readable."""
    with change(event, actor):
        take_step(event, actor, taken, StepKind.STRIKE, Done(text=reason))
        if not taken.entry.struck:
            entry.strike(event, actor, taken.entry, reason=reason)


def _step(
    event: Event, actor: Actor, record: Change, taken: Intervention, kind: StepKind, done: Done, at: datetime,
    client_id: str,
) -> InterventionStep:  # fmt: skip
    step = InterventionStep(
        event_id=event.id, number=record.count("intervention_step"), client_id=client_id, intervention=taken,
        kind=kind, at=at, by=short(done.by, "by", 120) or actor.name, outcome=done.outcome or None,
        text=short(done.text, "text", 1000), noted_at=clock.now(), noted_by=actor.name,
    )  # fmt: skip
    db.session.add(step)
    return step


def _review(taken: Intervention, done: Done, at: datetime) -> None:
    if not taken.of_kind.review:
        raise Refused(N_("This kind of intervention is not reviewed."), field="outcome")
    if done.outcome not in (UPHELD, RELEASED):
        raise Refused(N_("Say whether it stands."), field="outcome")
    if done.outcome == RELEASED and taken.running:
        taken.ended_at, taken.outcome = at, next(iter({RELEASED, "lifted"} & set(taken.of_kind.ends)), None)


def _extend(taken: Intervention, done: Done, at: datetime) -> None:
    _must_run(taken)
    if not taken.of_kind.extended:
        raise Refused(N_("The law knows no longer time for this."), field="text")
    if not done.text.strip():
        raise Refused(N_("Say why it takes longer: it is the exception."), field="text")
    taken.minutes = taken.of_kind.extended


def _check(taken: Intervention, done: Done, at: datetime) -> None:
    _must_run(taken)


def _report(taken: Intervention, done: Done, at: datetime) -> None:
    if taken.company is None:
        raise Refused(N_("Only guards report so: the police took this one."), field="by")
    taken.reported_at = at


def _hand_over(taken: Intervention, done: Done, at: datetime) -> None:
    if taken.company is None:
        raise Refused(N_("Only guards hand over to the police: the police took this one."), field="by")
    if not done.text.strip():
        raise Refused(N_("Say to which officer."), field="text")


def _arrive(taken: Intervention, done: Done, at: datetime) -> None:
    _must_run(taken)
    station = done.station or taken.station
    if station is None:
        raise Refused(N_("Choose the station."), field="station")
    may_be_locked_in(taken.of_kind, taken.age)
    taken.station, taken.arrived_at = station, at


def _sign(taken: Intervention, done: Done, at: datetime) -> None:
    """R30: who decided answers for the decision and its ground (1-2), the supervising officer for the rest (3-6)."""


def _end(taken: Intervention, done: Done, at: datetime) -> None:
    _must_run(taken)
    if done.outcome not in taken.of_kind.ends:
        raise Refused(N_("Say how it ended."), field="outcome")
    taken.ended_at, taken.outcome = at, done.outcome


def _strike(taken: Intervention, done: Done, at: datetime) -> None:
    if not done.text.strip():
        raise Refused(N_("Say why it is struck."), field="text")
    taken.struck_at = at


def _must_run(taken: Intervention) -> None:
    if not taken.running:
        raise Conflict(N_("It has ended already."))


STEPS: dict[StepKind, Callable[[Intervention, Done, datetime], None]] = {
    StepKind.REVIEW: _review, StepKind.EXTENSION: _extend, StepKind.CHECK: _check, StepKind.REPORT: _report,
    StepKind.HANDOVER: _hand_over, StepKind.ARRIVAL: _arrive, StepKind.SIGNED_DECISION: _sign,
    StepKind.SIGNED_RECORD: _sign, StepKind.END: _end, StepKind.STRIKE: _strike,
}  # fmt: skip
