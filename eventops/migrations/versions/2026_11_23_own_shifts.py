"""What a person does about their own shifts: the link they come in by, and that they were reminded."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("duty_link", sa.Column("digest", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("duty_link", sa.Column("used_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_duty_link_digest"), "duty_link", ["digest"])
    op.add_column("assignment", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("assignment", "reminded_at")  # in place: others refer to the table
    op.drop_index(op.f("ix_duty_link_digest"), "duty_link")
    op.drop_column("duty_link", "used_at")
    op.drop_column("duty_link", "digest")
