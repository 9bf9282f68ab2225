"""The chain from problem to measure: problems, their evidence and causes, objectives that answer them, and measures."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from eventops.migrations.parts import code, create, text

revision = "0003"
down_revision = "0002"

AMOUNTS = ("hours_needed", "hours_committed", "people_needed", "people_committed", "money_needed", "money_committed")
ANSWERS: dict[str, Any] = {
    "problem": sa.Integer(), "baseline": sa.String(), "computed": sa.String(), "target_value": sa.Double(),
}  # fmt: skip


def upgrade() -> None:
    create(
        "problem",
        text("text", needed=True),
        sa.Column("kind", code("phenomenon", "place", "time", name="problemkind"), nullable=False),
        text("description"),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        text("source"),
    )
    create(
        "evidence",
        text("text", needed=True),
        sa.Column("problem", sa.Integer(), nullable=False),
        sa.Column("source", code("log", "partner", "survey", name="source"), nullable=False),
        text("partner"),
        text("edition"),
        sa.Column("figures", sa.JSON(none_as_null=True), nullable=True),
    )
    create(
        "cause",
        text("text", needed=True),
        sa.Column("problem", sa.Integer(), nullable=False),
        text("evidence_for"),
        text("evidence_against"),
        sa.Column("confidence", code("low", "medium", "high", name="confidence"), nullable=False),
    )
    _measures()
    with op.batch_alter_table("objective") as table:
        for name, kind in ANSWERS.items():
            table.add_column(sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("objective") as table:
        for name in reversed(ANSWERS):
            table.drop_column(name)
    for name in ("measure", "cause", "evidence", "problem"):
        op.drop_table(name)


def _measures() -> None:
    kinds = ("situational", "programme", "staffing", "information", "social", "condition", "victim_support")
    states = ("proposed", "decided", "done", "evaluated")
    create(
        "measure",
        text("text", needed=True),
        sa.Column("kind", code(*kinds, name="measurekind"), nullable=False),
        sa.Column("carried", code("own", "joint", name="carried"), nullable=False),
        text("owner"),
        sa.Column("cause", sa.Integer(), nullable=True),
        sa.Column("objective", sa.Integer(), nullable=True),
        sa.Column("grounds", code("known", "believed", "tried", name="grounds"), nullable=True),
        text("requirement"),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in AMOUNTS),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("state", code(*states, name="measurestate"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        text("decided_by"),
        sa.Column("outcome", code("continue", "adjust", "stop", name="outcome"), nullable=True),
        text("evaluation"),
    )
