"""The table of a kind of part: what each part of a plan has, beside what its kind says."""

import sqlalchemy as sa
from alembic import op


def create(name: str, *said: sa.Column) -> None:  # type: ignore[type-arg]
    """Make the table called `name` with the columns of what is said."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(36), nullable=True),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_because", sa.String(), nullable=True),
        *said,
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f(f"fk_{name}_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("event_id", "number", name=op.f(f"uq_{name}_event_id_number")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f(f"uq_{name}_event_id_client_id")),
    )


def code(*codes: str, name: str) -> sa.Enum:
    """The column type of an enumeration, by its class's name in lower case."""
    return sa.Enum(*codes, name=name, native_enum=False, length=32)


def text(name: str, *, needed: bool = False) -> sa.Column:  # type: ignore[type-arg]
    """A column of text."""
    return sa.Column(name, sa.String(), nullable=not needed)
