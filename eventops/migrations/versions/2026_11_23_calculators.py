"""The calculations that were accepted into a plan."""

import sqlalchemy as sa
from alembic import op

from eventops.migrations import parts
from eventops.migrations.parts import code, text

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    parts.create(
        "calculation",
        text("calculator", needed=True),
        text("place"),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("known", sa.JSON(), nullable=False),
        text("reference", needed=True),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("verdict", code("green", "amber", "red", name="verdict"), nullable=False),
        text("accepted_by", needed=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        text("reason"),
    )


def downgrade() -> None:
    op.drop_table("calculation")
