"""The chain from problem to measure: problems, their evidence and causes, objectives that answer them, and measures."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

AMOUNTS = ("hours_needed", "hours_committed", "people_needed", "people_committed", "money_needed", "money_committed")
ANSWERS: dict[str, Any] = {
    "problem": sa.Integer(), "baseline": sa.String(), "computed": sa.String(), "target_value": sa.Double(),
}  # fmt: skip


def upgrade() -> None:
    _part(
        "problem",
        sa.Column("kind", _code("phenomenon", "place", "time", name="problemkind"), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
    )
    _part(
        "evidence",
        sa.Column("problem", sa.Integer(), nullable=False),
        sa.Column("source", _code("log", "partner", "survey", name="source"), nullable=False),
        sa.Column("partner", sa.String(), nullable=True),
        sa.Column("edition", sa.String(), nullable=True),
        sa.Column("figures", sa.JSON(none_as_null=True), nullable=True),
    )
    _part(
        "cause",
        sa.Column("problem", sa.Integer(), nullable=False),
        sa.Column("evidence_for", sa.String(), nullable=True),
        sa.Column("evidence_against", sa.String(), nullable=True),
        sa.Column("confidence", _code("low", "medium", "high", name="confidence"), nullable=False),
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
    _part(
        "measure",
        sa.Column("kind", _code(*kinds, name="measurekind"), nullable=False),
        sa.Column("carried", _code("own", "joint", name="carried"), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("cause", sa.Integer(), nullable=True),
        sa.Column("objective", sa.Integer(), nullable=True),
        sa.Column("grounds", _code("known", "believed", "tried", name="grounds"), nullable=True),
        sa.Column("requirement", sa.String(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in AMOUNTS),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("state", _code(*states, name="measurestate"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("outcome", _code("continue", "adjust", "stop", name="outcome"), nullable=True),
        sa.Column("evaluation", sa.String(), nullable=True),
    )


def _code(*codes: str, name: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, length=32)


def _part(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=True),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_because", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=f"fk_{name}_event_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("event_id", "number", name=f"uq_{name}_event_id_number"),
        sa.UniqueConstraint("event_id", "client_id", name=f"uq_{name}_event_id_client_id"),
    )
