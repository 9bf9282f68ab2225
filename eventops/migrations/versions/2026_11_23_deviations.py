"""What the commander lets stand red in a plan."""

import sqlalchemy as sa
from alembic import op

revision = "0001b"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "deviation",
        sa.Column("check_code", sa.String(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("accepted_by", sa.String(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(36), nullable=True),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_deviation_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_deviation_event_id_number")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_deviation_event_id_client_id")),
    )


def downgrade() -> None:
    op.drop_table("deviation")
