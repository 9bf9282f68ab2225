"""Bringing what frames an event into its next edition: its days, partners, members and places."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from ...access import Actor, Role
from ...changes import change
from ...errors import N_, Refused
from ...extensions import db
from ..models import Event, Membership, Partner, Place
from .frame import Day
from .partners import add_partner, membership

OWN = ("id", "event_id", "sector_id")  # what a place does not bring along


def moved(event: Event, moment: datetime, days: int) -> datetime:
    """A moment so many days on, at the same hour of the event's wall; UTC. An hour that is jumped over comes later."""
    wall = event.local(moment)
    there = (wall.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=event.zone, fold=wall.fold)
    return there.astimezone(moment.tzinfo)


def moved_days(source: Event, by: int) -> list[Day]:
    """The days of an edition, moved by so many."""

    def hour(moment: datetime | None) -> datetime | None:
        return moved(source, moment, by) if moment else None

    step = timedelta(days=by)
    return [Day(day.date + step, hour(day.opens_at), hour(day.closes_at), day.expected_visitors) for day in source.days]


def bring_partners(event: Event, actor: Actor, source: Event, slugs: Collection[str]) -> list[Partner]:
    """Bring in the partners of an earlier edition that are named and not here; whoever leads it here leads it still."""
    here = {each.organisation_id for each in event.partners} | {each.slug for each in event.partners}
    wanted = [each for each in source.partners if each.slug in slugs and not {each.slug, each.organisation_id} & here]
    return [add_partner(event, actor, each.organisation, slug=each.slug, name=each.name) for each in wanted]


def bring_members(event: Event, actor: Actor, source: Event, *, everybody: bool) -> list[Membership]:
    """Give the members of an earlier edition the roles they had, if their partner is here and their account is open.

    Without `everybody`: the commanders and the actor. Refused when nobody would command.
    """
    partners = {each.slug: each for each in event.partners}
    with change(event, actor) as record:
        brought = []
        for each in standing(source):
            comes = everybody or each.role is Role.COMMANDER or each.account_id == actor.account_id
            if comes and each.account.active and each.partner.slug in partners:
                brought.append(membership(event, actor, each.account, partners[each.partner.slug], each.role))
                record("membership.granted", brought[-1])
        if not any(each.role is Role.COMMANDER for each in brought):
            raise Refused(N_("Nobody would command it: no commander of this edition has an open account."))
    return brought


def standing(event: Event) -> list[Membership]:
    """The memberships that hold, the oldest first."""
    query = db.select(Membership).filter_by(event_id=event.id, revoked_at=None).order_by(Membership.id)
    return list(db.session.scalars(query.options(db.joinedload(Membership.account), db.joinedload(Membership.partner))))


def bring_places(event: Event, actor: Actor, source: Event) -> list[Place]:
    """Lay out the places of an earlier edition whose codes are free here, each in the sector of the same code."""
    with change(event, actor) as record:
        known = {place.code: place for place in _places(event)}
        wanted = [place for place in _places(source) if place.code not in known and place.dropped_at is None]
        brought = {place.code: Place(event=event, **_kept(place)) for place in wanted}
        db.session.add_all(brought.values())
        for place in wanted:
            if place.sector:
                brought[place.code].sector = (known | brought).get(place.sector.code)
        db.session.flush()
        for place in brought.values():
            record("place.added", place)
        record.nothing()
    return list(brought.values())


def _places(event: Event) -> list[Place]:
    query = db.select(Place).filter_by(event_id=event.id).options(db.joinedload(Place.sector)).order_by(Place.id)
    return list(db.session.scalars(query))


def _kept(place: Place) -> dict[str, Any]:
    return {column.key: getattr(place, column.key) for column in Place.__table__.columns if column.key not in OWN}
