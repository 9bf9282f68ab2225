"""Measure how long the server takes for the pages of the shared picture, on a file of real public notices.

python -m tests.bench.picture FILE [--database sqlite,postgresql] [--rounds 9]
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

import psycopg
from flask import Flask
from flask_migrate import upgrade
from flask_security import hash_password

from eventops.access import SYSTEM
from eventops.cooperation.happenings import extent
from eventops.extensions import db
from eventops.log.polisen import import_notices
from eventops.seeding import seed_reference

from ..cast import PASSWORD, Cast, raise_curtain
from ..conftest import make_app
from ..services import POSTGRESQL
from . import table

TARGET = 500  # ms
NAME = "eventops_bench_picture"
PAGES = {
    "map and list": "cooperation/picture", "hours by weekdays": "cooperation/picture/matrix",
    "hot spots": "cooperation/picture/hotspots", "changes and signs": "cooperation/picture/changes",
    "replay": "evaluation/replay",
}  # fmt: skip


def main() -> int:
    """Print what was measured. Returns 1 when a page's median is beyond the target."""
    options = _options()
    print(f"`{table.command('tests.bench.picture', sys.argv[1:])}`: {table.surroundings()} {table.load()}\n")
    good = [_measured(database, options.file, options.rounds) for database in options.database.split(",")]
    print(f"\n{table.load()}")
    return 0 if all(good) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.picture", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--database", default="sqlite,postgresql")
    parser.add_argument("--rounds", type=int, default=9)
    return parser.parse_args()


def _measured(database: str, file: Path, rounds: int) -> bool:
    with _database(database) as (url, folder):
        app = make_app(url, folder)
        with app.app_context():
            spans = _staged(app, file)
            print(f"\n| {database} | span | p50 ms | p90 ms | kB |\n|---|---|---:|---:|---:|")
            met = [_page(app, name, path, span, rounds) for name, path in PAGES.items() for span in spans]
            db.session.remove()
            db.engine.dispose()
    return all(met)


def _staged(app: Flask, file: Path) -> list[tuple[str, str]]:
    upgrade()
    seed_reference()
    raise_curtain(hash_password(PASSWORD))
    event = Cast(app).event
    import_notices(event, SYSTEM, file)
    known = extent(event, SYSTEM)
    assert known
    first, last = map(event.operational_day, known)
    month = f"span=month&day={first + (last - first) * 3 // 4}"
    return [("a month", month), ("all", f"span=own&first={first}&last={last}")]


def _page(app: Flask, name: str, path: str, span: tuple[str, str], rounds: int) -> bool:
    door, times, size = Cast(app).karin.door, list[float](), 0
    for _ in range(rounds + 1):
        began = time.perf_counter()
        answer = door.get(f"/events/sommar/{path}?{span[1]}")
        size = len(answer.get_data())
        times.append(1000 * (time.perf_counter() - began))
        assert answer.status_code == 200, answer.text
    tenths = quantiles(times[1:], n=10)
    met = tenths[4] <= TARGET
    figures = f"{tenths[4]:.0f} {table.met(met)} | {tenths[8]:.0f} | {size / 1000:.0f}"
    print(f"| {name} | {span[0]} | {figures} |", flush=True)
    return met


@contextmanager
def _database(kind: str) -> Iterator[tuple[str, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield f"sqlite:///{folder}/bench.db", Path(folder)
            return
        _statement(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
        _statement(f'CREATE DATABASE "{NAME}"')
        try:
            yield f"{POSTGRESQL.rpartition('/')[0]}/{NAME}", Path(folder)
        finally:
            _statement(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')


def _statement(text: str) -> None:
    with psycopg.connect(POSTGRESQL.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(text)


if __name__ == "__main__":
    sys.exit(main())
