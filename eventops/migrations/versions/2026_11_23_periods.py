"""Partners' periodic reports, the shared picture and three priorities."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

TIME = sa.DateTime(timezone=True)


def _code(*codes: str, name: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, length=32)


def upgrade() -> None:
    _rhythm()
    _reports()
    _priorities()


def _rhythm() -> None:
    op.create_table(
        "reporting_rhythm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.String(length=5), nullable=False),
        sa.Column("week_due", sa.Integer(), nullable=False),
        sa.Column("live", _code("week", "day", "watch", "month", name="periodkind"), nullable=False),
        sa.Column("live_due", sa.Integer(), nullable=False),
        sa.Column("silent", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_reporting_rhythm_weekday")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_reporting_rhythm_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_rhythm")),
        sa.UniqueConstraint("event_id", name=op.f("uq_reporting_rhythm_event_id")),
    )
    op.create_table(
        "reporting_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", _code("week", "day", "watch", "month", name="periodkind"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("ends_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("dropped_at", TIME, nullable=True),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_reporting_period_span")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_reporting_period_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_period")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_reporting_period_event_id_number")),
    )
    op.create_index(op.f("ix_reporting_period_event_id_starts_at"), "reporting_period", ["event_id", "starts_at"])
    op.create_table(
        "representation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("by_partner_id", sa.Integer(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by_partner_id"], ["partner.id"], name=op.f("fk_representation_by_partner_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_representation_event_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_representation_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representation")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_representation_event_id_number")),
    )
    op.create_table(
        "report_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("sent_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_report_reminder_event_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_report_reminder_partner_id")),
        sa.ForeignKeyConstraint(["period_id"], ["reporting_period.id"], name=op.f("fk_report_reminder_period_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_reminder")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_report_reminder_event_id_number")),
    )
    op.create_index(op.f("ix_report_reminder_period_id_partner_id"), "report_reminder", ["period_id", "partner_id"])
    op.create_table(
        "report_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("revoked_at", TIME, nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_report_link_event_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_report_link_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_report_link_digest")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_report_link_event_id_number")),
    )


def _reports() -> None:
    op.create_table(
        "period_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("by_partner_id", sa.Integer(), nullable=False),
        sa.Column("nothing", sa.Boolean(), nullable=False, quote=True),
        sa.Column("sent_at", TIME, nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_partner_id"], ["partner.id"], name=op.f("fk_period_report_by_partner_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_period_report_event_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_period_report_partner_id")),
        sa.ForeignKeyConstraint(["period_id"], ["reporting_period.id"], name=op.f("fk_period_report_period_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_report")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_period_report_event_id_client_id")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_period_report_event_id_number")),
    )
    op.create_index(op.f("ix_period_report_period_id_partner_id"), "period_report", ["period_id", "partner_id"])
    op.create_table(
        "reported_matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("place_text", sa.String(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("occurred_at", TIME, nullable=False),
        sa.Column("until", TIME, nullable=True),
        sa.Column("seriousness", sa.Integer(), nullable=False),
        sa.Column(
            "source", _code("own", "staff", "public", "partner", "log", "other", name="mattersource"), nullable=False
        ),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", TIME, nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.Column("withdrawn_because", sa.String(), nullable=True),
        sa.CheckConstraint("seriousness BETWEEN 1 AND 4", name=op.f("ck_reported_matter_seriousness")),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_reported_matter_category_code")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_reported_matter_event_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_reported_matter_incident_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_reported_matter_place_id")),
        sa.ForeignKeyConstraint(["report_id"], ["period_report.id"], name=op.f("fk_reported_matter_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_matter")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_reported_matter_event_id_number")),
    )
    op.create_index(op.f("ix_reported_matter_event_id_occurred_at"), "reported_matter", ["event_id", "occurred_at"])
    op.create_index(op.f("ix_reported_matter_incident_id"), "reported_matter", ["incident_id"])
    op.create_index(op.f("ix_reported_matter_report_id"), "reported_matter", ["report_id"])


def _priorities() -> None:
    op.create_table(
        "priority_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("evaluated_at", TIME, nullable=True),
        sa.Column("evaluated_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_priority_set_event_id")),
        sa.ForeignKeyConstraint(["period_id"], ["reporting_period.id"], name=op.f("fk_priority_set_period_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority_set")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_priority_set_event_id_client_id")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_priority_set_event_id_number")),
        sa.UniqueConstraint("period_id", name=op.f("uq_priority_set_period_id")),
    )
    op.create_table(
        "priority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("problem", sa.Integer(), nullable=True),
        sa.Column("cause_number", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("doing", sa.String(), nullable=True),
        sa.Column("owners", sa.JSON(), nullable=False),
        sa.Column("expected_effect", sa.String(), nullable=False),
        sa.Column("reason_for_fourth", sa.String(), nullable=True),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("continues", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("verdict", _code("continue", "adjust", "stop", name="outcome"), nullable=True),
        sa.Column("next_by", sa.String(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("evaluated_at", TIME, nullable=True),
        sa.Column("evaluated_by", sa.String(), nullable=True),
        sa.Column("dropped_at", TIME, nullable=True),
        sa.Column("dropped_because", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_priority_event_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_priority_place_id")),
        sa.ForeignKeyConstraint(["set_id"], ["priority_set.id"], name=op.f("fk_priority_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_priority_event_id_client_id")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_priority_event_id_number")),
    )
    op.create_index(op.f("ix_priority_set_id"), "priority", ["set_id"])


def downgrade() -> None:
    for table in (
        "priority", "priority_set", "reported_matter", "period_report", "report_link", "report_reminder",
        "representation", "reporting_period", "reporting_rhythm",
    ):  # fmt: skip
        op.drop_table(table)
