"""The width of a passage, places that are taken away, and site plans laid under the map."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    with op.batch_alter_table("place") as table:
        table.add_column(sa.Column("width_m", sa.Double(), nullable=True))
        table.add_column(sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "site_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("corners", sa.JSON(), nullable=False),
        sa.Column("opacity", sa.Double(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_site_plan_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_plan")),
    )
    with op.batch_alter_table("site_plan") as table:
        table.create_index(table.f("ix_site_plan_event_id"), ["event_id"])


def downgrade() -> None:
    op.drop_table("site_plan")
    op.drop_column("place", "dropped_at")  # in place: others refer to the table
    op.drop_column("place", "width_m")
