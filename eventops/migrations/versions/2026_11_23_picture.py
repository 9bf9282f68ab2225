"""What somebody made of the signs of a trend in the shared picture."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.create_table(
        "picture_trend",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("place_text", sa.String(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("observed", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("expected", sa.Double(), nullable=False),
        sa.Column("chance", sa.Double(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("raised", "confirmed", "dismissed", name="trendstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_picture_trend_event_id")),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_picture_trend_category_code")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_picture_trend_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture_trend")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_picture_trend_event_id_number")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_picture_trend_event_id_client_id")),
    )
    op.create_index(op.f("ix_picture_trend_event_id_since"), "picture_trend", ["event_id", "since"])


def downgrade() -> None:
    op.drop_table("picture_trend")
