"""Interventions, the persons they concern, their clocks and the cells."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    _cell_station()
    _intervention()
    _intervention_person()
    _intervention_step()
    _person_opening()


def downgrade() -> None:
    for table in ("person_opening", "intervention_step", "intervention_person", "intervention", "cell_station"):
        op.drop_table(table)


def _cell_station() -> None:
    op.create_table(
        "cell_station",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("cells", sa.Integer(), nullable=False),
        sa.Column("others", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "cells >= 0 AND others >= 0 AND expected >= 0 AND minutes >= 0", name=op.f("ck_cell_station_counts")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_cell_station_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cell_station")),
    )
    op.create_index(op.f("ix_cell_station_event_id"), "cell_station", ["event_id"])


def _intervention() -> None:
    op.create_table(
        "intervention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("sector_id", sa.Integer(), nullable=True),
        sa.Column("place_text", sa.String(), nullable=True),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("company", sa.String(), nullable=True),
        sa.Column("decider", sa.String(), nullable=True),
        sa.Column("ground", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("participants", sa.String(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what_else", sa.String(), nullable=True),
        sa.Column(
            "age", sa.Enum("adult", "under_18", "under_15", name="age", native_enum=False, length=32), nullable=True
        ),
        sa.Column(
            "force",
            sa.Enum(
                "handcuffs", "spray", "tear_gas", "firearm", "vehicle_stop", name="force", native_enum=False, length=32
            ),
            nullable=True,
        ),
        sa.Column("force_reason", sa.String(), nullable=True),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("item", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("checked", sa.Integer(), nullable=True),
        sa.Column("found", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("checked >= 0 AND found >= 0", name=op.f("ck_intervention_counts")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_intervention_entry_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_intervention_event_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_intervention_incident_id")),
        sa.ForeignKeyConstraint(["sector_id"], ["place.id"], name=op.f("fk_intervention_sector_id")),
        sa.ForeignKeyConstraint(["station_id"], ["cell_station.id"], name=op.f("fk_intervention_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intervention")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_intervention_event_id_client_id")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_intervention_event_id_number")),
    )
    op.create_index(op.f("ix_intervention_event_id_kind_number"), "intervention", ["event_id", "kind", "number"])
    op.create_index(op.f("ix_intervention_incident_id"), "intervention", ["incident_id"])
    op.create_index(op.f("ix_intervention_station_id"), "intervention", ["station_id"])


def _intervention_person() -> None:
    op.create_table(
        "intervention_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("intervention_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "detained",
                "suspect",
                "injured",
                "witness",
                "reporter",
                "not_suspect",
                name="personrole",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("born", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_intervention_person_event_id")),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["intervention.id"], name=op.f("fk_intervention_person_intervention_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intervention_person")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_intervention_person_event_id_number")),
    )
    op.create_index(op.f("ix_intervention_person_intervention_id"), "intervention_person", ["intervention_id"])


def _intervention_step() -> None:
    op.create_table(
        "intervention_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("intervention_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "review",
                "extension",
                "check",
                "report",
                "handover",
                "arrival",
                "signed_decision",
                "signed_record",
                "end",
                "strike",
                name="stepkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_intervention_step_event_id")),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["intervention.id"], name=op.f("fk_intervention_step_intervention_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intervention_step")),
        sa.UniqueConstraint("event_id", "client_id", name=op.f("uq_intervention_step_event_id_client_id")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_intervention_step_event_id_number")),
    )
    op.create_index(
        op.f("ix_intervention_step_intervention_id_number"), "intervention_step", ["intervention_id", "number"]
    )


def _person_opening() -> None:
    op.create_table(
        "person_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("intervention_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("opened_role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_person_opening_event_id")),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["intervention.id"], name=op.f("fk_person_opening_intervention_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_opening")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_person_opening_event_id_number")),
    )
    op.create_index(op.f("ix_person_opening_intervention_id"), "person_opening", ["intervention_id"])
