"""What a loggist says of a line and of an incident at the command post."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from eventops.migrations import append_only

revision = "0021"
down_revision = "0020"

OF_A_LINE: tuple[tuple[str, Any], ...] = (
    ("receiver", sa.String()), ("channel", sa.String()), ("quoted", sa.Boolean()), ("late_because", sa.String()),
)  # fmt: skip
OF_AN_INCIDENT: tuple[tuple[str, Any], ...] = (
    ("disposition", sa.String()), ("review_at", sa.DateTime(timezone=True)),
    ("acknowledged_at", sa.DateTime(timezone=True)), ("acknowledged_by", sa.String()),
    ("merged_into", sa.Integer()),
)  # fmt: skip


def upgrade() -> None:
    append_only.allow()
    for name, kind in OF_A_LINE:
        op.add_column("entry", sa.Column(name, kind, nullable=True))
    append_only.forbid()
    for name, kind in OF_AN_INCIDENT:
        op.add_column("incident", sa.Column(name, kind, nullable=True))
    op.create_table(
        "incident_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["first_id"], ["incident.id"], name=op.f("fk_incident_link_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["incident.id"], name=op.f("fk_incident_link_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_link")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_incident_link_first_id_second_id")),
    )
    op.create_index(op.f("ix_incident_link_second_id"), "incident_link", ["second_id"])
    _attachment()


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(36), nullable=True),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("shown_digest", sa.String(64), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_attachment_event_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_attachment_incident_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_attachment_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_attachment_event_id_number")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_attachment_event_id_client_id")),
    )
    op.create_index(op.f("ix_attachment_incident_id"), "attachment", ["incident_id"])


def downgrade() -> None:
    op.drop_table("attachment")
    op.drop_table("incident_link")
    for name, _ in OF_AN_INCIDENT:
        op.drop_column("incident", name)
    append_only.allow()
    for name, _ in OF_A_LINE:
        op.drop_column("entry", name)
    append_only.forbid()
