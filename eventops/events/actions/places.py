"""Laying out the places of an event, correcting them, and taking them away."""

import re
from collections.abc import Container, Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from ... import clock
from ...access import Actor
from ...beside import in_steps, in_turns
from ...changes import Change, change
from ...errors import N_, Conflict, Refused
from ...extensions import db
from ...formats import legible
from ...merging import merge
from ..geometry import Sectors
from ..models import PASSAGES, Event, Place, PlaceKind
from ..shapes import AREAS, LINES, checked, fingerprint, middle

WIDEST = 1_000.0  # metres
SOME = 50  # places after which others have their turn
HUNDREDS = 200  # places in one change of many
DRAWN = {
    PlaceKind.SECTOR: (AREAS, N_("A sector is an area: draw its outline as a Polygon.")),
    PlaceKind.LICENSED: (AREAS, N_("A licensed area is delimited: draw its outline as a Polygon.")),
    PlaceKind.EMERGENCY_ROUTE: (LINES, N_("An emergency route is a line: draw it as a LineString.")),
}

Said = dict[str, Any]  # kind, code, name, geometry and width_m of a place


class Wanted(NamedTuple):
    """What is to be said of a new place, or of one that stands there and said `was`."""

    said: Said
    standing: Place | None = None
    was: Said | None = None

    def still_fits(self, there: Place | None) -> bool:
        """Whether nobody has meanwhile said anything of it; `there` is what has its code now."""
        if there is None or self.standing is None:
            return there is self.standing
        return there.dropped_at is None and seen(there) == self.was


class Redrawn(Conflict):
    """Somebody else has meanwhile said something else of the same place."""


def add_place(
    event: Event,
    actor: Actor,
    *,
    kind: PlaceKind,
    code: str,
    name: str,
    geometry: dict[str, Any] | None = None,
    width_m: float | None = None,
) -> Place:
    """Lay out a place; the sector it lies in follows from its geometry (GeoJSON, WGS84).

    The very same place again gives the first one. Refused for a code that is taken and a geometry that cannot be.
    """
    with change(event, actor) as record:
        said = said_of(event, kind, code, name, geometry, width_m)
        standing = coded(event, said["code"])
        if standing is not None and standing.dropped_at is None and same(standing, said):
            record.nothing()
            return standing
        refuse_taken_code(standing, None)
        place = Place(event=event, **said)
        db.session.add(place)
        arrange(event, record, [("place.added", place)])
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
    width_m: float | None = None,
    was: Said | None = None,
) -> None:
    """Correct a place. When a sector is redrawn, the places in and around it follow.

    `was` is what its writer had seen (see `seen`): what others have said of other fields since is kept. Raises Redrawn
    for a field that somebody else has changed, too, and differently.
    """
    with change(event, actor) as record:
        said = said_of(event, kind, code, name, geometry, width_m)
        refuse_taken_code(coded(event, said["code"]), place)
        merged = merge(was or seen(place), _comparable(said), seen(place))
        if merged.contested:
            raise _redrawn(place, merged.contested[0])
        if not merged.values:
            return record.nothing()
        fenced = place.kind is PlaceKind.SECTOR
        for key in merged.values:
            setattr(place, key, said[key])
        arrange(event, record, [("place.edited", place)], everywhere=fenced)


def drop_place(event: Event, actor: Actor, place: Place) -> None:
    """Take a place away: it is offered no more, its row stays, and no other place gets its code."""
    with change(event, actor) as record:
        if place.dropped_at is not None:
            return record.nothing()
        place.dropped_at = clock.now()
        arrange(event, record, [("place.dropped", place)])


def restore_place(event: Event, actor: Actor, place: Place) -> None:
    """Put back a place that was taken away."""
    with change(event, actor) as record:
        if place.dropped_at is None:
            return record.nothing()
        place.dropped_at = None
        arrange(event, record, [("place.restored", place)])


def said_of(
    event: Event, kind: PlaceKind, code: str, name: str, geometry: dict[str, Any] | None, width_m: float | None
) -> Said:
    """What is said of a place as it may be stored. Refused, on its field, for what cannot be."""
    code, name = code.strip(), legible(" ".join(name.split()))
    if not re.fullmatch(r"[\w.-]{1,12}", code):
        raise Refused(N_("A code is 1–12 letters, digits, dots and hyphens, such as P12."), field="code")
    if not name:
        raise Refused(N_("Give the place a name."), field="name")
    if len(name) > 120:
        raise Refused(N_("At most %(most)s characters."), field="name", most=120)
    kept = checked(geometry, lat=event.lat, lon=event.lon) if geometry is not None else None
    shapes, wanted = DRAWN.get(kind, ((), ""))
    if shapes and (kept is None or kept["type"] not in shapes):
        raise Refused(wanted, field="geometry")
    _check_width(kind, width_m)
    return {"kind": kind, "code": code, "name": name, "geometry": kept, "width_m": width_m}


def seen(place: Place) -> Said:
    """What a place says now, to be compared later; its geometry as a fingerprint."""
    return _comparable({key: getattr(place, key) for key in ("kind", "code", "name", "geometry", "width_m")})


def same(place: Place, said: Said) -> bool:
    """Whether a place says just this."""
    return all(getattr(place, key) == value for key, value in said.items())


def coded(event: Event, code: str) -> Place | None:
    """The place with a code, also one that was taken away."""
    return db.session.scalars(db.select(Place).filter_by(event_id=event.id, code=code)).first()


def refuse_taken_code(standing: Place | None, but: Place | None) -> None:
    """Refuse a code that another place has or had."""
    if standing is None or standing is but:
        return
    taken = N_("%(code)s is the code of %(name)s.")
    gone = N_("%(code)s was the code of %(name)s, which has been taken away. Put that back, or choose another code.")
    message = taken if standing.dropped_at is None else gone
    raise Refused(message, field="code", code=standing.code, name=standing.name)


def arrange(event: Event, record: Change, changed: Sequence[tuple[str, Place]], *, everywhere: bool = False) -> None:
    """Put what changed on the record, each in the sector it lies in; when sectors changed, all other places follow."""
    db.session.flush()
    standing = db.select(Place).filter_by(event_id=event.id, dropped_at=None).order_by(Place.id)
    places = db.session.scalars(standing).all()
    own = [place for _, place in changed]
    sectors = Sectors(places)
    for what, place in in_turns(changed, SOME):
        _settle(place, sectors)
        record(what, place)
    if everywhere or any(place.kind is PlaceKind.SECTOR for place in own):
        _follow(record, set(places) - set(own), sectors)


def lay(event: Event, actor: Actor, wanted: Iterable[Wanted]) -> dict[str, Refused]:
    """Lay out and correct many places, in changes of some hundred, so that others write meanwhile.

    The sectors come first, and at last what stood there before follows them. Each change is whole; what is cut off is
    finished by doing it again. Gives, by its code, why a place was left: others have meanwhile said something of it.
    """
    left: dict[str, Refused] = {}
    ordered = sorted(wanted, key=lambda each: each.said["kind"] is not PlaceKind.SECTOR)
    for _, alike in groupby(ordered, key=lambda each: each.said["kind"] is PlaceKind.SECTOR):
        for some in in_steps(alike, HUNDREDS):
            left |= _lay_some(event, actor, some)
    if ordered and ordered[0].said["kind"] is PlaceKind.SECTOR:
        _follow_in_changes(event, actor, {_code(each) for each in ordered})
    return left


def _lay_some(event: Event, actor: Actor, some: Sequence[Wanted]) -> dict[str, Refused]:
    left: dict[str, Refused] = {}
    with change(event, actor) as record:
        record.nothing()
        standing = db.select(Place).filter_by(event_id=event.id).where(Place.code.in_([_code(each) for each in some]))
        there = {place.code: place for place in db.session.scalars(standing)}
        sectors = Sectors(_sectors(event))
        for each in in_turns(some, SOME):
            now = there.get(_code(each))
            if each.still_fits(now):
                _lay_one(event, record, each, sectors)
            elif now is None or not same(now, each.said):
                message = N_("Somebody else has written of %(code)s meanwhile.")
                left[_code(each)] = Refused(message, field="code", code=_code(each))
    return left


def _code(wanted: Wanted) -> str:
    return str(wanted.said["code"])


def _lay_one(event: Event, record: Change, wanted: Wanted, sectors: Sectors) -> None:
    said, place = wanted.said, wanted.standing
    if place is None:
        inside = None if said["kind"] is PlaceKind.SECTOR else _inside(said["geometry"], sectors)
        place = Place(event_id=event.id, sector_id=inside and inside.id, dropped_at=None, **said)
        record.insert(place)
        return record("place.added", place)
    for key, value in said.items():
        setattr(place, key, value)
    _settle(place, sectors)
    record("place.edited", place)


def _follow_in_changes(event: Event, actor: Actor, settled: Container[str]) -> None:
    standing = db.select(Place.code).filter_by(event_id=event.id, dropped_at=None).order_by(Place.id)
    others = [code for code in db.session.scalars(standing) if code not in settled]
    for some in in_steps(others, HUNDREDS):
        with change(event, actor) as record:
            record.nothing()
            places = db.session.scalars(db.select(Place).filter_by(event_id=event.id).where(Place.code.in_(some))).all()
            _follow(record, places, Sectors(_sectors(event)))


def _sectors(event: Event) -> Sequence[Place]:
    sectors = db.select(Place).filter_by(event_id=event.id, dropped_at=None, kind=PlaceKind.SECTOR)
    return db.session.scalars(sectors.order_by(Place.id)).all()


def _follow(record: Change, others: Iterable[Place], sectors: Sectors) -> None:
    for place in in_turns(sorted(others, key=lambda each: each.id), SOME):
        if _settle(place, sectors):
            record("place.edited", place)


def _settle(place: Place, sectors: Sectors) -> bool:
    """Put a place in its sector; whether that is another one than before."""
    before = place.sector
    place.sector = None if place.kind is PlaceKind.SECTOR else _inside(place.geometry, sectors)
    return place.sector is not before


def _inside(geometry: dict[str, Any] | None, sectors: Sectors) -> Place | None:
    if not geometry:
        return None
    lat, lon = middle(geometry)
    return sectors.at(lat=lat, lon=lon)


def _check_width(kind: PlaceKind, width_m: float | None) -> None:
    if width_m is None:
        return
    if kind not in PASSAGES:
        raise Refused(N_("Only gates, entrances, exits and emergency routes have a width."), field="width_m")
    if not 0 < width_m <= WIDEST:
        raise Refused(N_("A width is more than 0 and at most 1 000 metres."), field="width_m")


def _comparable(said: Said) -> Said:
    return {**said, "kind": str(said["kind"]), "geometry": fingerprint(said["geometry"])}


def _redrawn(place: Place, field: str) -> Redrawn:
    if field in ("geometry", "kind"):
        return Redrawn(N_("Somebody else has changed this meanwhile. Save again to keep yours."), field=field)
    return Redrawn(
        N_("Somebody else has written %(now)s meanwhile. Save again to keep yours."),
        field=field, now=getattr(place, field) or "–",
    )  # fmt: skip
