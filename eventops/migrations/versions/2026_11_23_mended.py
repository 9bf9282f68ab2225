"""The area of an area ban as it was decided (R34)."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.add_column("intervention", sa.Column("shape", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("intervention", "shape")
