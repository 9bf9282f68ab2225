"""What the attendees say: questionnaires and answers."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

RANDOM = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _code(*codes: str, name: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, length=32)


def upgrade() -> None:
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=True),
        sa.Column("asked_as", _code("asked", "visitors", name="askedas"), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.CheckConstraint("asked > 0", name=op.f("ck_survey_asked")),
        sa.CheckConstraint("opens_at <= closes_at", name=op.f("ck_survey_window")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_survey_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("event_id", name=op.f("uq_survey_event_id")),
    )
    op.create_table(
        "survey_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("kind", _code("grade", "yesno", "text", name="questionkind"), nullable=False),
        sa.Column("sv", sa.String(), nullable=False),
        sa.Column("en", sa.String(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_survey_question_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_question")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_survey_question_event_id_number")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_survey_question_event_id_client_id")),
    )
    op.create_table(
        "survey_answer",
        sa.Column("id", RANDOM, autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("channel", _code("phone", "kiosk", "file", name="channel"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_survey_answer_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
        sa.UniqueConstraint("event_id", "key", name=op.f("uq_survey_answer_event_id_key")),
    )
    op.create_table(
        "survey_text",
        sa.Column("id", RANDOM, autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("state", _code("unread", "theme", "unusable", "lesson", name="textstate"), nullable=False),
        sa.Column("theme", sa.String(), nullable=True),
        sa.Column("lesson", sa.Integer(), nullable=True),
        sa.Column("read_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_survey_text_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_text")),
    )


def downgrade() -> None:
    op.drop_table("survey_text")
    op.drop_table("survey_answer")
    op.drop_table("survey_question")
    op.drop_table("survey")
