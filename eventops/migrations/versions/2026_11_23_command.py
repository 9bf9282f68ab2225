"""The command structure: intent, watches and posts; and the briefings that are held with it."""

import sqlalchemy as sa
from alembic import op

from eventops.migrations import parts
from eventops.migrations.parts import code, text

revision = "0006"
down_revision = "0005"

ROLES = (
    "commander", "tactical", "chief_of_staff", "loggist", "picture", "p1", "p2", "p3", "p4", "p5", "p6", "area_chief",
    "sector_chief", "guard_coordinator", "guard_group_lead", "custody", "investigation", "communicator", "legal",
    "liaison",
)  # fmt: skip
LIAISONS = ("organiser", "medical", "rescue", "municipality", "transport", "church", "other")
INTENT = (
    "tone", "first_priority", "second_priority", "third_priority", "start_criteria", "end_criteria", "evacuation",
    "weather",
)  # fmt: skip


def upgrade() -> None:
    parts.create("intent", text("text", needed=True), *(text(name) for name in INTENT))
    parts.create(
        "watch",
        text("name", needed=True),
        sa.Column("day", sa.Date(), nullable=True),
        text("starts", needed=True),
        text("ends", needed=True),
        sa.Column("handover", sa.Integer(), nullable=False),
        text("briefed_at"),
        text("briefed_where"),
    )
    _posts()
    _briefings()


def downgrade() -> None:
    for table in ("receipt", "roll_call", "briefing", "command_post", "watch", "intent"):
        op.drop_table(table)


def _posts() -> None:
    parts.create(
        "command_post",
        sa.Column("role", code(*ROLES, name="postrole"), nullable=False),
        sa.Column("watch", sa.Integer(), nullable=True),
        *(text(name) for name in ("holder", "deputy", "call_sign", "phone")),
        sa.Column("reports_to", sa.Integer(), nullable=True),
        text("sector"),
        text("guard_group"),
        sa.Column("liaison", code(*LIAISONS, name="liaisonkind"), nullable=True),
        text("partner"),
    )


def _briefings() -> None:
    op.create_table(
        "briefing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(36), nullable=True),
        text("audience", needed=True),
        sa.Column("watch", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        text("sector"),
        text("content", needed=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        text("issued_by", needed=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_briefing_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_briefing_event_id_number")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_briefing_event_id_client_id")),
    )
    _held(
        "roll_call",
        text("name", needed=True),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        text("called_by", needed=True),
    )
    op.create_index(op.f("ix_roll_call_briefing_id"), "roll_call", ["briefing_id"])
    _held(
        "receipt",
        sa.Column("account_id", sa.Integer(), nullable=False),
        text("name", needed=True),
        text("organisation", needed=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_receipt_account_id")),
        sa.UniqueConstraint("briefing_id", "account_id", name=op.f("uq_receipt_briefing_id_account_id")),
    )


def _held(name: str, *more: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("briefing_id", sa.Integer(), nullable=False),
        *more,
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f(f"fk_{name}_event_id")),
        sa.ForeignKeyConstraint(["briefing_id"], ["briefing.id"], name=op.f(f"fk_{name}_briefing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
