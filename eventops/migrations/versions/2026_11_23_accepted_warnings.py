"""An accepted warning keeps its figures beside its words, so that it is read in the reader's language."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.add_column("acceptance", sa.Column("facts", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("acceptance") as table:
        table.drop_column("facts")
