"""The police command guards: suspend one from a watch (R20), and give directives that are taken in (R19)."""

from ... import clock
from ...access import Actor
from ...changes import change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ...people.models import Person
from ..duty import suspended
from ..models import Assignment, Directive, DirectiveReceipt, Function, Suspension
from .board import announcing


def suspend(event: Event, actor: Actor, guard: Assignment, reason: str | None, officer: str | None) -> Suspension:
    """Suspend a guard from this duty (R20: 2023:421 12, 20 §§): off the shift at once. Twice is once."""
    with change(event, actor) as record, announcing(event, record):
        if known := suspended(guard):
            record.nothing()
            return known
        _may_be_suspended(guard)
        said = Suspension(event=event, person=guard.person, assignment=guard, suspended_at=clock.now())
        said.reason = _given(reason, "reason", N_("Write why."))
        said.officer = _given(officer, "officer", N_("Name the officer who decides."))
        said.noted_by = actor.name
        guard.removed_at, guard.removed_by, guard.removed_because = said.suspended_at, actor.name, "suspended"
        db.session.add(said)
        record("guard.suspended", said, assignment=guard)
    return said


def _may_be_suspended(guard: Assignment) -> None:
    if guard.shift.function is not Function.GUARD:
        raise Refused(N_("%(name)s is no guard on this shift."), name=guard.person.name)
    if guard.removed_at is not None:
        raise Conflict(N_("%(name)s is not on the shift any more."), name=guard.person.name)
    if guard.shift.ends_at <= clock.now():
        raise Conflict(N_("That shift is over. There is nothing to suspend from."))


def report_suspension(event: Event, actor: Actor, suspension: Suspension, to: str | None) -> None:
    """Note to whom at the Police Authority the suspension was reported, which is to be done at once (R20)."""
    with change(event, actor) as record:
        if suspension.reported_at is not None:
            return record.nothing()
        suspension.reported_to = _given(to, "reported_to", N_("Say to whom it was reported."))
        suspension.reported_at = clock.now()
        record("suspension.reported", suspension)


def give_directive(
    event: Event, actor: Actor, *, text: str | None, officer: str | None, call_sign: str | None = None
) -> Directive:
    """Put on the record what an officer tells the guards of a call sign, or all of them, to do (R19: 2023:421 13 §)."""
    with change(event, actor) as record:
        said = Directive(event=event, call_sign=(call_sign or "").strip() or None, given_at=clock.now())
        said.text = _given(text, "text", N_("Write what the guards are to do."))
        said.officer = _given(officer, "officer", N_("Name the officer who gives it."))
        said.noted_by = actor.name
        db.session.add(said)
        record("directive.given", said)
    return said


def withdraw_directive(event: Event, actor: Actor, directive: Directive) -> None:
    """Let a directive hold no longer; a second time changes nothing."""
    with change(event, actor) as record:
        if directive.withdrawn_at is not None:
            return record.nothing()
        directive.withdrawn_at = clock.now()
        record("directive.withdrawn", directive)


def take_directive(event: Event, actor: Actor, directive: Directive, person: Person) -> DirectiveReceipt:
    """Note that somebody has taken a directive in; a second time changes nothing."""
    with change(event, actor) as record:
        query = db.select(DirectiveReceipt).filter_by(directive_id=directive.id, person_id=person.id)
        known: DirectiveReceipt | None = db.session.scalars(query).first()
        if known is not None:
            record.nothing()
            return known
        taken = DirectiveReceipt(directive=directive, person=person, taken_at=clock.now(), noted_by=actor.name)
        db.session.add(taken)
        record("directive.taken", taken)
    return taken


def _given(text: str | None, field: str, otherwise: str) -> str:
    said = (text or "").strip()
    if not said:
        raise Refused(otherwise, field=field)
    return said
