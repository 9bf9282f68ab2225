"""Laying out the places of an event, correcting them, and taking them away."""

import re
import time
from collections.abc import Iterable, Sequence
from typing import Any

from ... import clock
from ...access import Actor
from ...changes import Change, change
from ...errors import N_, Conflict, Refused
from ...extensions import db
from ...merging import merge
from ..geometry import sector_at
from ..models import PASSAGES, Event, Place, PlaceKind
from ..shapes import AREAS, LINES, checked, fingerprint, middle

WIDEST = 1_000.0  # metres
SOME = 50  # places at a time
DRAWN = {
    PlaceKind.SECTOR: (AREAS, N_("A sector is an area: draw its outline as a Polygon.")),
    PlaceKind.LICENSED: (AREAS, N_("A licensed area is delimited: draw its outline as a Polygon.")),
    PlaceKind.EMERGENCY_ROUTE: (LINES, N_("An emergency route is a line: draw it as a LineString.")),
}

Said = dict[str, Any]  # kind, code, name, geometry and width_m of a place


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
    code, name = code.strip(), " ".join(name.split())
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


def arrange(
    event: Event, record: Change, changed: Sequence[tuple[str, Place]], *, everywhere: bool = False
) -> None:
    """Put what changed on the record, each in the sector it lies in; when sectors changed, all other places follow."""
    db.session.flush()
    standing = db.select(Place).filter_by(event_id=event.id, dropped_at=None).order_by(Place.id)
    places = db.session.scalars(standing).all()
    own = [place for _, place in changed]
    sectors = [place for place in places if place.kind is PlaceKind.SECTOR]
    for place in own:
        _settle(place, sectors)
    for number, (what, place) in enumerate(changed, 1):
        record(what, place)
        if number % SOME == 0:
            time.sleep(0.001)  # others' turn
    if everywhere or any(place.kind is PlaceKind.SECTOR for place in own):
        _follow(record, set(places) - set(own), sectors)


def _follow(record: Change, others: Iterable[Place], sectors: Sequence[Place]) -> None:
    for place in sorted(others, key=lambda each: each.id):
        if _settle(place, sectors):
            record("place.edited", place)


def _settle(place: Place, sectors: Sequence[Place]) -> bool:
    """Put a place in its sector; whether that is another one than before."""
    before, place.sector = place.sector, None
    if place.kind is not PlaceKind.SECTOR and place.geometry:
        lat, lon = middle(place.geometry)
        place.sector = sector_at(sectors, lat=lat, lon=lon)
    return place.sector is not before


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
