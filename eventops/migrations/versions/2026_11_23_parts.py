"""What every part of a plan has: its audience, its revision, the id its writer gave it, and when it was dropped."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001b"

KINDS = ("objective", "risk")


def upgrade() -> None:
    for kind in KINDS:
        with op.batch_alter_table(kind) as table:
            table.add_column(sa.Column("client_id", sa.String(36), nullable=True))
            table.add_column(sa.Column("audience", sa.String(), nullable=False, server_default="police"))
            table.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
            table.add_column(sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True))
            table.add_column(sa.Column("dropped_because", sa.String(), nullable=True))
            table.create_unique_constraint(f"uq_{kind}_event_id_client_id", ["event_id", "client_id"])


def downgrade() -> None:
    for kind in KINDS:
        with op.batch_alter_table(kind) as table:
            table.drop_constraint(f"uq_{kind}_event_id_client_id", type_="unique")
            for column in ("dropped_because", "dropped_at", "revision", "audience", "client_id"):
                table.drop_column(column)
