"""What was learnt, and the kinds of part that a proposal may become instead."""

import sqlalchemy as sa
from alembic import op

from eventops.migrations import parts

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    parts.create(
        "lesson",
        parts.text("text", needed=True),
        parts.text("cause"),
        parts.text("next_time"),
        parts.text("owner"),
        sa.Column("due_on", sa.Date(), nullable=True),
        parts.text("source"),
        parts.text("closed_by"),
    )
    with op.batch_alter_table("proposal") as table:
        table.add_column(sa.Column("others", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("proposal") as table:
        table.drop_column("others")
    op.drop_table("lesson")
