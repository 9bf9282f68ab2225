"""The workshop beside the server: makes workbook, PDF and archive of spooled rows in a process of its own.

`python -m eventops.evaluation.typeset FOLDER` reads FOLDER/job.json and the spooled rows, and makes FOLDER/log.FORMAT.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import orjson

from ..formats import Column, Row, csv_file
from ..workbook import Book
from .paper import pdf

AFTER_OTHERS = 10  # how nice it is to the server beside it


CALLED = {"lines": "log"}
ABOUT = [Column("name", "", 30), Column("value", "", 100)]


class Job:
    """A folder with spooled rows and what is to be made of them."""

    def __init__(self, folder: Path):
        self.folder = folder
        told = orjson.loads((folder / "job.json").read_bytes())
        self.format: str = told["format"]
        self.cover: dict[str, Any] = told["cover"]
        self.columns = {sheet["code"]: _columns(sheet["columns"]) for sheet in told["sheets"]}
        self.names = {sheet["code"]: sheet["name"] for sheet in told["sheets"]}
        self.every: bool = told["every"]
        self.about: dict[str, Any] = told["about"]
        self.dictionary: list[Row] = told["dictionary"]
        self.explained = _columns(told["explained"])

    def rows(self, name: str) -> Iterator[Row]:
        """The spooled rows of a table."""
        with (self.folder / f"{name}.jsonl").open("rb") as spooled:
            for row in spooled:
                yield orjson.loads(row)

    def make(self) -> None:
        """Make what the job asks for."""
        getattr(self, self.format)()

    def xlsx(self) -> None:
        """The workbook: what it is, a sheet for each table, and what their columns mean."""
        book = Book(self.folder / "log.xlsx", self.cover["title"])
        book.sheet(self.about["title"], ABOUT, self.about["facts"], headed=False)
        for name, columns in self.columns.items():
            book.sheet(self.names[name], columns, self.rows(name))
        book.sheet(self.about["dictionary"], self.explained, self.dictionary)
        book.close()

    def pdf(self) -> None:
        """The paper."""
        (self.folder / "log.pdf").write_bytes(pdf(self.cover, self.rows))

    def csv(self) -> None:
        """A file for each table, all of them and what their columns mean in one archive."""
        files = [self._csv(CALLED.get(name, name), self.columns[name], self.rows(name)) for name in self.columns]
        files.append(self._csv("dictionary", self.explained, self.dictionary))
        if self.every:
            self._bind(files)

    def _csv(self, name: str, columns: list[Column], rows: Iterable[Row]) -> Path:
        path = self.folder / f"{name}.csv"
        with path.open("wb") as written:
            written.writelines(csv_file(columns, rows))
        return path

    def zip(self) -> None:
        """All forms in one archive, with what the server put into the folder "also"."""
        for make in (self.csv, self.xlsx, self.pdf):
            make()
        found = [*self.folder.glob("log.*"), self.folder / "incidents.csv", *sorted((self.folder / "also").iterdir())]
        self._bind(found)

    def _bind(self, found: Iterable[Path]) -> None:
        with ZipFile(self.folder / "archive", "w", ZIP_DEFLATED) as archive:
            for path in found:
                archive.write(path, f"{self.cover['file']}/{path.name}")
        (self.folder / "archive").rename(self.folder / "log.zip")


def _columns(told: list[dict[str, Any]]) -> list[Column]:
    return [Column(**column) for column in told]


if __name__ == "__main__":
    os.nice(AFTER_OTHERS)
    Job(Path(sys.argv[1])).make()
