"""Choosing priorities and judging them: at most three at once, and no new ones before the last are evaluated."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import selectinload

from .. import clock
from ..access import ALL, POLICE, Actor
from ..changes import Change, change
from ..errors import N_, Conflict, Refused
from ..events.models import Event, Place
from ..events.queries import partners, place
from ..extensions import db
from ..planning.models import Cause, Measure, Problem
from ..planning.models.measure import Outcome
from ..planning.queries import numbered
from .models import Priority, PrioritySet, ReportingPeriod

MOST = 3  # active at once without a reason (domain row 19)
LONGEST = 1000  # characters of a text


@dataclass(frozen=True)
class Aim:
    """What is said of a priority; `problem`, `cause_number` and `measures` are numbers of the plan's."""

    title: str
    expected_effect: str
    owners: Sequence[str] = field(default=())
    place: str | None = None
    area: str | None = None
    problem: int | None = None
    cause_number: int | None = None
    cause: str | None = None
    measures: Sequence[int] = field(default=())
    doing: str | None = None
    audience: str = ALL
    reason_for_fourth: str | None = None
    continues: int | None = None


@dataclass(frozen=True)
class Judgement:
    """How a priority went, and what follows; `next_by` and `next_on` say who does what remains, and when."""

    result: str
    verdict: Outcome
    next_by: str | None = None
    next_on: date | None = None


def sets(event: Event) -> Sequence[PrioritySet]:
    """Every set of priorities, the latest first."""
    query = db.select(PrioritySet).filter_by(event_id=event.id).order_by(PrioritySet.number.desc())
    loaded = selectinload(PrioritySet.priorities).joinedload(Priority.place)
    return db.session.scalars(query.options(loaded, db.joinedload(PrioritySet.period))).all()


def standing(event: Event) -> PrioritySet | None:
    """The set that is worked on: the latest, until it is evaluated."""
    query = db.select(PrioritySet).filter_by(event_id=event.id, evaluated_at=None)
    query = query.options(selectinload(PrioritySet.priorities).joinedload(Priority.place))
    found: PrioritySet | None = db.session.scalars(query.order_by(PrioritySet.number.desc())).first()
    return found


def visible(actor: Actor, known: PrioritySet) -> list[Priority]:
    """The priorities of a set that the actor may read, without those taken out."""
    return [each for each in known.active if actor.hears(each.audience)]


def now_worked_on(event: Event, actor: Actor) -> list[Priority]:
    """What the cooperation does first now, of what the actor may read."""
    found = standing(event)
    return visible(actor, found) if found else []


def priority(event: Event, actor: Actor, number: int) -> Priority | None:
    """One priority by its number, if the actor may read it."""
    found: Priority | None = db.session.scalar(db.select(Priority).filter_by(event_id=event.id, number=number))
    return found if found is not None and actor.hears(found.audience) else None


def open_set(event: Event, actor: Actor, period: ReportingPeriod, client_id: str) -> PrioritySet:
    """Begin the priorities of a period; refused until the last set is evaluated."""
    with change(event, actor) as record:
        if served := db.session.scalar(db.select(PrioritySet).filter_by(event_id=event.id, client_id=client_id)):
            record.nothing()
            return served  # type: ignore[no-any-return]
        if standing(event) is not None:
            raise Conflict(N_("Evaluate the priorities that stand first. The next are chosen from how they went."))
        if db.session.scalar(db.select(PrioritySet.id).filter_by(period_id=period.id)):
            raise Conflict(N_("This period had its priorities. Choose a later one."), field="period")
        row = PrioritySet(
            event=event, number=record.count("priority_set"), client_id=client_id, period=period,
            opened_at=clock.now(), opened_by=actor.name, priorities=[],
        )  # fmt: skip
        db.session.add(row)
        record("priority_set.opened", row)
    return row


def add_priority(event: Event, actor: Actor, known: PrioritySet, said: Aim, client_id: str) -> Priority:
    """Choose a priority. One more than three needs a reason, which is kept."""
    with change(event, actor) as record:
        if served := db.session.scalar(db.select(Priority).filter_by(event_id=event.id, client_id=client_id)):
            record.nothing()
            return served  # type: ignore[no-any-return]
        _must_stand(known)
        facts = _facts(event, actor, said)
        facts["reason_for_fourth"] = _why_more(known, said)
        row = Priority(
            event=event, set=known, number=record.count("priority"), client_id=client_id, continues=said.continues,
            revision=1, **facts,
        )  # fmt: skip
        db.session.add(row)
        record("priority.added", row)
    return row


def change_priority(event: Event, actor: Actor, row: Priority, said: Aim, seen: int) -> None:
    """Say something else of a priority, while its set stands."""
    with change(event, actor) as record:
        _must_be_as_seen(row, seen)
        for name, value in _facts(event, actor, said).items():
            setattr(row, name, value)
        _changed(record, "priority.changed", row)


def drop_priority(event: Event, actor: Actor, row: Priority, reason: str) -> None:
    """Take a priority out of its set, with a reason."""
    if not (reason := " ".join(reason.split())):
        raise Refused(N_("Say why it is taken out."), field="reason")
    with change(event, actor) as record:
        _must_be_as_seen(row, row.revision)
        row.dropped_at, row.dropped_because = clock.now(), reason[:LONGEST]
        _changed(record, "priority.dropped", row)


def evaluate_priority(event: Event, actor: Actor, row: Priority, said: Judgement, seen: int) -> None:
    """Say how a priority went and what follows."""
    result = _text(said.result, "result")
    if not result:
        raise Refused(N_("Say what came of it."), field="result")
    with change(event, actor) as record:
        _must_be_as_seen(row, seen)
        row.result, row.verdict = result, said.verdict
        row.next_by, row.next_on = _text(said.next_by, "next_by"), said.next_on
        row.evaluated_at, row.evaluated_by = clock.now(), actor.name
        _changed(record, "priority.evaluated", row)


def close_set(event: Event, actor: Actor, known: PrioritySet) -> None:
    """Close a set whose every priority is evaluated, so that the next can be opened."""
    with change(event, actor) as record:
        db.session.refresh(known)
        if known.evaluated_at:
            return record.nothing()
        left = [each.title for each in known.active if not each.verdict]
        if left:
            raise Conflict(N_("Say first how it went with: %(titles)s."), titles=", ".join(left))
        known.evaluated_at, known.evaluated_by = clock.now(), actor.name
        record("priority_set.evaluated", known)


def _must_stand(known: PrioritySet) -> None:
    db.session.refresh(known)
    if known.evaluated_at:
        raise Conflict(N_("These priorities are evaluated and stay as they are."))


def _must_be_as_seen(row: Priority, seen: int) -> None:
    _must_stand(row.set)
    db.session.refresh(row)
    if row.dropped_at:
        raise Conflict(N_("This priority is taken out."))
    if row.revision != seen:
        raise Conflict(N_("Somebody else has changed it meanwhile. Look at it before you change it again."))


def _changed(record: Change, what: str, row: Priority) -> None:
    row.revision += 1
    record(what, row)


def _why_more(known: PrioritySet, said: Aim) -> str | None:
    if len(known.active) < MOST:
        return None
    if reason := _text(said.reason_for_fourth, "reason_for_fourth"):
        return reason
    raise Refused(
        N_("%(most)s priorities stand already. Say why one more is needed, or take one out."),
        field="reason_for_fourth", most=MOST,
    )  # fmt: skip


def _facts(event: Event, actor: Actor, said: Aim) -> dict[str, Any]:
    title, effect = _text(said.title, "title"), _text(said.expected_effect, "expected_effect")
    if not title:
        raise Refused(N_("Say in a few words what comes first."), field="title")
    if not effect:
        raise Refused(N_("Say what effect is expected, so that it can be judged."), field="expected_effect")
    owners = sorted(set(said.owners))
    if not owners or not set(owners) <= {each.slug for each in partners(event)}:
        raise Refused(N_("Say which partners answer for it."), field="owners")
    if said.audience not in (ALL, POLICE):
        raise Refused(N_("There is no audience %(audience)s."), field="audience", audience=said.audience)
    return {
        "title": title, "expected_effect": effect, "owners": owners, "place": _place(event, said.place),
        "area": _text(said.area, "area"), "cause": _text(said.cause, "cause"), "doing": _text(said.doing, "doing"),
        "audience": said.audience, **_of_the_plan(event, actor, said),
    }  # fmt: skip


def _of_the_plan(event: Event, actor: Actor, said: Aim) -> dict[str, Any]:
    """The parts of the plan it names; each must be there and known to who names it."""
    wanted: list[tuple[str, type[Any], int]] = [("measures", Measure, each) for each in said.measures]
    wanted += [(name, kind, number) for name, kind, number in (
        ("problem", Problem, said.problem), ("cause_number", Cause, said.cause_number)) if number]  # fmt: skip
    for name, kind, number in wanted:
        if numbered(kind, event, actor, number) is None:
            raise Refused(N_("The plan has no such part any more. Choose another."), field=name)
    return {"problem": said.problem, "cause_number": said.cause_number, "measures": sorted(set(said.measures))}


def _place(event: Event, code: str | None) -> Place | None:
    if not code:
        return None
    found = place(event, code)
    if found is None or found.dropped_at:
        raise Refused(N_("There is no place %(code)s."), field="place", code=code)
    return found


def _text(text: str | None, field: str) -> str | None:
    said = (text or "").strip()
    if len(said) > LONGEST:
        raise Refused(N_("At most %(most)s characters."), field=field, most=LONGEST)
    return said or None


def choosable(event: Event, now: datetime) -> list[ReportingPeriod]:
    """The periods that the next priorities can be for: the running one and some after it that had none."""
    taken = db.select(PrioritySet.period_id).filter_by(event_id=event.id)
    query = db.select(ReportingPeriod).where(
        ReportingPeriod.event_id == event.id, ReportingPeriod.dropped_at.is_(None), ReportingPeriod.ends_at > now,
        ReportingPeriod.id.not_in(taken),
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(ReportingPeriod.starts_at).limit(4)))
