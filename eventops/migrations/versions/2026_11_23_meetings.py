"""Meetings, debriefs, and what lessons gain."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

MOMENT = sa.DateTime(timezone=True)
ROWS = ("meeting_decision", "parked_item", "meeting_attendee", "meeting_note", "meeting_point")


def _code(*codes: str, name: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, length=32)


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _numbered(table: str) -> list[Any]:
    """What every one of these tables has: an id, a number in its event, and the id of the form that made it."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _key(table, "event_id", "event"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("event_id", "number", name=op.f(f"uq_{table}_event_id_number")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f(f"uq_{table}_event_id_client_id")),
    ]


def _gathering(table: str) -> list[Any]:
    """What a series and a meeting have in common."""
    return [
        *_numbered(table),
        sa.Column("client_id", sa.String(length=50), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("secretary_id", sa.Integer(), nullable=True),
        sa.Column("invited", sa.JSON(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_because", sa.String(), nullable=True),
        sa.CheckConstraint("minutes > 0", name=op.f(f"ck_{table}_minutes")),
        _key(table, "chair_id", "account"),
        _key(table, "secretary_id", "account"),
    ]


def _row(table: str, *columns: Any) -> None:
    """A table of a meeting's minutes."""
    op.create_table(
        table,
        *_numbered(table),
        sa.Column("client_id", sa.String(length=50), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("dropped_at", MOMENT, nullable=True),
        sa.Column("dropped_because", sa.String(), nullable=True),
        _key(table, "meeting_id", "meeting"),
    )
    op.create_index(op.f(f"ix_{table}_meeting_id"), table, ["meeting_id"])


def upgrade() -> None:
    op.create_table(
        "meeting_series",
        *_gathering("meeting_series"),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.String(length=5), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_meeting_series_weekday")),
    )
    op.create_table(
        "meeting",
        *_gathering("meeting"),
        sa.Column("kind", _code("regular", "followup", "hot", "cold", name="meetingkind"), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("slot", sa.Date(), nullable=True),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("signed_at", MOMENT, nullable=True),
        sa.Column("signed_by", sa.String(), nullable=True),
        _key("meeting", "series_id", "meeting_series"),
        sa.UniqueConstraint("series_id", "slot", name=op.f("uq_meeting_series_id_slot")),
    )
    op.create_index(op.f("ix_meeting_event_id_starts_at"), "meeting", ["event_id", "starts_at"])
    _minutes()
    _observations()
    op.add_column("lesson", sa.Column("category", sa.String(), nullable=True))


def _minutes() -> None:
    _row(
        "meeting_point",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=True),
    )
    _row(
        "meeting_note",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        _key("meeting_note", "point_id", "meeting_point"),
    )
    _row(
        "meeting_attendee",
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("decides", sa.Boolean(), nullable=False),
        sa.Column("commits", sa.Boolean(), nullable=False),
    )
    _row(
        "parked_item",
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("concerned", sa.JSON(), nullable=False),
        sa.Column("followup_id", sa.Integer(), nullable=True),
        _key("parked_item", "followup_id", "meeting"),
    )
    _row(
        "meeting_decision",
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("measure", sa.Integer(), nullable=True),
        sa.Column("errand", sa.Integer(), nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
    )


def _observations() -> None:
    op.create_table(
        "observation",
        *_numbered("observation"),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("side", _code("keep", "change", name="side"), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("lesson", sa.Integer(), nullable=True),
        sa.Column("struck_at", MOMENT, nullable=True),
        sa.Column("struck_because", sa.String(), nullable=True),
        _key("observation", "meeting_id", "meeting"),
        _key("observation", "account_id", "account"),
    )
    op.create_index(op.f("ix_observation_meeting_id"), "observation", ["meeting_id"])


def downgrade() -> None:
    op.drop_column("lesson", "category")
    for table in ("observation", *ROWS, "meeting", "meeting_series"):
        op.drop_table(table)
