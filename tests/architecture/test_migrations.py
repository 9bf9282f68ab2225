"""The migrations lead to what the models say, and back."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from eventops.extensions import db

VERSIONS = Path(__file__).parents[2] / "eventops/migrations/versions"


def differences() -> list[object]:
    with db.engine.connect() as connection:
        options = {
            "include_object": lambda _o, name, kind, *_: (
                not (kind in ("table", "index") and str(name).startswith("entry_fts"))
            )
        }
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata))


def test_the_head_equals_the_models(app: Flask) -> None:
    assert differences() == []


def test_all_the_way_down_and_up_again(app: Flask) -> None:
    db.session.remove()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
    upgrade()
    assert differences() == []


def test_migrations_are_named_by_date() -> None:
    for path in VERSIONS.glob("*.py"):
        year, month, day, rest = path.stem.split("_", 3)
        assert (len(year), len(month), len(day)) == (4, 2, 2)
        assert rest
