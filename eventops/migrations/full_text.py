"""The full-text index of the log: FTS5 kept by triggers on SQLite, GIN on PostgreSQL."""

from alembic import op

SQLITE = (
    "CREATE VIRTUAL TABLE entry_fts USING fts5("
    "search, content='entry', content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER entry_indexed AFTER INSERT ON entry BEGIN"
    " INSERT INTO entry_fts(rowid, search) VALUES (NEW.id, NEW.search); END",
    "CREATE TRIGGER entry_unindexed AFTER UPDATE ON entry BEGIN"
    " INSERT INTO entry_fts(entry_fts, rowid, search) VALUES ('delete', OLD.id, OLD.search);"
    " INSERT INTO entry_fts(rowid, search) VALUES (NEW.id, NEW.search); END",
)  # fmt: skip
POSTGRESQL = ("CREATE INDEX entry_fts ON entry USING gin (to_tsvector('simple', search))",)


def add() -> None:
    """Make the index."""
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def drop() -> None:
    """Drop the index."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX entry_fts")
        return
    for name in ("entry_indexed", "entry_unindexed"):
        op.execute(f"DROP TRIGGER {name}")
    op.execute("DROP TABLE entry_fts")
