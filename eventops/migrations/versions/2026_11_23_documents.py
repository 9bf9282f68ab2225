"""The documents of a plan, and the files that are their versions."""

import sqlalchemy as sa
from alembic import op

from eventops.migrations import parts
from eventops.migrations.parts import code, text

revision = "0011"
down_revision = "0010"

KINDS = ("order", "map", "permit", "agreement", "safety_plan", "contacts", "routine", "other")


def upgrade() -> None:
    parts.create(
        "document",
        text("title", needed=True),
        sa.Column("kind", code(*KINDS, name="documentkind"), nullable=False),
        text("description"),
    )
    op.create_table(
        "document_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(36), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        text("name", needed=True),
        text("media_type", needed=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        text("filed_by", needed=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_document_file_event_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_file_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_file")),
        sa.UniqueConstraint("document_id", "version", name=op.f("uq_document_file_document_id_version")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_document_file_event_id_client_id")),
    )


def downgrade() -> None:
    op.drop_table("document_file")
    op.drop_table("document")
