"""Reads of an event's frame: partners, members, places, and whom one could bring in."""

import re
from collections.abc import Sequence
from datetime import date

from ..beside import in_turns
from ..extensions import db
from ..people.models import Account, Organisation
from .models import Event, EventDay, Membership, Partner, Place, PlaceKind, Series

STEP = 200  # rows read before others have their turn
_PARTS = re.compile(r"(\D*)(\d*)")


def partners(event: Event) -> Sequence[Partner]:
    """The partners, the leading one first, then by name."""
    query = db.select(Partner).filter_by(event_id=event.id).options(db.joinedload(Partner.organisation))
    return db.session.scalars(query.order_by(Partner.is_lead.desc(), Partner.name)).all()


def members(event: Event) -> Sequence[Membership]:
    """All memberships: the standing ones by name first, then the revoked ones, the latest first."""
    query = db.select(Membership).filter_by(event_id=event.id).join(Membership.account)
    found = query.options(db.contains_eager(Membership.account), db.joinedload(Membership.partner))
    by_name = db.session.scalars(found.order_by(Account.name, Membership.id)).all()
    revoked = [(each.revoked_at, each) for each in by_name if each.revoked_at]
    gone = [each for _, each in sorted(revoked, key=lambda pair: pair[0], reverse=True)]
    return [each for each in by_name if each.revoked_at is None] + gone


def member(event: Event, number: int) -> Membership | None:
    """A membership of the event."""
    return db.session.scalars(db.select(Membership).filter_by(event_id=event.id, id=number)).first()


def held(event: Event, account_id: int) -> Sequence[Membership]:
    """In what roles an account may act in the event, the oldest first."""
    query = db.select(Membership).filter_by(event_id=event.id, account_id=account_id, revoked_at=None)
    return db.session.scalars(query.options(db.joinedload(Membership.partner)).order_by(Membership.id)).all()


def places(event: Event) -> Sequence[Place]:
    """The places that have not been taken away: the sectors first, then by kind and code."""
    query = db.select(Place).filter_by(event_id=event.id, dropped_at=None).options(db.joinedload(Place.sector))
    order = list(PlaceKind)
    found = db.session.scalars(query.order_by(Place.code).execution_options(yield_per=STEP))
    return sorted(in_turns(found, STEP), key=lambda place: (order.index(place.kind), natural(place.code)))


def natural(code: str) -> tuple[tuple[str, int], ...]:
    """The order in which people read codes and call signs: A2 before A10, P9 before P10."""
    return tuple((letters, int(digits or -1)) for letters, digits in _PARTS.findall(code))


def gone_places(event: Event) -> Sequence[Place]:
    """The places that have been taken away, the latest first."""
    query = db.select(Place).filter_by(event_id=event.id).where(Place.dropped_at.is_not(None))
    return db.session.scalars(query.order_by(Place.dropped_at.desc(), Place.code)).all()


def place(event: Event, code: str) -> Place | None:
    """A place by its code, also one that has been taken away."""
    return db.session.scalars(db.select(Place).filter_by(event_id=event.id, code=code)).first()


def day(event: Event, number: int) -> EventDay | None:
    """A day of the event."""
    return db.session.scalars(db.select(EventDay).filter_by(event_id=event.id, id=number)).first()


def colleagues(event: Event) -> Sequence[Account]:
    """The open accounts of the partners' organisations, by name."""
    taking_part = db.select(Partner.organisation_id).filter_by(event_id=event.id)
    query = db.select(Account).where(Account.active, Account.organisation_id.in_(taking_part))
    return db.session.scalars(query.order_by(Account.name)).all()


def outsiders(event: Event) -> Sequence[Organisation]:
    """The organisations that take no part yet, by name."""
    taking_part = db.select(Partner.organisation_id).filter_by(event_id=event.id)
    query = db.select(Organisation).where(Organisation.id.not_in(taking_part))
    return db.session.scalars(query.order_by(Organisation.name)).all()


def editions(event: Event, account_id: int | None) -> list[Membership]:
    """The account's memberships of the other editions of the series, one for each, the latest edition first."""
    if event.series_id is None:
        return []
    mine = db.select(Membership).join(Membership.event).where(Membership.account_id == account_id)
    mine = mine.where(Event.series_id == event.series_id, Event.id != event.id, Membership.revoked_at.is_(None))
    with_event = db.contains_eager(Membership.event).selectinload(Event.days)
    mine = mine.options(with_event, db.joinedload(Membership.partner).joinedload(Partner.organisation))
    found = db.session.scalars(mine.order_by(Membership.id.desc())).all()
    each = {member.event_id: member for member in found}
    return sorted(each.values(), key=lambda member: first_day(member.event), reverse=True)


def first_day(event: Event) -> tuple[date, int]:
    """When an event begins, to sort editions by; those without days by when they were made, before all others."""
    return min((day.date for day in event.days), default=date.min), event.id


def series() -> Sequence[Series]:
    """All series by name."""
    return db.session.scalars(db.select(Series).order_by(Series.name)).all()
