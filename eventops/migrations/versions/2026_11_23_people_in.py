"""Files of people that are handed in."""

import sqlalchemy as sa
from alembic import op

import eventops.columns

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "people_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("handed_in_at", eventops.columns.UTCDateTime(timezone=True), nullable=False),
        sa.Column("handed_in_by", sa.String(), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=True),
        sa.Column("refused", sa.Integer(), nullable=True),
        sa.Column("taken_at", eventops.columns.UTCDateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", eventops.columns.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_people_import_event_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_people_import_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_import")),
    )
    op.create_index(
        op.f("ix_people_import_event_id_handed_in_at"), "people_import", ["event_id", "handed_in_at"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_people_import_event_id_handed_in_at"), table_name="people_import")
    op.drop_table("people_import")
