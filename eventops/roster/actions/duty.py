"""The police are notified of guards (R14), and the roll is called: lines are added, none is changed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ... import clock
from ...access import Actor
from ...changes import Change, change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ...people.models import Person
from ..duty import suspended
from ..models import ABSENT, HERE, Assignment, Attendance, Function, Notification, Presence
from .assignment import Say, assign, lift
from .board import announcing

AHEAD = timedelta(minutes=2)  # that a tablet's clock may go before ours


def notify(
    event: Event, actor: Actor, guards: Sequence[Assignment], reference: str | None, at: datetime | None = None
) -> None:
    """Note that the police were notified of these guards' duty, all or none (R14: 2023:422 7 §).

    The same again changes nothing; another reference corrects the first.
    """
    with change(event, actor) as record, announcing(event, record):
        moment, said = _past(at), " ".join((reference or "").split())
        if not guards:
            raise Refused(N_("Choose at least one guard."), field="guards")
        if not said:
            raise Refused(N_("Enter the reference of the notification."), field="reference")
        record.nothing()
        for each in guards:
            _must_stand(each)
            if each.shift.function is not Function.GUARD:
                raise Refused(N_("%(name)s is no guard on this shift."), field="guards", name=each.person.name)
            _note(record, actor, each, said, moment)


def _note(record: Change, actor: Actor, guard: Assignment, reference: str, at: datetime) -> None:
    known = guard.notification
    if known is None:
        said = Notification(assignment=guard, reference=reference, notified_at=at, noted_by=actor.name)
        db.session.add(said)
        record("guard.notified", said)
    elif known.reference != reference:
        known.reference, known.noted_by = reference, actor.name
        record("notification.corrected", known)


def end_duty(event: Event, actor: Actor, guards: Sequence[Assignment], at: datetime | None = None) -> None:
    """Note that the police were told of the end of these guards' duty (R14); the same again changes nothing."""
    with change(event, actor) as record:
        moment = _past(at)
        if not guards:
            raise Refused(N_("Choose at least one guard."), field="guards")
        record.nothing()
        for each in guards:
            known = each.notification
            if known is None:
                raise Refused(N_("The police were not notified of %(name)s."), field="guards", name=each.person.name)
            if known.ended_at is None:
                known.ended_at, known.noted_by = moment, actor.name
                record("notification.ended", known)


def mark(
    event: Event,
    actor: Actor,
    assignment: Assignment,
    presence: Presence,
    *,
    at: datetime | None = None,
    note: str | None = None,
    reference: str | None = None,
    client_id: str | None = None,
) -> Attendance:
    """Add a line to the roll-call; `at` is when it was so, of who is late when they came.

    A guard whom the police were not notified of is not on duty: `reference` notifies in the same step (R14). The same
    tap sent twice is one line, by its `client_id`.
    """
    with change(event, actor) as record, announcing(event, record):
        if known := _sent(client_id) or _said(assignment, presence, at):
            record.nothing()
            return known
        _must_stand(assignment)
        moment = _past(at)
        if presence in HERE and not assignment.notified:
            if not (reference or "").strip():
                message = N_("The police were not notified of %(name)s. Enter the reference of the notification.")
                raise Refused(message, field="reference", name=assignment.person.name)
            notify(event, actor, [assignment], reference)
        line = Attendance(assignment=assignment, presence=presence, at=moment, client_id=client_id)
        line.note = " ".join((note or "").split()) or None
        return _added(record, actor, line)


def take_back(event: Event, actor: Actor, line: Attendance) -> Attendance:
    """Take a line of the roll-call back, by a line that says again what held before it."""
    with change(event, actor) as record, announcing(event, record):
        lines = line.assignment.attendance
        if lines[-1].undoes_id == line.id:
            record.nothing()
            return lines[-1]
        _must_stand(line.assignment)
        if lines[-1].id != line.id or line.undoes_id is not None:
            raise Conflict(N_("Something else was noted after that. Nothing was taken back."))
        before = lines[-2] if len(lines) > 1 else None
        presence, at = (before.presence, before.at) if before else (Presence.EXPECTED, clock.now())
        again = Attendance(assignment=line.assignment, presence=presence, at=at, undoes_id=line.id)
        return _added(record, actor, again)


def replace(
    event: Event, actor: Actor, absent: Assignment, reserve: Person, *, accepting: str | None = None, say: Say = str
) -> Assignment:
    """Put a reserve on the shift in the place of who did not come, is sick, was sent home or is suspended.

    `accepting` is the reason why what is warned of is accepted, `say` puts the warnings in words.
    """
    with change(event, actor) as record, announcing(event, record):
        missing = absent.presence in ABSENT or suspended(absent) is not None
        if not missing:
            raise Conflict(N_("%(name)s is not missing from the shift."), name=absent.person.name)
        if absent.removed_at is None:
            lift(actor, absent, f"{absent.presence} → {reserve.name}")
            record("assignment.removed", absent)
        more = {"call_sign": absent.call_sign, "accepting": accepting}
        stand_in = assign(event, actor, absent.shift, reserve, say=say, **more)
    return stand_in


def put_back(
    event: Event,
    actor: Actor,
    absent: Assignment,
    *,
    instead_of: Assignment | None = None,
    at: datetime | None = None,
    reference: str | None = None,
    accepting: str | None = None,
    say: Say = str,
) -> Assignment:
    """Put somebody who was replaced, and came after all, back on the shift; a second time changes nothing.

    `at` is when they came, `instead_of` the stand-in who goes; without, both stay. The police's notification of the
    guard still holds, unless its end was told; then `reference` is that of the new one (R14).
    """
    with change(event, actor) as record, announcing(event, record):
        if absent.removed_at is None or absent.presence not in ABSENT:
            raise Conflict(N_("%(name)s was not replaced on the shift."), name=absent.person.name)
        if instead_of is not None and instead_of.removed_at is None:
            lift(actor, instead_of, f"{absent.presence} → {absent.person.name}")
            db.session.flush()
            record("assignment.removed", instead_of)
        more = {"call_sign": absent.call_sign, "accepting": accepting}
        again = assign(event, actor, absent.shift, absent.person, say=say, **more)
        known = absent.notification
        if known is not None and known.ended_at is None and again.notification is None:
            _note(record, actor, again, known.reference, known.notified_at)
        begun = (at or clock.now()) > absent.shift.starts_at
        mark(event, actor, again, Presence.LATE if begun else Presence.PRESENT, at=at, reference=reference)
    return again


def _added(record: Change, actor: Actor, line: Attendance) -> Attendance:
    line.noted_at, line.noted_by = clock.now(), actor.name
    db.session.add(line)
    record("attendance.noted", line)
    return line


def _sent(client_id: str | None) -> Attendance | None:
    if client_id is None:
        return None
    return db.session.scalars(db.select(Attendance).filter_by(client_id=client_id)).first()


def _said(assignment: Assignment, presence: Presence, at: datetime | None) -> Attendance | None:
    """The line that says so already; another time of arrival is something else."""
    held = assignment.standing
    same = held is not None and held.presence is presence
    return held if same and (presence is not Presence.LATE or at is None or (held and held.at == at)) else None


def _must_stand(assignment: Assignment) -> None:
    if assignment.removed_at is not None:
        raise Conflict(N_("%(name)s is not on the shift any more."), name=assignment.person.name)


def _past(at: datetime | None) -> datetime:
    now = clock.now()
    if at is not None and at > now + AHEAD:
        raise Refused(N_("That time has not come yet."), field="at")
    return min(at, now) if at else now
