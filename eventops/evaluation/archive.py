"""A whole event as an archive: every row that belongs to it, its audit trail and its files, each with its digest."""

import base64
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import orjson
from sqlalchemy import Table, text

from ..access import Actor
from ..audit import AuditRecord, Chain
from ..backup import REVISION
from ..events.models import Event, iso
from ..extensions import db
from ..files import path_of
from ..log.integrity import of_one_moment
from .archived_rows import LEFT_OUT, of_the_event, told
from .cover import file_name
from .export_models import Export

FORMAT, VERSION = "eventops-event-archive", 1
VERIFIER, README = Path(__file__).with_name("archive_verifier.py"), Path(__file__).with_name("archive_readme.txt")
KEPT = ("chain", "number", "at", "by", "what", "subjects", "facts", "facts_digest", "hash")  # of each audit record
PIECE, TURN = 1 << 18, 50  # bytes of a file read at once, pieces after which others have their turn
Named = Callable[[Any], str | None]


class Packing:
    """A ZIP that is being written, and the digest and size of each file in it."""

    def __init__(self, archive: ZipFile, export: Export):
        self.archive, self.at = archive, export.at.timetuple()[:6]
        self.files: dict[str, dict[str, Any]] = {}

    def add(self, name: str, pieces: Iterable[bytes], how: int = ZIP_DEFLATED) -> None:
        """Write a file, piece by piece."""
        digest, size = hashlib.sha256(), 0
        with self.archive.open(self._info(name, how), "w", force_zip64=True) as file:
            for count, piece in enumerate(pieces):
                file.write(piece)
                digest.update(piece)
                size += len(piece)
                if count % TURN == 0:
                    time.sleep(0.001)
        self.files[name] = {"sha256": digest.hexdigest(), "size": size}

    def _info(self, name: str, how: int) -> ZipInfo:
        info = ZipInfo(name, self.at)
        info.compress_type, info.external_attr = how, 0o644 << 16
        return info


class EventArchive:
    """The archive that an export names, as it is told in docs/archive.md; files are read from an instance folder."""

    media_type = "application/zip"

    def __init__(self, event: Event, actor: Actor, export: Export, instance: Path):
        self.event, self.actor, self.export, self.instance = event, actor, export, instance

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"{file_name(self.event, self.export, 'archive')}.zip"

    def open(self) -> BinaryIO:
        """The whole file, all of one moment; gone when it is closed."""
        with ExitStack() as undone:
            made: BinaryIO = undone.enter_context(TemporaryFile(prefix="eventops-"))
            with of_one_moment(), ZipFile(made, "w", ZIP_DEFLATED, compresslevel=6) as archive:
                self._pack(Packing(archive, self.export))
            made.seek(0)
            undone.pop_all()
        return made

    def _pack(self, packing: Packing) -> None:
        chain = db.session.get_one(Chain, self.event.slug, populate_existing=True)
        manifest = {
            "format": FORMAT, "version": VERSION, "slug": self.event.slug, "name": self.event.name,
            "edition": self.event.edition, "exercise": self.event.exercise, "made_at": iso(self.export.at),
            "export": self.export.number, "by": self.export.by, "recipient": self.export.recipient,
            "purpose": self.export.purpose, "eventops": version("eventops"),
            "revision": db.session.execute(text(REVISION)).scalar_one(),
            "chain": {"length": chain.length, "head": chain.head}, "left_out": LEFT_OUT,
        }  # fmt: skip
        packing.add("README.txt", [README.read_bytes()])
        packing.add("verify.py", [VERIFIER.read_bytes()])
        packing.add("audit.jsonl", self._trail())
        tables, digests = self._tables(packing)
        missing = self._files(packing, digests)
        manifest |= {"tables": tables, "missing": missing, "files": packing.files.copy()}
        packing.add("manifest.json", [orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS)])

    def _trail(self) -> Iterator[bytes]:
        columns = [getattr(AuditRecord, name) for name in KEPT]
        query = db.select(*columns).where(AuditRecord.chain == self.event.slug).order_by(AuditRecord.number)
        for record in db.session.execute(query.execution_options(yield_per=500)).mappings():
            yield _line(dict(record))

    def _tables(self, packing: Packing) -> tuple[dict[str, int], list[str]]:
        """Write every table; how many rows each has, and the digests of the files that they stand for."""
        accounts = db.metadata.tables["account"]
        names = {row.id: row.name for row in db.session.execute(db.select(accounts.c.id, accounts.c.name))}
        counts, digests = dict[str, int](), set[str]()
        for table, condition in of_the_event(db.metadata, self.event.id).items():
            counts[table.name] = 0
            query = table.select().where(condition).order_by(*table.primary_key)
            packing.add(f"tables/{table.name}.jsonl", self._rows(table, query, names.get, counts, digests))
        return counts, sorted(digests)

    def _rows(
        self, table: Table, query: Any, named: Named, counts: dict[str, int], digests: set[str]
    ) -> Iterator[bytes]:
        for row in db.session.execute(query.execution_options(yield_per=500)).mappings():
            counts[table.name] += 1
            if "media_type" in row and not row.get("erased_at"):
                digests.update(filter(None, (row.get("digest"), row.get("shown_digest"))))
            yield _line(told(table, row, named))

    def _files(self, packing: Packing, digests: list[str]) -> list[str]:
        """Write the kept files; the digests of those that are gone."""
        missing = []
        for digest in digests:
            path = path_of(self.instance, digest)
            if path.is_file():
                packing.add(f"files/{digest}", _pieces(path), ZIP_STORED)
            else:
                missing.append(digest)
        return missing


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _line(row: dict[str, Any]) -> bytes:
    return orjson.dumps(row, default=_plain, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS)


def _plain(value: Any) -> str:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)
