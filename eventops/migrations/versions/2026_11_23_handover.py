"""Who has the log, and what was handed over."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "log_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_log_hold_event_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_log_hold_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_hold")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_log_hold_event_id_number")),
    )
    op.create_table(
        "handed_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hold_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["hold_id"], ["log_hold.id"], name=op.f("fk_handed_over_hold_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handed_over")),
        sa.UniqueConstraint("hold_id", "kind", "number", name=op.f("uq_handed_over_hold_id_kind_number")),
    )


def downgrade() -> None:
    op.drop_table("handed_over")
    op.drop_table("log_hold")
