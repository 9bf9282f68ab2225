"""Risks in full, action cards and their runs in the log, and the communications plan."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from eventops.migrations import parts

revision = "0004"
down_revision = "0003"

SITUATION = sa.Enum("normal", "emergency", name="situation", native_enum=False, length=32)
OCCASIONS = ("evacuation", "show_stop", "lost_child", "suspicious_object", "wind", "heat", "reinforcement", "other")


def _risk() -> list[sa.Column[Any]]:
    return [
        sa.Column("indicator", sa.String(), nullable=True),
        sa.Column("dimensions", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("barriers", sa.String(), nullable=True),
        sa.Column("partner", sa.String(), nullable=True),
        sa.Column("cell", sa.String(), nullable=True),
        sa.Column("situation", SITUATION, nullable=True),
        sa.Column("sectors", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("measures", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("card", sa.Integer(), nullable=True),
        sa.Column("accepted_by", sa.String(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_because", sa.String(), nullable=True),
        sa.Column("accepted_score", sa.Integer(), nullable=True),
    ]


def upgrade() -> None:
    with op.batch_alter_table("risk") as table:
        for column in _risk():
            table.add_column(column)
    parts.create(
        "card",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("occasion", sa.Enum(*OCCASIONS, name="occasion", native_enum=False, length=32), nullable=False),
        sa.Column("used_when", sa.String(), nullable=False),
        sa.Column("limit_value", sa.Double(), nullable=True),
        sa.Column("limit_unit", sa.Enum("m/s", "°C", "p/m²", name="unit", native_enum=False, length=32), nullable=True),
        sa.Column("decides", sa.String(), nullable=False),
        sa.Column("steps", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("origin", sa.String(40), nullable=True),
    )
    parts.create(
        "channel",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "system",
            sa.Enum("rakel", "dmo", "analogue", "mobile", "runner", name="system", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("listeners", sa.String(), nullable=True),
        sa.Column("partners", sa.JSON(), nullable=False),
        sa.Column("fallback", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.String(), nullable=True),
        sa.Column("remarks", sa.String(), nullable=True),
    )
    parts.create(
        "call_sign",
        sa.Column("sign", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("partner", sa.String(), nullable=True),
        sa.Column("channel", sa.Integer(), nullable=True),
    )
    _runs()


def downgrade() -> None:
    for name in ("card_tick", "card_run", "call_sign", "channel", "card"):
        op.drop_table(name)
    with op.batch_alter_table("risk") as table:
        for column in reversed(_risk()):
            table.drop_column(column.name)


def _runs() -> None:
    op.create_table(
        "card_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("card", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("steps", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_card_run_entry_id"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_card_run_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_card_run"),
        sa.UniqueConstraint("entry_id", name="uq_card_run_entry_id"),
        sa.UniqueConstraint("event_id", "number", name="uq_card_run_event_id_number"),
    )
    op.create_table(
        "card_tick",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_card_tick_entry_id"),
        sa.ForeignKeyConstraint(["run_id"], ["card_run.id"], name="fk_card_tick_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_card_tick"),
        sa.UniqueConstraint("entry_id", name="uq_card_tick_entry_id"),
    )
    with op.batch_alter_table("card_tick") as table:
        table.create_index("ix_card_tick_run_id", ["run_id"])
