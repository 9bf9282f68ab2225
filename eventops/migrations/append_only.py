"""The database's own refusal: lines and audit records cannot be changed or deleted, lawful erasure apart."""

from alembic import op
from sqlalchemy import inspect

# What may still be written when content is lawfully erased; every other column must stay as it is.
ERASED = {"entry": {"text": "NULL", "search": "''"}, "audit_record": {"facts": "NULL"}}
MESSAGE = "the log is append-only"


def forbid() -> None:
    """Install the triggers of this database, over the columns that its tables have now."""
    make = _forbid_sqlite if op.get_bind().dialect.name == "sqlite" else _forbid_postgresql
    for table, erased in ERASED.items():
        make(table, erased)


def allow() -> None:
    """Take the triggers away."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in ERASED:
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{act}" + (f" ON {table}" if postgresql else ""))
        if postgresql:
            op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
            op.execute(f"DROP FUNCTION {table}_is_append_only()")


def _is_erasure(table: str, erased: dict[str, str], same: str) -> str:
    kept = [column["name"] for column in inspect(op.get_bind()).get_columns(table) if column["name"] not in erased]
    emptied = [f"NEW.{name} {same} {value}" for name, value in erased.items()]
    return " AND ".join([*emptied, *(f"NEW.{name} {same} OLD.{name}" for name in kept)])


def _forbid_sqlite(table: str, erased: dict[str, str]) -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    when = _is_erasure(table, erased, "IS")
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN NOT ({when}) {refuse}")
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")


def _forbid_postgresql(table: str, erased: dict[str, str]) -> None:
    when = _is_erasure(table, erased, "IS NOT DISTINCT FROM")
    op.execute(
        f"CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
    )
    run = f"EXECUTE FUNCTION {table}_is_append_only()"
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW WHEN (NOT ({when})) {run}")
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {run}")
    op.execute(f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} {run}")
