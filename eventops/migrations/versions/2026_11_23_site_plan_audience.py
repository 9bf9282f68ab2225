"""Who may see a site plan; those that lie there already are for all members, as they were."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("site_plan", sa.Column("audience", sa.String(), nullable=False, server_default="all"))


def downgrade() -> None:
    op.drop_column("site_plan", "audience")
