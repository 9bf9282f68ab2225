"""Alembic runs here inside the app's context, on the app's own engine."""

from alembic import context
from flask import current_app

db = current_app.extensions["migrate"].db


def included(_object: object, name: str | None, kind: str, *_: object) -> bool:
    """The full-text index belongs to its trigger, not to a model."""
    return not (kind == "table" and str(name).startswith("entry_fts"))


def run() -> None:
    """Run on one connection; SQLite recreates tables it cannot alter."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=db.metadata, render_as_batch=True, include_object=included
        )
        with context.begin_transaction():
            context.run_migrations()


run()
