"""Partners: what each does, who answers for what, what is agreed, who is on duty, and the links into the plan."""

import sqlalchemy as sa
from alembic import op

from eventops.migrations import parts

revision = "0005"
down_revision = "0004"

TABLES = ("partner_role", "task", "agreement", "duty", "partner_link")


def upgrade() -> None:
    _partner_role()
    _task()
    _agreement()
    _duty()
    _partner_link()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _partner_role() -> None:
    parts.create(
        "partner_role",
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("representative", sa.String(), nullable=True),
        sa.Column("mandate", sa.Boolean(), nullable=False),
        sa.Column("coordinator", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("deputy", sa.String(), nullable=True),
        sa.Column("deputy_phone", sa.String(), nullable=True),
        sa.Column("always_phone", sa.String(), nullable=True),
        sa.Column("represents", sa.String(), nullable=True),
        sa.Column("handover", sa.String(), nullable=True),
        sa.Column("volunteers", sa.String(), nullable=True),
    )


def _task() -> None:
    parts.create(
        "task",
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=True),
        sa.Column("responsible", sa.JSON(), nullable=False),
        sa.Column("accountable", sa.String(), nullable=True),
        sa.Column("consulted", sa.JSON(), nullable=False),
        sa.Column("informed", sa.JSON(), nullable=False),
    )


def _agreement() -> None:
    parts.create(
        "agreement",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parties", sa.JSON(), nullable=False),
        sa.Column("purposes", sa.String(), nullable=True),
        sa.Column("areas", sa.String(), nullable=True),
        sa.Column("resources", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("signatories", sa.String(), nullable=True),
    )


def _duty() -> None:
    parts.create(
        "duty",
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deputy", sa.String(), nullable=True),
        sa.Column("deputy_phone", sa.String(), nullable=True),
    )
    op.create_index("ix_duty_event_id_ends_at", "duty", ["event_id", "ends_at"])


def _partner_link() -> None:
    op.create_table(
        "partner_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.String(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_partner_link_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_partner_link"),
        sa.UniqueConstraint("event_id", "number", name="uq_partner_link_event_id_number"),
        sa.UniqueConstraint("digest", name="uq_partner_link_digest"),
    )
