"""What is counted at the gates: counts, capacities and what they trip; and the links of wall displays."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.create_table(
        "crowd_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("gate_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("flow", "total", "density", name="countkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("came_in", sa.Integer(), nullable=False),
        sa.Column("went_out", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("density", sa.Double(), nullable=True),
        sa.Column("because", sa.String(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_crowd_count_event_id")),
        sa.ForeignKeyConstraint(["zone_id"], ["place.id"], name=op.f("fk_crowd_count_zone_id")),
        sa.ForeignKeyConstraint(["gate_id"], ["place.id"], name=op.f("fk_crowd_count_gate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crowd_count")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_crowd_count_event_id_number")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_crowd_count_event_id_client_id")),
    )
    op.create_index(op.f("ix_crowd_count_zone_id_kind_counted_at"), "crowd_count", ["zone_id", "kind", "counted_at"])
    op.create_table(
        "crowd_capacity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("because", sa.String(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_crowd_capacity_event_id")),
        sa.ForeignKeyConstraint(["zone_id"], ["place.id"], name=op.f("fk_crowd_capacity_zone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crowd_capacity")),
        sa.UniqueConstraint("zone_id", name=op.f("uq_crowd_capacity_zone_id")),
    )
    op.create_table(
        "crowd_alarm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("scale", sa.Enum("share", "density", name="scale", native_enum=False, length=32), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("inside", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(), nullable=True),
        sa.Column("incident", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_crowd_alarm_event_id")),
        sa.ForeignKeyConstraint(["zone_id"], ["place.id"], name=op.f("fk_crowd_alarm_zone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crowd_alarm")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_crowd_alarm_event_id_number")),
    )
    op.create_index(op.f("ix_crowd_alarm_zone_id_ended_at"), "crowd_alarm", ["zone_id", "ended_at"])
    op.create_table(
        "wall_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_wall_link_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_wall_link_digest")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_wall_link_event_id_number")),
    )


def downgrade() -> None:
    for table in ("wall_link", "crowd_alarm", "crowd_capacity", "crowd_count"):
        op.drop_table(table)
