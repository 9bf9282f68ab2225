"""What people do to an event's frame: make it, correct it, bring in partners and members, lay out its places."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from .. import clock, push
from ..access import Actor, Permission, Role
from ..changes import OFFICE, Change, change, open_chain
from ..errors import N_, Conflict, Refused
from ..extensions import db
from ..people.models import Account, Organisation
from .geometry import sector_at
from .hours import zone_of
from .models import Event, EventDay, EventKind, LegalMode, Membership, Partner, Place, PlaceKind, Series
from .shapes import AREAS, checked, middle

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
RESERVED = {"office", "new"}  # the office's chain, and the page where an event is made
FIXED = ("legal_mode", "exercise", "timezone")  # what the first log entry settles for good


@dataclass(frozen=True)
class Frame:
    """What an event is, apart from its days, partners and places."""

    name: str
    kind: EventKind
    legal_mode: LegalMode = LegalMode.COMPETENT_AUTHORITY
    exercise: bool = False
    timezone: str = "Europe/Stockholm"
    day_starts_at: int = 6
    edition: str | None = None
    lat: float = 60.4858
    lon: float = 15.4335
    zoom: int = 15


@dataclass(frozen=True)
class Day:
    """One day: its date, when it opens and closes (aware), and how many visitors are expected."""

    date: date
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    expected_visitors: int | None = None


def create_event(
    actor: Actor,
    frame: Frame,
    *,
    slug: str,
    lead: Organisation,
    days: Sequence[Day] = (),
    series: tuple[str, str] | None = None,
    commander: Account | None = None,
) -> Event:
    """Make an event with its days, its leading partner and perhaps its first commander; its chain begins.

    `series` is (slug, name) of the editions it belongs to. Refused for a slug that is taken or none, and for an event
    without days that is not an ongoing programme.
    """
    with change(OFFICE, actor) as record:
        _check_frame(frame)
        _check_slug(slug, taken=db.select(Event.id).filter_by(slug=slug))
        if not days and frame.kind is not EventKind.PROGRAMME:
            raise Refused(N_("Give at least one day; only an ongoing programme has none."), field="starts_on")
        event = Event(slug=slug, series=_series(*series) if series else None, **vars(frame))
        partner = Partner(event=event, organisation=lead, slug=lead.slug, name=lead.name, is_lead=True)
        own = [_day(event, day) for day in days]
        open_chain(slug)
        db.session.add_all([event, partner, *own])
        record("event.created", event, partner=partner, **{f"day_{n}": day for n, day in enumerate(own, start=1)})
        if commander is not None:
            record("membership.granted", _membership(event, actor, commander, partner, Role.COMMANDER))
    return event


def edit_event(event: Event, actor: Actor, frame: Frame) -> None:
    """Correct what an event is. Refused for what its first log entry has settled."""
    with change(event, actor) as record:
        _check_frame(frame)
        changed = {name: value for name, value in vars(frame).items() if getattr(event, name) != value}
        if settled := next((name for name in FIXED if name in changed), None):
            _refuse_if_logged(record, settled)
        if not changed:
            return record.nothing()
        for name, value in changed.items():
            setattr(event, name, value)
        record("event.edited", event)


def add_day(event: Event, actor: Actor, day: Day) -> EventDay:
    """Add a day. The same day with the same hours again changes nothing; other hours for it are refused."""
    with change(event, actor) as record:
        standing = next((each for each in event.days if each.date == day.date), None)
        if standing is None:
            added = _day(event, day)
            db.session.add(added)
            record("day.added", added)
            return added
        if _said(standing) != day:
            raise Refused(N_("%(date)s is one of the days already."), field="date", date=day.date)
        record.nothing()
    return standing


def edit_day(event: Event, actor: Actor, standing: EventDay, day: Day) -> None:
    """Change a day's hours or expected visitors; its date stays."""
    with change(event, actor) as record:
        _check_hours(day)
        standing.opens_at, standing.closes_at = day.opens_at, day.closes_at
        standing.expected_visitors = day.expected_visitors
        record("day.edited", standing)


def remove_day(event: Event, actor: Actor, standing: EventDay) -> None:
    """Take a day away. Refused for the last one, unless the event is an ongoing programme."""
    with change(event, actor) as record:
        if len(event.days) == 1 and event.kind is not EventKind.PROGRAMME:
            raise Conflict(N_("An event has at least one day. Add the right one first."))
        record("day.removed", standing)
        event.days.remove(standing)
        db.session.delete(standing)


def add_partner(
    event: Event,
    actor: Actor,
    organisation: Organisation,
    *,
    slug: str | None = None,
    name: str | None = None,
    is_lead: bool = False,
) -> Partner:
    """Bring an organisation into the event; `slug` names its feed and is the organisation's unless given."""
    slug, name = slug or organisation.slug, (name or organisation.name).strip()
    with change(event, actor) as record:
        here = partial(db.select(Partner.id).filter_by, event_id=event.id)
        if db.session.scalar(here(organisation_id=organisation.id)):
            raise Refused(N_("%(name)s is a partner already."), field="organisation", name=organisation.name)
        _check_slug(slug, taken=here(slug=slug))
        if is_lead and db.session.scalar(here(is_lead=True)):
            raise Refused(N_("The event has a leading partner already."), field="is_lead")
        partner = Partner(event=event, organisation=organisation, slug=slug, name=name, is_lead=is_lead)
        db.session.add(partner)
        record("partner.added", partner)
    return partner


def grant(event: Event, actor: Actor, account: Account, partner: Partner, role: Role) -> Membership:
    """Let somebody act for a partner in a role. Refused when they do already, and to oneself."""
    with change(event, actor) as record:
        _check_giver(actor, role)
        if account.id == actor.account_id:
            raise Refused(N_("Nobody gives a role to themselves. Ask another planner or commander."), field="account")
        if not account.active:
            raise Refused(N_("%(name)s's account is closed."), field="account", name=account.name)
        if role is Role.COMMANDER and not partner.inner:
            raise Refused(N_("A commander belongs to the police or the leading partner."), field="role")
        if db.session.scalar(_standing(event, role).filter_by(account_id=account.id, partner_id=partner.id)):
            raise Refused(N_("%(name)s has that role already."), field="role", name=account.name)
        member = _membership(event, actor, account, partner, role)
        record("membership.granted", member)
    return member


def revoke(event: Event, actor: Actor, membership: Membership) -> None:
    """End a membership; the member's open screens close at once. Refused for the last commander."""
    with change(event, actor) as record:
        if membership.revoked_at is not None:
            return record.nothing()
        _check_giver(actor, membership.role)
        commanders = db.session.scalars(_standing(event, Role.COMMANDER).limit(2)).all()
        if [each.id for each in commanders] == [membership.id]:
            raise Conflict(N_("This is the last commander. Give somebody else that role first."))
        membership.revoked_at, membership.revoked_by = clock.now(), actor.name
        record("membership.revoked", membership)
        record.then(partial(push.hang_up, membership.room))


def add_place(
    event: Event,
    actor: Actor,
    *,
    kind: PlaceKind,
    code: str,
    name: str,
    geometry: dict[str, Any] | None = None,
) -> Place:
    """Lay out a place; the sector it lies in follows from its geometry (GeoJSON, WGS84).

    The very same place again gives the first one. Refused for a code that is taken and a geometry that cannot be.
    """
    with change(event, actor) as record:
        said = _place(event, kind, code, name, geometry)
        standing = _coded(event, said["code"])
        if standing is not None and all(getattr(standing, key) == value for key, value in said.items()):
            record.nothing()
            return standing
        _refuse_taken_code(standing, None)
        place = Place(event=event, **said)
        db.session.add(place)
        _record_place(event, record, "place.added", place)
    return place


def edit_place(
    event: Event,
    actor: Actor,
    place: Place,
    *,
    kind: PlaceKind,
    code: str,
    name: str,
    geometry: dict[str, Any] | None = None,
) -> None:
    """Correct a place. When a sector is redrawn, the places in and around it follow."""
    with change(event, actor) as record:
        said = _place(event, kind, code, name, geometry)
        _refuse_taken_code(_coded(event, said["code"]), place)
        for key, value in said.items():
            setattr(place, key, value)
        _record_place(event, record, "place.edited", place)


def slug_of(name: str) -> str:
    """A name spelt as a slug: "Våryra 2027" is "varyra-2027"."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-")


def _check_frame(frame: Frame) -> None:
    if not frame.name.strip():
        raise Refused(N_("Give the event a name."), field="name")
    zone_of(frame.timezone)
    if not 0 <= frame.day_starts_at <= 12:
        raise Refused(N_("The day begins at a whole hour between 0 and 12."), field="day_starts_at")
    if not (-90 <= frame.lat <= 90 and -180 <= frame.lon <= 180):
        raise Refused(N_("That is not a point on earth."), field="lat")
    if not 1 <= frame.zoom <= 22:
        raise Refused(N_("Zoom is 1–22."), field="zoom")


def _check_slug(slug: str, *, taken: Any) -> None:
    if not SLUG.fullmatch(slug) or slug in RESERVED or len(slug) > 60:
        raise Refused(N_("Use a–z, 0–9 and hyphens, at most 60; %(slug)s cannot be used."), field="slug", slug=slug)
    if db.session.scalar(taken):
        raise Refused(N_("%(slug)s is taken."), field="slug", slug=slug)


def _refuse_if_logged(record: Change, settled: str) -> None:
    if record.head.counts.get("entry"):
        raise Conflict(N_("The log has begun: legal mode, exercise and time zone stand for good."), field=settled)


def _series(slug: str, name: str) -> Series:
    found = db.session.scalar(db.select(Series).filter_by(slug=slug))
    if found is None and not SLUG.fullmatch(slug):
        raise Refused(N_("Use a–z, 0–9 and hyphens."), field="series_slug")
    return found or Series(slug=slug, name=name.strip() or slug)


def _day(event: Event, day: Day) -> EventDay:
    _check_hours(day)
    return EventDay(event=event, **vars(day))


def _said(standing: EventDay) -> Day:
    return Day(standing.date, standing.opens_at, standing.closes_at, standing.expected_visitors)


def _check_hours(day: Day) -> None:
    if day.opens_at and day.closes_at and day.closes_at <= day.opens_at:
        raise Refused(N_("%(date)s closes before it opens."), field="closes", date=day.date)
    if day.expected_visitors is not None and day.expected_visitors < 0:
        raise Refused(N_("Expected visitors cannot be fewer than none."), field="expected_visitors")


def _membership(event: Event, actor: Actor, account: Account, partner: Partner, role: Role) -> Membership:
    member = Membership(event=event, account=account, partner=partner, role=role)
    member.granted_at, member.granted_by = clock.now(), actor.name
    db.session.add(member)
    return member


def _standing(event: Event, role: Role) -> Any:
    return db.select(Membership).filter_by(event_id=event.id, role=role, revoked_at=None)


def _check_giver(actor: Actor, role: Role) -> None:
    """Who may not go live gives nobody the role that may."""
    if role is Role.COMMANDER and not actor.may(Permission.EVENT_GO_LIVE):
        raise Conflict(N_("Only a commander gives and takes the role of commander."), field="role")


def _place(event: Event, kind: PlaceKind, code: str, name: str, geometry: dict[str, Any] | None) -> dict[str, Any]:
    code, name = code.strip(), " ".join(name.split())
    if not re.fullmatch(r"[\w.-]{1,12}", code):
        raise Refused(N_("A code is 1–12 letters, digits, dots and hyphens, such as P12."), field="code")
    if not name:
        raise Refused(N_("Give the place a name."), field="name")
    kept = checked(geometry, lat=event.lat, lon=event.lon) if geometry is not None else None
    if kind is PlaceKind.SECTOR and (kept is None or kept["type"] not in AREAS):
        raise Refused(N_("A sector is an area: draw its outline as a Polygon."), field="geometry")
    return {"kind": kind, "code": code, "name": name, "geometry": kept}


def _coded(event: Event, code: str) -> Place | None:
    return db.session.scalars(db.select(Place).filter_by(event_id=event.id, code=code)).first()


def _refuse_taken_code(standing: Place | None, but: Place | None) -> None:
    if standing is not None and standing is not but:
        raise Refused(
            N_("%(code)s is the code of %(name)s."), field="code", code=standing.code, name=standing.name
        )


def _record_place(event: Event, record: Change, what: str, place: Place) -> None:
    """Put every place in the sector it lies in now; the one that was changed is on the record even if it stays."""
    db.session.flush()
    places = db.session.scalars(db.select(Place).filter_by(event_id=event.id).order_by(Place.id)).all()
    moved = [each for each in places if _settle(each, places)]
    record(what, place)
    for each in moved:
        if each is not place:
            record("place.edited", each)


def _settle(place: Place, places: Sequence[Place]) -> bool:
    """Put a place in its sector; whether that is another one than before."""
    before, place.sector = place.sector, None
    if place.kind is not PlaceKind.SECTOR and place.geometry:
        lat, lon = middle(place.geometry)
        place.sector = sector_at(places, lat=lat, lon=lon)
    return place.sector is not before
