"""Making an event, and correcting what it is and on which days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ...access import Actor, Role
from ...changes import OFFICE, Change, change, open_chain
from ...errors import N_, Conflict, Refused
from ...extensions import db
from ...people.models import Account, Organisation
from ..hours import zone_of
from ..models import Event, EventDay, EventKind, LegalMode, Partner, Series
from .partners import membership
from .slugs import SLUG, check_slug

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
        check_slug(slug, taken=db.select(Event.id).filter_by(slug=slug))
        if not days and frame.kind is not EventKind.PROGRAMME:
            raise Refused(N_("Give at least one day; only an ongoing programme has none."), field="starts_on")
        event = Event(slug=slug, series=_series(*series) if series else None, **vars(frame))
        partner = Partner(event=event, organisation=lead, slug=lead.slug, name=lead.name, is_lead=True)
        own = [_day(event, day) for day in days]
        open_chain(slug)
        db.session.add_all([event, partner, *own])
        record("event.created", event, partner=partner, **{f"day_{n}": day for n, day in enumerate(own, start=1)})
        if commander is not None:
            record("membership.granted", membership(event, actor, commander, partner, Role.COMMANDER))
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
