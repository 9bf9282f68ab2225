"""The shared picture as GeoJSON for other programs, and as compact rows for the page's own map."""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any

import orjson
from sqlalchemy import Engine

from ..events.models import Place
from ..extensions import db
from ..formats import feature, geojson_file
from .happenings import Happening, Scope, parts

CHUNK = 3000  # rows at a time: some 20 ms, after which others get their turn
FIELDS = ("kind", "number", "category", "sector", "lat", "lon", "at", "level", "title", "state")


def points(scope: Scope) -> Iterator[bytes]:
    """{"fields": [...], "rows": [[...], ...]} of what has a point, in pieces; `at` is in seconds since 1970."""
    return _table(_codes(scope), _rows(scope))


def _table(codes: dict[int, str], steps: Iterator[Sequence[Happening]]) -> Iterator[bytes]:
    lead = b'{"fields":' + orjson.dumps(FIELDS) + b',"rows":['
    for rows in steps:
        placed = [_compact(row, codes) for row in rows if row.lat is not None]
        if placed:
            yield lead + orjson.dumps(placed)[1:-1]
            lead = b","
    yield b"]}" if lead == b"," else lead + b"]}"


def collection(scope: Scope) -> Iterator[bytes]:
    """An RFC 7946 FeatureCollection in WGS84, in pieces; what has no point has the geometry null."""
    return geojson_file({}, _features(_codes(scope), _rows(scope)))


def _features(codes: dict[int, str], steps: Iterator[Sequence[Happening]]) -> Iterator[dict[str, Any]]:
    for rows in steps:
        for row in rows:
            told = {
                "type": row.kind, "number": row.number, "category": row.category, "title": row.title,
                "level": row.level, "state": row.state, "sector": codes.get(row.sector_id or 0), "place": row.place,
                "occurred_at": row.at.astimezone(UTC).isoformat(), "audience": row.audience,
            }  # fmt: skip
            yield {"id": f"{row.kind}/{row.number}", **feature(told, lat=row.lat, lon=row.lon)}


def _rows(scope: Scope) -> Iterator[Sequence[Happening]]:
    """All of a scope in steps, on a connection of its own: what is sent after the request is over has no session."""
    return _fetched(parts(scope), db.engine)


def _fetched(queries: Sequence[Any], engine: Engine) -> Iterator[Sequence[Happening]]:
    with engine.connect() as reading:
        for query in queries:
            number = query.selected_columns["number"]
            rows = reading.execute(query.order_by(number).limit(CHUNK)).all()
            while rows:
                yield [Happening(*row) for row in rows]
                time.sleep(0.001)  # others' turn
                rows = reading.execute(query.where(number > rows[-1].number).order_by(number).limit(CHUNK)).all()


def _codes(scope: Scope) -> dict[int, str]:
    places = db.session.execute(db.select(Place.id, Place.code).filter_by(event_id=scope.event.id))
    return {id: code for id, code in places}


def _compact(row: Happening, codes: dict[int, str]) -> tuple[Any, ...]:
    sector = codes.get(row.sector_id or 0)
    at = int(row.at.timestamp())
    return row.kind, row.number, row.category, sector, row.lat, row.lon, at, row.level, row.title, row.state
