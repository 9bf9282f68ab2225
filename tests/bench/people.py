"""Measure how long taking in a list of people works, and how long others wait to write meanwhile.

python -m tests.bench.people [--rows 10000] [--database sqlite,postgresql]
"""

import argparse
import csv
import io
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eventops.access import SYSTEM
from eventops.changes import change
from eventops.events.models import Event
from eventops.extensions import db
from eventops.people.models import Organisation
from eventops.roster import actions as roster
from eventops.roster.people_in import judge
from eventops.sheets import read_beside
from tests.conftest import make_app

from . import table
from .product import product

TARGET = 3.0  # s that another writer waits at most


def main() -> int:
    """Print what was measured. Returns 1 when rows are missing or others waited for too long."""
    options = _options()
    print(f"{options.rows} rows, each somebody new with a credential.\n")
    print("| database | judged CPU s | taken in s | CPU s | another writer waits at most s | again, CPU s | waits s |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    good = [_measured(database, options.rows) for database in options.database.split(",")]
    print(table.load())
    return 0 if all(good) else 1


def _measured(database: str, rows: int) -> bool:
    with product(database) as served:
        url = served.environment["EVENTOPS_DATABASE_URL"].replace("postgresql:", "postgresql+psycopg:")
        app = make_app(url, Path(served.folder))
        with app.app_context():
            event = db.session.scalars(db.select(Event)).one()
            police = db.session.scalars(db.select(Organisation)).one()
            tables = read_beside(_file(rows))
            handed = roster.hand_in(event, SYSTEM, "people.csv", tables)
            file = roster.first_understood(event, tables, police)
            judging = _timed(lambda: judge(event, file.sheet, file.columns, police))
            first, second = (
                _taken(app, lambda: roster.take_people(event, SYSTEM, file, handed=handed, accepting="bench"))
                for _ in range(2)
            )
            taken = handed.taken
            db.session.remove()
            db.engine.dispose()
    figures = (judging[1], *first, *second[1:])
    print(f"| {database} | " + " | ".join(f"{each:.2f}" for each in figures) + " |", flush=True)
    return taken == rows and first[2] <= TARGET


def _taken(app: Any, act: Callable[[], Any]) -> tuple[float, float, float]:
    with _another_writer(app) as waits:
        wall, busy = _timed(act)
    return wall, busy, max(waits)


def _timed(act: Callable[[], Any]) -> tuple[float, float]:
    began, busy = time.perf_counter(), time.thread_time()
    act()
    return time.perf_counter() - began, time.thread_time() - busy


@contextmanager
def _another_writer(app: Any) -> Iterator[list[float]]:
    """Somebody who makes a small change to the event again and again; yields how long each of them took."""
    waits: list[float] = []
    done = threading.Event()

    def write() -> None:
        with app.app_context():
            event = db.session.scalars(db.select(Event)).one()
            while not done.wait(0.02):
                began = time.perf_counter()
                with change(event, SYSTEM) as record:
                    record.nothing()
                waits.append(time.perf_counter() - began)
            db.session.remove()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield waits
    finally:
        done.set()
        writer.join()


def _file(rows: int) -> bytes:
    made = io.StringIO()
    out = csv.writer(made, delimiter=";")
    out.writerow(["Namn", "Tjänstenummer", "Telefon", "Funktion", "Behörighet", "Nummer", "Giltig från", "Giltig till"])
    for n in range(rows):
        phone, until = f"070-{n:07}", f"20{28 + n % 4}-12-31"
        out.writerow([f"Person {n}", f"R{n}", phone, "polis", "första hjälpen", f"F{n}", "2026-01-01", until])
    return made.getvalue().encode()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.people", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--database", default="sqlite,postgresql")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
