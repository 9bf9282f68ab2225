"""Somebody is taken into an event's roster under its terms, or leaves it; what they wish, and when they are away."""

from dataclasses import dataclass
from datetime import datetime

from ... import clock
from ...access import Actor
from ...changes import change
from ...errors import N_, Conflict, Refused
from ...events.models import Event, Place
from ...extensions import db
from ...people.models import Person
from .. import enlisted, queries
from ..models import Enlistment, Function, Wish, WishKind

WITH_HOURS = (WishKind.ABSENT, WishKind.FREE)


@dataclass(frozen=True)
class Terms:
    """What somebody is to do in an event, with whom, and for how many hours at most."""

    function: Function | None = None
    team: str | None = None
    origin: str | None = None
    agreed_hours: float | None = None
    volunteer: bool = False
    reserve: bool = False
    note: str | None = None


def enlist(event: Event, actor: Actor, person: Person, terms: Terms) -> Enlistment:
    """Take somebody into the roster, or change their terms. Refused for who is of no organisation that takes part."""
    with change(event, actor) as record:
        if person.organisation_id not in queries.organisations(event):
            raise Refused(N_("%(organisation)s takes no part in this event."), organisation=person.organisation.name)
        standing = db.session.scalars(db.select(Enlistment).filter_by(event_id=event.id, person_id=person.id)).first()
        enlistment = standing or Enlistment(event=event, person=person, enlisted_at=clock.now())
        enlistment.withdrawn_at = enlistment.withdrawn_because = None
        for name, value in vars(terms).items():
            setattr(enlistment, name, " ".join(value.split()) or None if type(value) is str else value)
        db.session.add(enlistment)
        record("enlistment.edited" if standing else "enlistment.added", enlistment)
    return enlistment


def withdraw(event: Event, actor: Actor, person: Person, *, because: str | None = None) -> None:
    """Take somebody out of the roster. Refused while they stand on a shift that has not ended."""
    with change(event, actor) as record:
        query = db.select(Enlistment).filter_by(event_id=event.id, person_id=person.id, withdrawn_at=None)
        enlistment = db.session.scalars(query).first()
        if enlistment is None:
            return record.nothing()
        left = [each for each in enlisted.duties(event, person) if each.shift.ends_at > clock.now()]
        if left:
            message = N_("%(name)s is on %(count)s shifts that have not ended. Take %(name)s off them first.")
            raise Conflict(message, name=person.name, count=len(left))
        enlistment.withdrawn_at = clock.now()
        enlistment.withdrawn_because = " ".join((because or "").split()) or None
        record("enlistment.withdrawn", enlistment)


def add_wish(
    event: Event,
    actor: Actor,
    person: Person,
    kind: WishKind,
    *,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    place: Place | None = None,
    note: str | None = None,
) -> Wish:
    """Note an absence or a wish. Refused when it lacks its hours or its place."""
    with change(event, actor) as record:
        if kind in WITH_HOURS and (starts_at is None or ends_at is None):
            raise Refused(N_("Give from when to when."), field="starts")
        if starts_at is not None and ends_at is not None and ends_at <= starts_at:
            raise Refused(N_("It ends after it starts. Correct one of them."), field="ends")
        if kind is WishKind.PLACE and place is None:
            raise Refused(N_("Choose the place."), field="place")
        wish = Wish(event=event, person=person, kind=kind, note=" ".join((note or "").split()) or None)
        if kind in WITH_HOURS:
            wish.starts_at, wish.ends_at = starts_at, ends_at
        wish.place = place if kind is WishKind.PLACE else None
        db.session.add(wish)
        record("wish.added", wish)
    return wish


def drop_wish(event: Event, actor: Actor, wish: Wish) -> None:
    """Take an absence or a wish back."""
    with change(event, actor) as record:
        if wish.dropped_at is not None:
            return record.nothing()
        wish.dropped_at = clock.now()
        record("wish.dropped", wish)
