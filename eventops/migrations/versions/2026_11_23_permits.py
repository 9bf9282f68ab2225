"""Permits with their conditions, certificates of assets, and licensed areas."""

import sqlalchemy as sa
from alembic import op

from eventops.migrations import parts
from eventops.migrations.parts import code, text

revision = "0009"
down_revision = "0008"

STATES = ("needed", "applied", "granted", "refused", "not_needed")
ASSETS = ("tent", "ride", "structure", "lpg", "other")


def upgrade() -> None:
    parts.create(
        "permit",
        text("kind", needed=True),
        text("text"),
        text("holder"),
        sa.Column("state", code(*STATES, name="permitstate"), nullable=False),
        text("reference"),
        text("authority"),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("applied_on", "granted_on", "valid_from", "valid_to")),
        text("note"),
    )
    parts.create(
        "condition",
        text("code"),
        text("text", needed=True),
        sa.Column("permit", sa.Integer(), nullable=True),
        text("rule"),
        text("evidence"),
        text("owner"),
        text("checked_by"),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        text("checked_note"),
        text("checked_text"),
        text("breached_by"),
        sa.Column("breached_at", sa.DateTime(timezone=True), nullable=True),
        text("breach_note"),
    )
    parts.create(
        "asset",
        text("text", needed=True),
        sa.Column("kind", code(*ASSETS, name="assetkind"), nullable=False),
        text("place"),
        text("owner"),
        text("certificate"),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("persons", sa.Integer(), nullable=True),
        sa.Column("litres", sa.Double(), nullable=True),
        sa.Column("indoors", sa.Boolean(), nullable=False),
        text("responsible"),
        sa.Column("permit", sa.Integer(), nullable=True),
        text("note"),
    )
    parts.create(
        "licensed_area",
        text("text", needed=True),
        text("place"),
        text("owner"),
        text("holder"),
        sa.Column("permit", sa.Integer(), nullable=True),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("last_call", sa.Time(), nullable=True),
        sa.Column("clear_minutes", sa.Integer(), nullable=False),
        text("roster"),
        text("note"),
    )


def downgrade() -> None:
    for table in ("licensed_area", "asset", "condition", "permit"):
        op.drop_table(table)
