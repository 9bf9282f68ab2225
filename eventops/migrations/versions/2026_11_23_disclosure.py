"""Exports with recipient and purpose, and the redacted edition's grounds."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"

AT = sa.DateTime(timezone=True)


def _code(*codes: str, name: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, length=32)


def upgrade() -> None:
    op.create_table(
        "export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "what",
            _code("log", "report", "outcome", "survey", "statistics", "disclosure", name="what"),
            nullable=False,
        ),
        sa.Column("format", _code("pdf", "xlsx", "csv", "geojson", "json", "zip", name="format"), nullable=False),
        sa.Column("part", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("feeds_heard", sa.JSON(), nullable=False),
        sa.Column("incidents", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_export_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_export_event_id_number")),
    )
    op.create_table(
        "disclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("requester", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("incident", sa.Integer(), nullable=True),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("feeds_heard", sa.JSON(), nullable=False),
        sa.Column("made_at", AT, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("issued_at", AT, nullable=True),
        sa.Column("issued_by", sa.String(), nullable=True),
        sa.Column("decider", sa.String(), nullable=True),
        sa.Column("withdrawn_at", AT, nullable=True),
        sa.Column("withdrawn_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_disclosure_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_disclosure_event_id_number")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_disclosure_event_id_client_id")),
    )
    op.create_table(
        "disclosure_mask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("field", _code("said", "author", "on_behalf", "where", "about", name="maskedfield"), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("of", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("at", AT, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("lifted_at", AT, nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_disclosure_mask_event_id")),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosure.id"], name=op.f("fk_disclosure_mask_disclosure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_mask")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_disclosure_mask_event_id_number")),
    )
    op.create_index(op.f("ix_disclosure_mask_disclosure_id_line"), "disclosure_mask", ["disclosure_id", "line"])


def downgrade() -> None:
    op.drop_table("disclosure_mask")
    op.drop_table("disclosure")
    op.drop_table("export")
