"""Laying out the places of an event."""

import re
from collections.abc import Sequence
from typing import Any

from ...access import Actor
from ...changes import Change, change
from ...errors import N_, Refused
from ...extensions import db
from ..geometry import sector_at
from ..models import Event, Place, PlaceKind
from ..shapes import AREAS, checked, middle


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
