"""What lies on the map, as GeoJSON and as compact rows; the one place where longitude comes before latitude."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import orjson
from sqlalchemy.orm import joinedload, selectinload

from ..access import Actor, Permission
from ..events.models import Event, Place
from ..extensions import db
from ..log import queries
from ..log.models import Incident
from ..log.queries import Filters

SLICE = 500  # features at a time
CHUNK = 2000  # rows at a time: some 10 ms, after which others get their turn

FIELDS = ("number", "lat", "lon", "priority", "state", "category", "at", "title", "sector", "revision")
COLUMNS = (
    Incident.number, Incident.lat, Incident.lon, Incident.priority, Incident.state, Incident.category_code,
    Incident.occurred_at, Incident.title, Incident.sector_id, Incident.revision,
)  # fmt: skip

Box = tuple[float, float, float, float]


def feature_collection(event: Event, actor: Actor, filters: Filters) -> Iterator[bytes]:
    """An RFC 7946 FeatureCollection in WGS84 of what the actor may see, in pieces: places, then incidents.

    Properties are the snapshots; an incident without a point has the geometry null. Filters narrow the incidents, and
    `bbox` the places too.
    """
    yield b'{"type":"FeatureCollection","features":['
    lead = b""
    for features in _slices(event, actor, filters):
        if features:
            yield lead + orjson.dumps(features)[1:-1]
            lead = b","
        time.sleep(0)
    yield b"]}"


def place_features(event: Event, box: Box | None = None) -> list[dict[str, Any]]:
    """The event's places as features, in the order of their codes; `box` is west, south, east, north."""
    places = db.session.scalars(db.select(Place).filter_by(event_id=event.id).order_by(Place.code)).all()
    return [_place(place) for place in places if box is None or (place.geometry and _meets(place.geometry, box))]


def compact_incidents(event: Event, actor: Actor) -> Iterator[bytes]:
    """{"fields": [...], "rows": [[...], ...]} of all the actor may see, in pieces; `at` is in seconds since 1970."""
    codes = {id: code for id, code in db.session.execute(db.select(Place.id, Place.code).filter_by(event_id=event.id))}
    yield b'{"fields":' + orjson.dumps(FIELDS) + b',"rows":['
    lead = b""
    query = queries.visible_incidents(event, actor).with_only_columns(*COLUMNS)
    for rows in _newest_first(query, CHUNK, db.session.execute):
        yield lead + orjson.dumps([_compact(row, codes) for row in rows])[1:-1]
        lead = b","
        time.sleep(0)
    yield b"]}"


def _slices(event: Event, actor: Actor, filters: Filters) -> Iterator[list[dict[str, Any]]]:
    yield place_features(event, filters.bbox)
    if actor.may(Permission.LOG_READ):
        query = queries.filtered(queries.visible_incidents(event, actor), event, actor, filters)
        query = query.options(joinedload(Incident.sector), selectinload(Incident.units))
        for incidents in _newest_first(query, SLICE, db.session.scalars):
            yield [_incident(incident) for incident in incidents]


def _newest_first(query: Any, size: int, fetch: Callable[[Any], Any]) -> Iterator[Sequence[Any]]:
    query = query.order_by(Incident.number.desc()).limit(size)
    rows = fetch(query).all()
    while rows:
        yield rows
        rows = fetch(query.where(Incident.number < rows[-1].number)).all()


def _compact(row: Sequence[Any], codes: dict[int, str]) -> tuple[Any, ...]:
    number, lat, lon, priority, state, category, at, title, sector, revision = row
    return number, lat, lon, priority, state, category, int(at.timestamp()), title, codes.get(sector), revision


def _incident(incident: Incident) -> dict[str, Any]:
    placed = incident.lat is not None and incident.lon is not None
    point = {"type": "Point", "coordinates": [incident.lon, incident.lat]} if placed else None
    return _feature(f"incident/{incident.number}", point, incident.snapshot())


def _place(place: Place) -> dict[str, Any]:
    about = place.snapshot()
    return _feature(f"place/{place.id}", about.pop("geometry"), about)


def _feature(id: str, geometry: dict[str, Any] | None, about: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": id, "geometry": geometry, "properties": about}


def _meets(geometry: dict[str, Any], box: Box) -> bool:
    west, south, east, north = box
    lons, lats = zip(*_positions(geometry["coordinates"]), strict=True)
    return bool(min(lons) <= east and max(lons) >= west and min(lats) <= north and max(lats) >= south)


def _positions(coordinates: Any) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], int | float):
        yield coordinates[0], coordinates[1]
    else:
        for part in coordinates:
            yield from _positions(part)
