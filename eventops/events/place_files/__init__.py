"""Places in files of other programs: GeoJSON, KML (also packed as KMZ) and GPX, read row by row and written."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from ...beside import beside_the_hub
from ...errors import N_
from ..models import Place
from . import geojson, gpx, kml, kmz
from .row import Row, refused

MOST_BYTES = 10 * 2**20
MOST = 10_000  # places in one file


class Format(NamedTuple):
    """A kind of file; `read` gives its places one by one, `write` a whole file in pieces."""

    media_type: str
    read: Callable[[bytes], Iterator[Row]]
    write: Callable[[str, Iterable[Place]], Iterator[bytes]]


FORMATS = {
    "geojson": Format("application/geo+json", geojson.read, geojson.write),
    "kml": Format("application/vnd.google-earth.kml+xml", kml.read, kml.write),
    "gpx": Format("application/gpx+xml", gpx.read, gpx.write),
}


def read(name: str, content: bytes) -> list[Row]:
    """The places in a file, each with its row; `name` says by its ending what it is. Refused (field "file") as a whole.

    A place that cannot be read is a row that says why.
    """
    return beside_the_hub(lambda: _read(name, content))


def _read(name: str, content: bytes) -> list[Row]:
    ending = PurePath(name).suffix.lower().removeprefix(".")
    known = FORMATS.get({"json": "geojson", "kmz": "kml"}.get(ending, ending))
    if known is None:
        raise refused(N_("Choose a file that ends in .geojson, .kml, .kmz or .gpx."))
    if len(content) > MOST_BYTES:
        raise refused(N_("The file is too large. At most %(most)s MB."), most=MOST_BYTES // 2**20)
    if ending == "kmz":
        content = kmz.unpacked(content, MOST_BYTES)
    rows: list[Row] = []
    for row in known.read(content):
        if len(rows) == MOST:
            raise refused(N_("The file holds more than %(most)s places. Divide it."), most=MOST)
        rows.append(row)
    if not rows:
        raise refused(N_("There is no place in the file."))
    return rows


__all__ = ["FORMATS", "MOST", "MOST_BYTES", "Format", "Row", "read"]
