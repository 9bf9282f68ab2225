"""Monthly situation reports, promises, dialogues and the municipal picture."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.create_table(
        "dialogue",
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("influenceable", sa.Boolean(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("dialogue", "walk", "hearing", "information", name="dialoguekind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("questions", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("reached", sa.Integer(), nullable=True),
        sa.Column("took_part", sa.Integer(), nullable=True),
        sa.Column("missed", sa.String(), nullable=True),
        sa.Column("feedback", sa.String(), nullable=True),
        sa.Column("feedback_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=True),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_dialogue_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_dialogue_event_id_client_id")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_dialogue_event_id_number")),
    )
    op.create_table(
        "kept_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_kept_paper_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_paper")),
        sa.UniqueConstraint("event_id", "about", "language", name=op.f("uq_kept_paper_event_id_about_language")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_kept_paper_event_id_number")),
    )
    op.create_table(
        "month_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("priorities", sa.JSON(), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("because", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_month_report_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_report")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_month_report_event_id_client_id")),
        sa.UniqueConstraint("event_id", "month", "version", name=op.f("uq_month_report_event_id_month_version")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_month_report_event_id_number")),
    )
    op.create_table(
        "municipality",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("partner", sa.String(), nullable=True),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_municipality_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_municipality_event_id_client_id")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_municipality_event_id_number")),
    )
    op.create_table(
        "promise",
        sa.Column("text_sv", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("partners", sa.JSON(), nullable=False),
        sa.Column("problem", sa.Integer(), nullable=True),
        sa.Column("computed", sa.String(), nullable=True),
        sa.Column("target_value", sa.Double(), nullable=True),
        sa.Column("hours_needed", sa.Integer(), nullable=True),
        sa.Column("hours_committed", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("slug", sa.String(length=60), nullable=True),
        sa.Column("published", sa.JSON(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.String(), nullable=True),
        sa.Column("uncovered_because", sa.String(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("result_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=True),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_because", sa.String(), nullable=True),
        sa.CheckConstraint("hours_needed >= 0 AND hours_committed >= 0", name=op.f("ck_promise_hours")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_promise_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_promise_event_id_client_id")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_promise_event_id_number")),
        sa.UniqueConstraint("slug", name=op.f("uq_promise_slug")),
    )
    op.create_table(
        "dialogue_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("problem", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_dialogue_result_dialogue_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_dialogue_result_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_result")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_dialogue_result_event_id_client_id")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_dialogue_result_event_id_number")),
    )
    op.create_index(op.f("ix_dialogue_result_dialogue_id"), "dialogue_result", ["dialogue_id"], unique=False)
    op.create_table(
        "month_sending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_month_sending_event_id")),
        sa.ForeignKeyConstraint(["report_id"], ["month_report.id"], name=op.f("fk_month_sending_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_sending")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_month_sending_event_id_client_id")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_month_sending_event_id_number")),
    )
    op.create_index(op.f("ix_month_sending_report_id"), "month_sending", ["report_id"], unique=False)
    op.create_table(
        "municipal_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_municipal_text_event_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_municipal_text_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipal_text")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_municipal_text_event_id_number")),
        sa.UniqueConstraint("municipality_id", "section", name=op.f("uq_municipal_text_municipality_id_section")),
    )
    op.create_table(
        "municipal_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_municipal_version_event_id")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_municipal_version_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipal_version")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_municipal_version_event_id_client_id")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_municipal_version_event_id_number")),
        sa.UniqueConstraint("municipality_id", "version", name=op.f("uq_municipal_version_municipality_id_version")),
    )


def downgrade() -> None:

    op.drop_table("municipal_version")
    op.drop_table("municipal_text")
    op.drop_index(op.f("ix_month_sending_report_id"), table_name="month_sending")
    op.drop_table("month_sending")
    op.drop_index(op.f("ix_dialogue_result_dialogue_id"), table_name="dialogue_result")
    op.drop_table("dialogue_result")
    op.drop_table("promise")
    op.drop_table("municipality")
    op.drop_table("month_report")
    op.drop_table("kept_paper")
    op.drop_table("dialogue")
