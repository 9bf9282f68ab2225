"""The roster: needs, terms, wishes, replies, roll-call, guards under police command, units, proposals, swaps."""

import sqlalchemy as sa
from alembic import op

from eventops.migrations.parts import code

revision = "0014"
down_revision = "0013"

TABLES = (
    "swap",
    "suspension",
    "notification",
    "attendance",
    "acceptance",
    "wish",
    "unit",
    "need",
    "enlistment",
    "duty_link",
    "directive_receipt",
    "rate",
    "filling",
    "directive",
)
ADDED = {
    "assignment": ("removed_because", "reply", "replied_at", "replied_because"),
    "credential": ("hours",),
    "person": ("email", "reference", "born", "merged_into"),
    "shift": ("need_id", "requires", "legal_basis", "legal_reference", "dropped_at", "dropped_because"),
}
_FUNCTION = code("police", "guard", "medical", "steward", "volunteer", "staff", "other", name="function")
_LEGAL_BASIS = code("permit", "event_decision", "alcohol_decision", "statute", name="legalbasis")


def upgrade() -> None:

    op.create_table(
        "directive",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("call_sign", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_directive_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive")),
    )
    op.create_index(op.f("ix_directive_event_id_given_at"), "directive", ["event_id", "given_at"])

    op.create_table(
        "filling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "running", "ready", "cancelled", "failed", "settled", name="fillingstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_filling_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filling")),
    )
    op.create_index(op.f("ix_filling_event_id_asked_at"), "filling", ["event_id", "asked_at"])

    op.create_table(
        "rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "function",
            _FUNCTION,
            nullable=False,
        ),
        sa.Column("per_hour", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_rate_event_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_rate_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate")),
        sa.UniqueConstraint(
            "event_id", "organisation_id", "function", name=op.f("uq_rate_event_id_organisation_id_function")
        ),
    )
    op.create_table(
        "directive_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["directive_id"], ["directive.id"], name=op.f("fk_directive_receipt_directive_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_directive_receipt_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive_receipt")),
        sa.UniqueConstraint("directive_id", "person_id", name=op.f("uq_directive_receipt_directive_id_person_id")),
    )
    op.create_table(
        "duty_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_duty_link_event_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_duty_link_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_link")),
    )
    op.create_index(op.f("ix_duty_link_event_id_person_id"), "duty_link", ["event_id", "person_id"])

    op.create_table(
        "enlistment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "function",
            _FUNCTION,
            nullable=True,
        ),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=True),
        sa.Column("agreed_hours", sa.Double(), nullable=True),
        sa.Column("volunteer", sa.Boolean(), nullable=False),
        sa.Column("reserve", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("enlisted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_enlistment_event_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enlistment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enlistment")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_enlistment_event_id_person_id")),
    )
    op.create_index(op.f("ix_enlistment_person_id"), "enlistment", ["person_id"])

    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("watch", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "function",
            _FUNCTION,
            nullable=False,
        ),
        sa.Column("starts", sa.String(), nullable=False),
        sa.Column("ends", sa.String(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("handover", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("requires", sa.JSON(), nullable=False),
        sa.Column(
            "legal_basis",
            _LEGAL_BASIS,
            nullable=True,
        ),
        sa.Column("legal_reference", sa.String(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_need_event_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_need_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
    )
    op.create_index(op.f("ix_need_event_id"), "need", ["event_id"])

    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("call_sign", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "patrol",
                "arrest_group",
                "dialogue",
                "traffic",
                "dog",
                "plain_clothes",
                "crime_desk",
                "custody",
                "guard_group",
                "guard_reserve",
                "stewards",
                "volunteers",
                "church",
                "social",
                "medical",
                "rescue",
                "drone",
                "other",
                name="unitkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("vehicle", sa.String(), nullable=True),
        sa.Column("talkgroup", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_unit_event_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["person.id"], name=op.f("fk_unit_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("event_id", "call_sign", name=op.f("uq_unit_event_id_call_sign")),
    )
    op.create_table(
        "wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("absent", "free", "no_nights", "place", name="wishkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_wish_event_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_wish_person_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_wish_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
    )
    op.create_index(op.f("ix_wish_event_id_person_id"), "wish", ["event_id", "person_id"])

    op.create_table(
        "acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_acceptance_assignment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
        sa.UniqueConstraint("assignment_id", "code", name=op.f("uq_acceptance_assignment_id_code")),
    )
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column(
            "presence",
            sa.Enum(
                "present", "late", "no_show", "sick", "sent_home", "left", name="presence", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_attendance_assignment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    op.create_index(op.f("ix_attendance_assignment_id"), "attendance", ["assignment_id"])

    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_notification_assignment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_notification_assignment_id")),
    )
    op.create_table(
        "suspension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_to", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_suspension_assignment_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_suspension_event_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_suspension_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_suspension_assignment_id")),
    )
    op.create_index(op.f("ix_suspension_event_id_person_id"), "suspension", ["event_id", "person_id"])

    op.create_table(
        "swap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("with_id", sa.Integer(), nullable=True),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("asked", "approved", "declined", "withdrawn", name="swapstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_swap_assignment_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_swap_event_id")),
        sa.ForeignKeyConstraint(["with_id"], ["person.id"], name=op.f("fk_swap_with_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap")),
    )
    op.create_index(op.f("ix_swap_assignment_id"), "swap", ["assignment_id"])
    op.create_index(op.f("ix_swap_event_id"), "swap", ["event_id"])

    op.add_column("assignment", sa.Column("removed_because", sa.String(), nullable=True))
    reply = sa.Enum("accepted", "declined", name="reply", native_enum=False, length=32)
    op.add_column("assignment", sa.Column("reply", reply, nullable=True))
    op.add_column("assignment", sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("assignment", sa.Column("replied_because", sa.String(), nullable=True))
    op.add_column("credential", sa.Column("hours", sa.Integer(), nullable=True))
    op.add_column("person", sa.Column("email", sa.String(length=255), nullable=True))
    op.add_column("person", sa.Column("reference", sa.String(length=60), nullable=True))
    op.add_column("person", sa.Column("born", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.add_column("shift", sa.Column("need_id", sa.Integer(), nullable=True))
    op.add_column("shift", sa.Column("requires", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("shift", sa.Column("legal_basis", _LEGAL_BASIS, nullable=True))
    op.add_column("shift", sa.Column("legal_reference", sa.String(), nullable=True))
    op.add_column("shift", sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("shift", sa.Column("dropped_because", sa.String(), nullable=True))
    op.create_index(op.f("ix_shift_need_id"), "shift", ["need_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_shift_need_id"), "shift")
    for table, columns in ADDED.items():  # in place: others refer to the tables
        for column in columns:
            op.drop_column(table, column)
    for table in TABLES:
        op.drop_table(table)
