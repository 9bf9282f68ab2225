"""The ground under the map: none, a tile server, or a local MBTiles file."""

import logging
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

logger = logging.getLogger(__name__)

LOCAL = "/tiles/{z}/{x}/{y}"
MAGIC = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}


@dataclass(frozen=True)
class Ground:
    """A raster ground: a Leaflet URL template, whom to name, and the zooms there are tiles for."""

    url: str
    attribution: str
    min_zoom: int = 0
    max_zoom: int = 19


def ground(config: Mapping[str, Any], root: str = "") -> Ground | None:
    """The ground the operator has set: a tile server goes before a file. `root` is where the app is mounted."""
    if config["TILES_URL"]:
        return Ground(config["TILES_URL"], _plain(config["TILES_ATTRIBUTION"]))
    if not config["MBTILES"]:
        return None
    try:
        about = metadata(config["MBTILES"])
    except (sqlite3.Error, ValueError) as error:
        logger.warning("no ground under the map: %s: %s", config["MBTILES"], error)
        return None
    credit = _plain(config["TILES_ATTRIBUTION"] or about["attribution"])
    return Ground(root + LOCAL, credit, about["minzoom"], about["maxzoom"])


def metadata(path: str) -> dict[str, Any]:
    """`attribution`, `minzoom` and `maxzoom` of an MBTiles file. Raises sqlite3.Error or ValueError."""
    with closing(_open(path)) as file:
        said = dict(file.execute("SELECT name, value FROM metadata").fetchall())
        if said.get("format") == "pbf":
            raise ValueError("vector tiles; the map draws raster tiles")
        lowest, highest = file.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
    return {
        "attribution": said.get("attribution") or "",
        "minzoom": int(said.get("minzoom") or lowest or 0),
        "maxzoom": int(said.get("maxzoom") or highest or 0),
    }


def tile(path: str, z: int, x: int, y: int) -> tuple[bytes, str] | None:
    """A tile of an MBTiles file and its content type; None where there is none. `y` counts from the north."""
    with closing(_open(path)) as file:
        row = 2**z - 1 - y  # the file counts from the south (TMS)
        query = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
        found = file.execute(query, (z, x, row)).fetchone()
    kind = _kind(found[0]) if found else None
    return (found[0], kind) if kind else None


def _open(path: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)


def _kind(data: bytes) -> str | None:
    return next((kind for magic, kind in MAGIC.items() if data.startswith(magic)), None)


def _plain(attribution: str) -> str:
    return Markup(attribution).striptags()
