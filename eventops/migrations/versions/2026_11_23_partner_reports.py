"""Partners' reports for acceptance, what they are told neutrally, trends to be judged, and kept searches."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from eventops.migrations.parts import code, text

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    _numbered(
        "partner_report",
        sa.Column("client_id", sa.String(36), nullable=False),
        text("partner", needed=True),
        _id("account_id", needed=False),
        text("author", needed=True),
        text("on_behalf"),
        text("text"),
        sa.Column("priority", sa.Integer(), nullable=False),
        _id("sector_id", needed=False),
        text("place_text"),
        _moment("occurred_at"),
        _moment("sent_at"),
        text("late_because"),
        sa.Column("state", code("sent", "asked", "accepted", "declined", name="reportstate"), nullable=False),
        _id("incident_id", needed=False),
        _id("entry_id", needed=False),
        _to("partner_report", "account_id", "account"),
        _to("partner_report", "sector_id", "place"),
        _to("partner_report", "incident_id", "incident"),
        _to("partner_report", "entry_id", "entry"),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_partner_report_event_id_client_id")),
        sa.CheckConstraint("priority BETWEEN 1 AND 4", name=op.f("ck_partner_report_priority")),
    )
    _index("partner_report", "event_id", "state", "number")
    _index("partner_report", "incident_id")
    _index("partner_report", "entry_id")
    op.create_table(
        "report_step",
        _id("id"),
        _id("report_id"),
        sa.Column("what", code("asked", "answered", "accepted", "declined", name="reportact"), nullable=False),
        text("text"),
        _moment("at"),
        text("by", needed=True),
        _to("report_step", "report_id", "partner_report"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_step")),
    )
    _index("report_step", "report_id")
    _neutral()
    _trends()
    _views()


def _neutral() -> None:
    _numbered(
        "neutral_line",
        _id("incident_id"),
        _id("entry_id"),
        text("audience", needed=True),
        sa.Column("by_rule", sa.Boolean(), nullable=False),
        _moment("told_at"),
        _moment("over_at", needed=False),
        _to("neutral_line", "incident_id", "incident"),
        _to("neutral_line", "entry_id", "entry"),
        sa.UniqueConstraint("entry_id", name=op.f("uq_neutral_line_entry_id")),
    )
    _index("neutral_line", "incident_id")


def _trends() -> None:
    _numbered(
        "trend_alert",
        text("category_code", needed=True),
        _id("sector_id", needed=False),
        _moment("since"),
        _moment("until"),
        sa.Column("observed", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("expected", sa.Double(), nullable=False),
        sa.Column("chance", sa.Double(), nullable=False),
        _moment("raised_at"),
        _moment("acknowledged_at", needed=False),
        text("acknowledged_by"),
        sa.Column("state", code("raised", "confirmed", "dismissed", name="trendstate"), nullable=False),
        _moment("judged_at", needed=False),
        text("judged_by"),
        text("reason"),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_trend_alert_category_code")),
        _to("trend_alert", "sector_id", "place"),
    )
    _index("trend_alert", "event_id", "state")


def _views() -> None:
    _numbered(
        "saved_view",
        _id("account_id", needed=False),
        text("by", needed=True),
        text("name", needed=True),
        sa.Column("lists", code("incidents", "lines", name="sought"), nullable=False),
        text("query", needed=True),
        text("audience"),
        _moment("made_at"),
        _moment("dropped_at", needed=False),
        _to("saved_view", "account_id", "account"),
    )
    _index("saved_view", "event_id", "account_id")


def _numbered(name: str, *said: Any) -> None:
    op.create_table(
        name,
        _id("id"),
        _id("event_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        *said,
        _to(name, "event_id", "event"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("event_id", "number", name=op.f(f"uq_{name}_event_id_number")),
    )


def _id(name: str, needed: bool = True) -> Any:
    return sa.Column(name, sa.Integer(), nullable=not needed)


def _moment(name: str, needed: bool = True) -> Any:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not needed)


def _to(name: str, column: str, other: str) -> Any:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{name}_{column}"))


def _index(name: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{name}_{'_'.join(columns)}"), name, list(columns))


def downgrade() -> None:
    for name in ("saved_view", "trend_alert", "neutral_line", "report_step", "partner_report"):
        op.drop_table(name)
