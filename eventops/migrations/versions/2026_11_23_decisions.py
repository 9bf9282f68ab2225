"""Decisions, tasks and situation reports of the live log."""

import sqlalchemy as sa
from alembic import op

from eventops.migrations.parts import code, text

revision = "0023"
down_revision = "0022"

GROUNDS = ("information", "threat", "powers", "lenient", "option", "proportionality", "effect")
STATES = ("open", "taken", "done", "withdrawn")


def upgrade() -> None:
    _numbered(
        "decision",
        _id("entry_id"),
        text("partner", needed=True),
        text("decider", needed=True),
        text("decider_role"),
        sa.Column("disperses", sa.Boolean(), nullable=False),
        _moment("review_at", needed=False),
        _moment("due_at", needed=False),
        *_of_an_entry("decision"),
    )
    op.create_index(op.f("ix_decision_due_at"), "decision", ["due_at"])
    _row(
        "ground",
        "decision",
        sa.Column("kind", code(*GROUNDS, name="groundkind"), nullable=False),
        text("text", needed=True),
        text("because"),
    )
    _row(
        "review",
        "decision",
        sa.Column("outcome", code("stands", "changed", "ended", name="outcome"), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        text("note"),
        _moment("next_at", needed=False),
    )
    _errands()
    _reports()


def _errands() -> None:
    _numbered(
        "errand",
        _id("entry_id"),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        text("text", needed=True),
        sa.Column("owner_kind", code("partner", "unit", "role", name="ownerkind"), nullable=False),
        text("owner", needed=True),
        _moment("due_at", needed=False),
        text("audience", needed=True),
        text("partner", needed=True),
        sa.Column("state", code(*STATES, name="errandstate"), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_errand_incident_id")),
        *_of_an_entry("errand"),
    )
    op.create_index(op.f("ix_errand_incident_id"), "errand", ["incident_id"])
    op.create_index(op.f("ix_errand_event_id_state_due_at"), "errand", ["event_id", "state", "due_at"])
    _row(
        "errand_step",
        "errand",
        sa.Column("state", code(*STATES, name="errandstate"), nullable=False),
        text("note"),
    )


def _reports() -> None:
    _numbered(
        "sitrep",
        _id("entry_id"),
        sa.Column("kind", code("methane", "regular", name="sitrepkind"), nullable=False),
        text("audience", needed=True),
        _moment("since", needed=False),
        _moment("published_at"),
        sa.Column("sections", sa.JSON(), nullable=False),
        *_of_an_entry("sitrep"),
    )
    op.create_index(op.f("ix_sitrep_event_id_audience_number"), "sitrep", ["event_id", "audience", "number"])
    _numbered(
        "condition_check",
        text("client_id", needed=True),
        _id("condition"),
        sa.Column("verdict", code("kept", "breach", name="verdict"), nullable=False),
        *(text(name, needed=True) for name in ("text", "wording", "audience")),
        _moment("at"),
        text("by", needed=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_condition_check_entry_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_condition_check_incident_id")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_condition_check_event_id_client_id")),
    )
    columns = ["event_id", "condition", "number"]
    op.create_index(op.f("ix_condition_check_event_id_condition_number"), "condition_check", columns)


def downgrade() -> None:
    for table in ("condition_check", "sitrep", "errand_step", "errand", "review", "ground", "decision"):
        op.drop_table(table)


def _numbered(name: str, *more: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        _id("id"),
        _id("event_id"),
        _id("number"),
        *more,
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f(f"fk_{name}_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("event_id", "number", name=op.f(f"uq_{name}_event_id_number")),
    )


def _of_an_entry(name: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f(f"fk_{name}_entry_id")),
        sa.UniqueConstraint("entry_id", name=op.f(f"uq_{name}_entry_id")),
    )


def _row(name: str, of: str, *more: sa.schema.SchemaItem) -> None:
    """A table of what somebody said of something, and when."""
    op.create_table(
        name,
        _id("id"),
        _id(f"{of}_id"),
        *more,
        _moment("at"),
        text("by", needed=True),
        sa.ForeignKeyConstraint([f"{of}_id"], [f"{of}.id"], name=op.f(f"fk_{name}_{of}_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_{of}_id"), name, [f"{of}_id"])


def _id(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False)


def _moment(name: str, *, needed: bool = True) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not needed)
