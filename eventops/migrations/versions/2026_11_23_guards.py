"""Units, guards and roll-call."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    with op.batch_alter_table("attendance") as table:
        table.add_column(sa.Column("client_id", sa.String(), nullable=True))
        table.add_column(sa.Column("undoes_id", sa.Integer(), nullable=True))
        table.create_unique_constraint(op.f("uq_attendance_client_id"), ["client_id"])
        table.create_foreign_key(op.f("fk_attendance_undoes_id"), "attendance", ["undoes_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("attendance") as table:
        table.drop_constraint(op.f("fk_attendance_undoes_id"), type_="foreignkey")
        table.drop_constraint(op.f("uq_attendance_client_id"), type_="unique")
        table.drop_column("undoes_id")
        table.drop_column("client_id")
