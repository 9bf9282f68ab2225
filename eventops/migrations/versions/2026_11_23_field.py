"""Units as they say themselves: status, position, welfare; how each account has its screens."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

AVAILABILITY = sa.Enum("available", "break", "out", name="availability", native_enum=False, length=32)


def upgrade() -> None:
    op.create_table(
        "unit_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("call_sign", sa.String(), nullable=False),
        sa.Column("availability", AVAILABILITY, nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_unit_state_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_state")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_unit_state_event_id_number")),
    )
    op.create_index(op.f("ix_unit_state_event_id_call_sign"), "unit_state", ["event_id", "call_sign"])
    op.create_table(
        "welfare_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("call_sign", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_welfare_check_event_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_welfare_check_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_welfare_check")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_welfare_check_event_id_number")),
    )
    op.create_index(op.f("ix_welfare_check_event_id_call_sign"), "welfare_check", ["event_id", "call_sign"])
    op.create_table(
        "unit_position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("call_sign", sa.String(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name=op.f("ck_unit_position_lat")),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name=op.f("ck_unit_position_lon")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_unit_position_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_position")),
        sa.UniqueConstraint("event_id", "call_sign", name=op.f("uq_unit_position_event_id_call_sign")),
    )
    op.add_column("account", sa.Column("panes", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("account", "panes")
    op.drop_table("unit_position")
    op.drop_table("welfare_check")
    op.drop_table("unit_state")
