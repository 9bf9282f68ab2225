"""The workshop beside the server: makes workbook, PDF and archive of spooled rows in a process of its own.

`python -m eventops.evaluation.typeset FOLDER` reads FOLDER/job.json and the spooled rows, and makes FOLDER/log.FORMAT.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import orjson

from ..formats import Column, Row, csv_file
from ..workbook import Book
from .paper import pdf

AFTER_OTHERS = 10  # how nice it is to the server beside it


class Job:
    """A folder with spooled rows and what is to be made of them."""

    def __init__(self, folder: Path):
        self.folder = folder
        told = orjson.loads((folder / "job.json").read_bytes())
        self.format: str = told["format"]
        self.cover: dict[str, Any] = told["cover"]
        self.columns = {name: [Column(**column) for column in columns] for name, columns in told["columns"].items()}

    def rows(self, name: str) -> Iterator[Row]:
        """The spooled rows called "lines" or "incidents"."""
        with (self.folder / f"{name}.jsonl").open("rb") as spooled:
            for row in spooled:
                yield orjson.loads(row)

    def make(self) -> None:
        """Make what the job asks for."""
        getattr(self, self.format)()

    def xlsx(self) -> None:
        """The workbook."""
        book = Book(self.folder / "log.xlsx", self.cover["title"])
        for name in ("lines", "incidents"):
            book.sheet(self.cover["texts"][f"{name}_sheet"], self.columns[name], self.rows(name))
        book.close()

    def pdf(self) -> None:
        """The paper."""
        (self.folder / "log.pdf").write_bytes(pdf(self.cover, self.rows))

    def csv(self) -> None:
        """The lines and the incidents, a file each."""
        for name, file in (("lines", "log.csv"), ("incidents", "incidents.csv")):
            with (self.folder / file).open("wb") as written:
                written.writelines(csv_file(self.columns[name], self.rows(name)))

    def zip(self) -> None:
        """All forms in one archive, with what the server put into the folder "also"."""
        for make in (self.csv, self.xlsx, self.pdf):
            make()
        found = [*self.folder.glob("log.*"), self.folder / "incidents.csv", *sorted((self.folder / "also").iterdir())]
        with ZipFile(self.folder / "archive", "w", ZIP_DEFLATED) as archive:
            for path in found:
                archive.write(path, f"{self.cover['file']}/{path.name}")
        (self.folder / "archive").rename(self.folder / "log.zip")


if __name__ == "__main__":
    os.nice(AFTER_OTHERS)
    Job(Path(sys.argv[1])).make()
