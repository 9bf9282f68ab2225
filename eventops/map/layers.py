"""What lies on the map, as GeoJSON and as compact rows; the one place where longitude comes before latitude."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import orjson
from sqlalchemy import Engine, false
from sqlalchemy.orm import Session, joinedload, selectinload

from ..access import Actor, Permission
from ..events.models import Event, Place
from ..extensions import db
from ..formats import feature, geojson_file
from ..log import interventions, queries
from ..log.filtering import Filters
from ..log.models import Incident, UnitPosition

SLICE = 200  # incidents with their snapshots at a time
CHUNK = 3000  # rows at a time: some 20 ms, after which others get their turn

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
    query = queries.filtered(queries.visible_incidents(event, actor), event, actor, filters)
    query = query.options(joinedload(Incident.sector), selectinload(Incident.units))
    if not actor.may(Permission.LOG_READ):
        query = query.where(false())
    return geojson_file({}, _features(place_features(event, filters.bbox), query, db.engine))


def place_features(event: Event, box: Box | None = None) -> list[dict[str, Any]]:
    """The event's places as features, in the order of their codes; `box` is west, south, east, north."""
    query = db.select(Place).filter_by(event_id=event.id, dropped_at=None).order_by(Place.code)
    places = db.session.scalars(query).all()
    return [_place(place) for place in places if box is None or (place.geometry and _meets(place.geometry, box))]


def compact_incidents(event: Event, actor: Actor) -> Iterator[bytes]:
    """{"fields": [...], "rows": [[...], ...]} of all the actor may see, in pieces; `at` is in seconds since 1970."""
    places = db.session.execute(db.select(Place.id, Place.code).filter_by(event_id=event.id))
    query = queries.visible_incidents(event, actor).with_only_columns(*COLUMNS)
    return _table(query, {id: code for id, code in places}, db.engine)


def unit_positions(event: Event) -> list[dict[str, Any]]:
    """Where units said last that they are, as they are pushed: call sign, lat, lon and when."""
    query = db.select(UnitPosition).filter_by(event_id=event.id).where(UnitPosition.lat.is_not(None))
    return [each.told() for each in db.session.scalars(query.order_by(UnitPosition.call_sign))]


def area_bans(event: Event, actor: Actor) -> list[dict[str, Any]]:
    """The areas that nobody may be in now (R34), as features of their number and what is said of the area."""
    return [
        {"type": "Feature", "geometry": each.shape, "properties": {"number": each.number, "area": each.area}}
        for each in interventions.in_force(event, actor)
    ]


def _features(places: list[dict[str, Any]], query: Any, engine: Engine) -> Iterator[dict[str, Any]]:
    """The session is the reader's own: what is sent after the request is over cannot use the request's."""
    yield from places
    with Session(engine) as reading:
        for incidents in _newest_first(query, SLICE, reading.scalars):
            yield from map(_incident, incidents)


def _table(query: Any, codes: dict[int, str], engine: Engine) -> Iterator[bytes]:
    lead = b'{"fields":' + orjson.dumps(FIELDS) + b',"rows":['
    with engine.connect() as reading:
        for rows in _newest_first(query, CHUNK, reading.execute):
            yield lead + orjson.dumps([_compact(row, codes) for row in rows])[1:-1]
            lead = b","
    yield b"]}" if lead == b"," else lead + b"]}"


def _newest_first(query: Any, size: int, fetch: Callable[[Any], Any]) -> Iterator[Sequence[Any]]:
    query = query.order_by(Incident.number.desc()).limit(size)
    rows = fetch(query).all()
    while rows:
        yield rows
        time.sleep(0.001)  # others' turn; zero would let no new request in
        rows = fetch(query.where(Incident.number < rows[-1].number)).all()


def _compact(row: Sequence[Any], codes: dict[int, str]) -> tuple[Any, ...]:
    number, lat, lon, priority, state, category, at, title, sector, revision = row
    return number, lat, lon, priority, state, category, int(at.timestamp()), title, codes.get(sector), revision


def _incident(incident: Incident) -> dict[str, Any]:
    drawn = feature(incident.snapshot(), lat=incident.lat, lon=incident.lon)
    return {"id": f"incident/{incident.number}", **drawn}


def _place(place: Place) -> dict[str, Any]:
    about = place.snapshot()
    return {"id": f"place/{place.id}", "type": "Feature", "geometry": about.pop("geometry"), "properties": about}


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
