"""Two rows that are one person become one: what hangs on the one that goes moves to the one that stays."""

from typing import Any

from ... import clock
from ...access import Actor
from ...changes import OFFICE, Change, change, reach
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ...people.models import Person
from .. import enlisted, queries
from ..models import Assignment, DirectiveReceipt, DutyLink, Enlistment, Shift, Suspension, Swap, Unit, Wish

OWN = ("function", "team", "origin", "agreed_hours", "note")
FACTS = ("phone", "email", "reference", "born")


def merge(event: Event, actor: Actor, goes: Person, stays: Person) -> None:
    """Make one of two. Refused when both work at the same time, and when the one that goes is in another event, too."""
    if goes.id == stays.id:
        raise Refused(N_("Choose two."), field="stays")
    with change(OFFICE, actor) as office:
        reach(event)
        with change(event, actor) as record:
            record.nothing()
            queries.hold([goes.id, stays.id])
            if goes.merged_into == stays.id:
                return office.nothing()
            _check(event, goes, stays)
            _move_terms(event, record, goes, stays)
            for what, row in _moving(event, goes, stays):
                db.session.flush()
                record(what, row)
            _join(office, goes, stays)
    return None


def _check(event: Event, goes: Person, stays: Person) -> None:
    taking_part = queries.organisations(event)
    if not {goes.organisation_id, stays.organisation_id} <= taking_part or goes.merged_into or stays.merged_into:
        raise Conflict(N_("One of them is not on the roster any more."))
    if goes.account_id and stays.account_id:
        raise Conflict(N_("Both have an account of their own. Close one first."))
    if _elsewhere(event, goes):
        message = N_("%(name)s is in another event, too. Let that one stay, and the other go.")
        raise Conflict(message, name=goes.name)
    mine, theirs = (queries.candidate(event, person).duties for person in (goes, stays))
    clash = next(((one, other) for one in mine for other in theirs if one.overlaps(other)), None)
    if clash is not None:
        one, other = clash
        raise Conflict(
            N_("Both are on duty %(starts)s, at %(one)s and at %(other)s. Take one off first."),
            starts=event.local(max(one.starts_at, other.starts_at)).strftime("%m-%d %H:%M"),
            one=one.where, other=other.where,
        )  # fmt: skip


def _elsewhere(event: Event, person: Person) -> bool:
    """Whether another event's roster knows somebody."""
    on_duty = db.select(Assignment.id).join(Assignment.shift).where(Assignment.person_id == person.id)
    asked = [on_duty.where(Shift.event_id != event.id)]
    for model in (Enlistment, Wish, Suspension, DutyLink):
        asked.append(db.select(model.id).where(model.person_id == person.id, model.event_id != event.id))
    return any(db.session.scalar(query.limit(1)) is not None for query in asked)


def _move_terms(event: Event, record: Change, goes: Person, stays: Person) -> None:
    """The terms of the one that stays hold; what they leave open is filled."""
    terms = enlisted.enlistments(event)
    theirs, mine = terms.get(goes.id), terms.get(stays.id)
    if theirs is None or theirs.withdrawn_at is not None:
        return
    if mine is None:
        theirs.person = stays
        return record("enlistment.edited", theirs)
    if mine.withdrawn_at is not None:
        mine.withdrawn_at = mine.withdrawn_because = None
    for name in OWN:
        setattr(mine, name, getattr(mine, name) if getattr(mine, name) is not None else getattr(theirs, name))
    theirs.withdrawn_at = clock.now()
    record("enlistment.edited", mine)
    return record("enlistment.withdrawn", theirs)


def _moving(event: Event, goes: Person, stays: Person) -> list[tuple[str, Any]]:
    """What is moved to the one that stays, and how that stands on the record."""
    moved: list[tuple[str, Any]] = []
    duties = db.select(Assignment).join(Assignment.shift).where(Shift.event_id == event.id)
    for what, query in (
        ("assignment.moved", duties.where(Assignment.person_id == goes.id)),
        ("wish.moved", db.select(Wish).filter_by(event_id=event.id, person_id=goes.id)),
        ("suspension.moved", db.select(Suspension).filter_by(event_id=event.id, person_id=goes.id)),
        ("directive_receipt.moved", _receipts(goes, stays)),
    ):
        for row in db.session.scalars(query):
            row.person = stays
            moved.append((what, row))
    for unit in db.session.scalars(db.select(Unit).filter_by(event_id=event.id, lead_id=goes.id)):
        unit.lead = stays
        moved.append(("unit.edited", unit))
    for swap in db.session.scalars(db.select(Swap).filter_by(event_id=event.id, with_id=goes.id)):
        swap.replacement = stays
        moved.append(("swap.edited", swap))
    for link in db.session.scalars(db.select(DutyLink).filter_by(event_id=event.id, person_id=goes.id)):
        link.revoked_at = link.revoked_at or clock.now()
        moved.append(("duty_link.revoked", link))
    return moved


def _receipts(goes: Person, stays: Person) -> Any:
    has = db.select(DirectiveReceipt.directive_id).filter_by(person_id=stays.id)
    query = db.select(DirectiveReceipt).where(DirectiveReceipt.person_id == goes.id)
    return query.where(DirectiveReceipt.directive_id.not_in(has))


def _join(office: Change, goes: Person, stays: Person) -> None:
    held = {(each.kind, each.number, each.valid_from, each.valid_until) for each in stays.credentials}
    for credential in list(goes.credentials):
        if (credential.kind, credential.number, credential.valid_from, credential.valid_until) not in held:
            credential.person = stays
            db.session.flush()
            office("credential.moved", credential)
    account, goes.account = goes.account, None
    db.session.flush()
    stays.account = stays.account or account
    for name in FACTS:
        setattr(stays, name, getattr(stays, name) or getattr(goes, name))
    goes.merged_into = stays.id
    office("person.edited", stays)
    office("person.merged", goes)
