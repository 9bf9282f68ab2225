"""What the evaluation of an event keeps besides: headings of its own in the outcome table."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.create_table(
        "outcome_heading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("sv", sa.String(), nullable=False),
        sa.Column("en", sa.String(), nullable=False),
        sa.Column("gathers", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_outcome_heading_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_heading")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_outcome_heading_event_id_number")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_outcome_heading_event_id_client_id")),
    )


def downgrade() -> None:
    op.drop_table("outcome_heading")
