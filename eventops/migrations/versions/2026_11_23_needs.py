"""Needs and what is accepted: which day of its need a shift is for, and the limits that an event has agreed on."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("shift", sa.Column("need_day", sa.String(), nullable=True))
    op.create_table(
        "roster_limit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("because", sa.String(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_roster_limit_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_limit")),
        sa.UniqueConstraint("event_id", "code", name=op.f("uq_roster_limit_event_id_code")),
    )


def downgrade() -> None:
    op.drop_table("roster_limit")
    op.drop_column("shift", "need_day")
