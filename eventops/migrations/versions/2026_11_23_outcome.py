"""An event evaluated: the wording of its outcome table, and figures that others report."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.add_column("intervention", sa.Column("reports", sa.Integer(), nullable=True))
    op.add_column("intervention", sa.Column("offence", sa.String(), nullable=True))
    op.create_table(
        "outcome_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("sv", sa.String(), nullable=True),
        sa.Column("en", sa.String(), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("added_from", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.CheckConstraint("added >= 0 AND counted >= 0", name=op.f("ck_outcome_line_counts")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_outcome_line_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_line")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_outcome_line_event_id_number")),
        sa.UniqueConstraint(
            "event_id", "heading", "audience", name=op.f("uq_outcome_line_event_id_heading_audience")
        ),
    )


def downgrade() -> None:
    op.drop_table("outcome_line")
    op.drop_column("intervention", "offence")
    op.drop_column("intervention", "reports")
