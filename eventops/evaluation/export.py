"""An export as a file: light forms are written row by row, heavy ones made in a process of their own."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import cached_property
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, TypeVar

import orjson

from ..access import Actor, Permission
from ..events.models import Event
from ..formats import csv_file, feature, geojson_file, json_file
from ..log.queries import categories
from ..words import current_language
from . import queries
from .cover import about, cover, file_name, on_paper
from .dictionary import DICTIONARY, explained, tables
from .export_models import Export, Format
from .rows import Rows
from .tables import BASE, Tables, open_to

MEDIA_TYPES = {
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv",
    Format.GEOJSON: "application/geo+json",
    Format.JSON: "application/json",
    Format.ZIP: "application/zip",
}
READ = {Format.CSV: (1, 0), Format.GEOJSON: (0, 1), Format.ZIP: (2, 3)}  # how often lines and incidents are read
EVERY = "every"  # instead of the name of one table: a CSV of each, in one archive
AT_ONCE = 50  # incidents whose lines are read together

Row = TypeVar("Row")
_workshop = threading.BoundedSemaphore(1)  # one heavy file at a time: each takes a core and a few hundred MB


class LogFile:
    """What an actor takes out of an event's log, as one file in one form."""

    def __init__(self, event: Event, actor: Actor, export: Export, passed: Callable[[int], None] | None = None):
        self.event, self.actor, self.export, self.passed = event, actor, export, passed
        self.rows = Rows(event, categories(), current_language())
        self.tables = Tables(event, actor, export, self.rows)

    @cached_property
    def told(self) -> list[str]:
        """The tables that are in it."""
        several = self.export.format in (Format.XLSX, Format.JSON) or self.export.part == EVERY
        return open_to(self.actor) if several else list(BASE)

    @property
    def to_read(self) -> int:
        """How many rows are read to make it; `passed` is called with 1 for each."""
        lines, incidents = READ.get(self.export.format, (1, 1))
        return lines * self.export.lines + incidents * self.export.incidents

    @property
    def name(self) -> str:
        """What the file is called."""
        table = f"-{self.export.part}" if self.export.part else ""
        return f"{file_name(self.event, self.export)}{table}.{self.ending}"

    @property
    def ending(self) -> str:
        """What the file's name ends in: an archive where it is of several tables."""
        return Format.ZIP if self.export.part == EVERY else self.export.format

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[Format(self.ending)]

    def open(self) -> BinaryIO:
        """The whole file, made in a folder that is gone again: nothing is left behind when it is closed."""
        with TemporaryDirectory(prefix="eventops-") as name:
            folder, path = Path(name), Path(name) / f"log.{self.ending}"
            light = {Format.CSV: self.csv, Format.JSON: self.json, Format.GEOJSON: self.geojson}
            if (make := light.get(self.export.format)) and self.export.part != EVERY:
                _write(path, make())
            else:
                self._spool(folder)
                with _workshop:
                    subprocess.run([sys.executable, "-m", "eventops.evaluation.typeset", name], check=True)
            return path.open("rb")

    def lines(self) -> Iterator[dict[str, Any]]:
        """The lines as rows."""
        return self._watched(self.rows.lines(queries.lines(self.event, self.actor, self.export)))

    def incidents(self) -> Iterator[dict[str, Any]]:
        """The incidents as rows."""
        return self._watched(self.rows.incidents(queries.incidents(self.event, self.actor, self.export)))

    def rows_of(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of a table."""
        own = {"lines": self.lines, "incidents": self.incidents}
        return own[table]() if table in own else self.tables.of(table)

    def csv(self) -> Iterator[bytes]:
        """One table: the lines, each with what its incident is, unless another was chosen."""
        table = self.export.part or "lines"
        return csv_file(tables()[table].columns(current_language()), self.rows_of(table))

    def json(self) -> Iterator[bytes]:
        """The incidents, the lines and every other table, each in its list, with the dictionary of their members."""
        alone = ({key: value for key, value in row.items() if key != "about"} for row in self.lines())
        more = {table: self.rows_of(table) for table in self.told if table not in BASE}
        head = {"export": self._cover(), "dictionary": explained(self.told, shown=False)}
        return json_file(head, incidents=self.incidents(), entries=alone, **more)

    def geojson(self) -> Iterator[bytes]:
        """A Feature for each incident, its lines among its properties; lines about none stand beside the features."""
        loose = map(self.rows.line, queries.loose_lines(self.event, self.actor, self.export))
        head = {"export": self._cover(), "dictionary": explained(BASE, shown=False)}
        return geojson_file(head, self._features(), entries=loose)

    def _watched(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            if self.passed:
                self.passed(1)
            yield row

    def _features(self) -> Iterator[dict[str, Any]]:
        found = self._watched(queries.incidents(self.event, self.actor, self.export))
        while some := list(islice(found, AT_ONCE)):
            log: dict[int, list[dict[str, Any]]] = {incident.id: [] for incident in some}
            for entry in queries.lines_of(self.event, self.actor, self.export, some):
                log[entry.incident_id or 0].append(self.rows.line(entry))
            for incident in some:
                properties = {**self.rows.incident(incident), "entries": log[incident.id]}
                yield feature(properties, lat=incident.lat, lon=incident.lon)

    def _spool(self, folder: Path) -> None:
        told = on_paper(self.event, self.actor, self.export, self.rows)
        sheets = [self._sheet(name) for name in self.told]
        job = {
            "format": self.export.format, "cover": told, "sheets": sheets, "every": self.export.part == EVERY,
            "about": about(self.event, self.actor, self.export, self.rows), "dictionary": explained(self.told),
            "explained": [asdict(column) for column in DICTIONARY],
        }  # fmt: skip
        _write(folder / "job.json", [orjson.dumps(job)])
        for name in self.told:
            _write(folder / f"{name}.jsonl", map(_spooled, self.rows_of(name)))
        if self.export.format is Format.ZIP:
            self._spool_also(folder / "also")

    def _sheet(self, name: str) -> dict[str, Any]:
        table, language = tables()[name], current_language()
        columns = [asdict(column) for column in table.columns(language)]
        return {"code": name, "name": table.name(language), "columns": columns}

    def _spool_also(self, folder: Path) -> None:
        folder.mkdir()
        _write(folder / "log.json", self.json())
        _write(folder / "log.geojson", self.geojson())
        if self.actor.may(Permission.AUDIT_READ):
            _write(folder / "audit.jsonl", self._trail())

    def _trail(self) -> Iterator[bytes]:
        """The audit trail without what was said: enough to verify the chain, nothing that needs an audience."""
        for record in queries.trail(self.event):
            if record.number > self.export.records:
                return
            kept = ("chain", "number", "at", "by", "what", "subjects", "facts_digest", "hash")
            yield _spooled({key: getattr(record, key) for key in kept})

    def _cover(self) -> dict[str, Any]:
        return cover(self.event, self.actor, self.export, self.rows)


def _spooled(row: Any) -> bytes:
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        for count, piece in enumerate(pieces):
            file.write(piece)
            if count % AT_ONCE == 0:
                time.sleep(0.001)
