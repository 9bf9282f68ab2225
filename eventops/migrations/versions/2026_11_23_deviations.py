"""What the commander lets stand red in a plan."""

import sqlalchemy as sa
from alembic import op

from eventops.migrations import parts

revision = "0001b"
down_revision = "0001"


def upgrade() -> None:
    parts.create(
        "deviation",
        sa.Column("check_code", sa.String(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("accepted_by", sa.String(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("deviation")
