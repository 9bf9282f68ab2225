"""Files that people hand in: what they really are, and their keeping by SHA-256, never written over.

Kept as INSTANCE/attachments/ab/abcd…; the backup takes the folder along.
"""

import hashlib
import io
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

import orjson
import puremagic

from .backup import ATTACHMENTS
from .beside import beside_the_hub
from .errors import N_, Refused
from .extensions import db

NAME = 200  # characters of a file's name


class Sort(NamedTuple):
    """A kind of file that is taken: its media type, and whether some bytes are such a file."""

    media_type: str
    fits: Callable[[bytes], bool]


class Kept(NamedTuple):
    """A file that is kept."""

    name: str
    media_type: str
    size: int
    digest: str


def keep(instance: Path, name: str, content: bytes, *, most: int) -> Kept:
    """Keep a file of at most `most` bytes. Refused (field "file") for what is not what its name says."""
    name = "".join(each for each in PurePath(name.replace("\\", "/")).name if each.isprintable()).strip()[-NAME:]
    if not content:
        raise Refused(N_("Choose a file that holds something."), field="file")
    if len(content) > most:
        raise Refused(N_("The file is too large. At most %(most)s MB."), field="file", most=most // 2**20)
    return beside_the_hub(lambda: _keep(instance, name, content))


def path_of(instance: Path, digest: str) -> Path:
    """Where the file with a digest is kept."""
    return instance / ATTACHMENTS / digest[:2] / digest


def discard(instance: Path, digests: Iterable[str]) -> None:
    """Remove the kept files with these digests from the disk, except those that something else still stands for."""
    for digest in set(digests) - _standing():
        path_of(instance, digest).unlink(missing_ok=True)


def _standing() -> set[str]:
    """The digests of all files that are kept for something that was not erased, whatever that is."""
    found: set[str] = set()
    for table in (each for each in db.metadata.tables.values() if "media_type" in each.c):
        rows = table.select().where(table.c.erased_at.is_(None)) if "erased_at" in table.c else table.select()
        names = [name for name in ("digest", "shown_digest") if name in table.c]
        found.update(row[name] for row in db.session.execute(rows).mappings() for name in names)
    return found


def _keep(instance: Path, name: str, content: bytes) -> Kept:
    sort = SORTS.get(PurePath(name).suffix.lower().removeprefix("."))
    if sort is None or not sort.fits(content):
        message = N_("Send a file of one of these kinds, and named so: %(kinds)s.")
        raise Refused(message, field="file", kinds=", ".join(SORTS))
    kept = Kept(name, sort.media_type, len(content), hashlib.sha256(content).hexdigest())
    _store(path_of(instance, kept.digest), content)
    return kept


def _store(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(file.name, 0o440)
    os.replace(file.name, path)  # all of it or nothing


def _signed(extension: str) -> Callable[[bytes], bool]:
    def fits(content: bytes) -> bool:
        try:
            return any(found.extension == extension for found in puremagic.magic_string(content))
        except puremagic.PureError:
            return False

    return fits


def _packed(member: str, says: bytes = b"") -> Callable[[bytes], bool]:
    def fits(content: bytes) -> bool:
        try:
            with ZipFile(io.BytesIO(content)) as archive, archive.open(member) as file:
                return file.read(len(says)) == says
        except (BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError):
            return False

    return fits


def _text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


def _kml(content: bytes) -> bool:
    return _text(content) and b"<kml" in content[:2_000] and b"<!ENTITY" not in content


def _geojson(content: bytes) -> bool:
    try:
        told: Any = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return False
    return isinstance(told, dict) and told.get("type") in GEOJSON


GEOJSON = {
    "FeatureCollection", "Feature", "GeometryCollection", "Point", "MultiPoint", "LineString", "MultiLineString",
    "Polygon", "MultiPolygon",
}  # fmt: skip
OFFICE = "application/vnd.openxmlformats-officedocument."
ODT = "application/vnd.oasis.opendocument.text"
SORTS: dict[str, Sort] = {
    "pdf": Sort("application/pdf", _signed(".pdf")),
    "png": Sort("image/png", _signed(".png")),
    "jpg": Sort("image/jpeg", _signed(".jpg")),
    "jpeg": Sort("image/jpeg", _signed(".jpeg")),
    "docx": Sort(f"{OFFICE}wordprocessingml.document", _packed("word/document.xml")),
    "xlsx": Sort(f"{OFFICE}spreadsheetml.sheet", _packed("xl/workbook.xml")),
    "odt": Sort(ODT, _packed("mimetype", ODT.encode())),
    "txt": Sort("text/plain; charset=utf-8", _text),
    "csv": Sort("text/csv; charset=utf-8", _text),
    "kml": Sort("application/vnd.google-earth.kml+xml", _kml),
    "geojson": Sort("application/geo+json", _geojson),
}
