"""How each database is set up: SQLite durable and fast, foreign keys kept, files opened with enough cache."""

from typing import Any

from sqlalchemy import Engine, event

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA cache_size=-65536",
    "PRAGMA mmap_size=268435456",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA wal_autocheckpoint=1000",
)


def prepare(engine: Engine) -> None:
    """Set every new SQLite connection up as measured."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up)


def _set_up(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()
