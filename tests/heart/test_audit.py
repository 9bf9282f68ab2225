"""The chain: what was tampered with is found; what was lawfully erased still verifies."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from eventops import audit, push
from eventops.access import SYSTEM
from eventops.audit import AuditRecord, Chain
from eventops.errors import Refused
from eventops.extensions import db
from eventops.log import actions
from eventops.log.actions import Opening
from eventops.log.models import Entry
from tests.cast import Cast


@pytest.fixture
def told(cast: Cast) -> Cast:
    """An event with an incident and two lines."""
    incident, _ = actions.open_incident(
        cast.event, SYSTEM, Opening(category="B1", title="Tältet Solhem", text="Rök ur tält")
    )
    actions.add_entry(cast.event, SYSTEM, text="Anna Andersson ringde", incident=incident)
    actions.add_entry(cast.event, SYSTEM, text="Släckt")
    return cast


def broken(cast: Cast) -> int | None:
    db.session.expire_all()
    chain = db.session.get_one(Chain, "sommar")
    return audit.first_broken(audit.records("sommar"), chain.length, chain.head)


def behind_the_triggers(app: Flask, statement: str, **values: Any) -> None:
    """What somebody with the database's own tools could do, after taking the triggers away."""
    if db.engine.dialect.name == "sqlite":
        for name in ("audit_record_no_update", "audit_record_no_delete", "entry_no_update", "entry_no_delete"):
            db.session.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
    else:
        db.session.execute(text("ALTER TABLE audit_record DISABLE TRIGGER ALL"))
        db.session.execute(text("ALTER TABLE entry DISABLE TRIGGER ALL"))
    db.session.execute(text(statement), values)
    db.session.commit()


def test_an_untouched_chain_verifies(told: Cast) -> None:
    assert broken(told) is None


@pytest.mark.parametrize(
    "column, value",
    [
        ("at", "2020-01-01T00:00:00+00:00"), ("by", "Mallory"), ("what", "entry.struck"), ("subjects", " entry/1 "),
        ("facts", '{"text":"forged"}'), ("facts_digest", "0" * 64), ("hash", "0" * 64), ("chain", "vinter"),
        ("number", "77"),
    ],
)  # fmt: skip
def test_a_changed_column_of_a_record_is_found_by_its_number(app: Flask, told: Cast, column: str, value: str) -> None:
    typed = int(value) if column == "number" else value
    behind_the_triggers(
        app, f"UPDATE audit_record SET {column} = :value WHERE chain = 'sommar' AND number = 2", value=typed
    )
    assert broken(told) == 2


def test_a_removed_record_is_found(app: Flask, told: Cast) -> None:
    behind_the_triggers(app, "DELETE FROM audit_record WHERE chain = 'sommar' AND number = 2")
    assert broken(told) == 2


def test_a_cut_tail_is_found(app: Flask, told: Cast) -> None:
    last = db.session.get_one(Chain, "sommar").length
    behind_the_triggers(app, "DELETE FROM audit_record WHERE chain = 'sommar' AND number = :last", last=last)
    assert broken(told) == last


def test_a_chain_rewound_together_with_its_tail_no_longer_has_the_head_that_was_deposited(
    app: Flask, told: Cast
) -> None:
    chain = db.session.get_one(Chain, "sommar")
    deposited, last = chain.head, chain.length
    behind_the_triggers(app, "DELETE FROM audit_record WHERE chain = 'sommar' AND number = :last", last=last)
    before = db.session.scalars(db.select(AuditRecord.hash).filter_by(chain="sommar", number=last - 1)).one()
    rewind = "UPDATE chain SET length = :length, head = :head WHERE name = 'sommar'"
    behind_the_triggers(app, rewind, length=last - 1, head=before)
    assert broken(told) is None
    assert db.session.get_one(Chain, "sommar").head != deposited


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET text = 'other words'",
        "UPDATE entry SET text = NULL, search = '', author = 'nobody'",
        "UPDATE entry SET audience = 'all'",
        "DELETE FROM entry",
        "UPDATE audit_record SET facts = '{}'",
        "UPDATE audit_record SET facts = NULL, by = 'nobody'",
        "DELETE FROM audit_record",
    ],
)
def test_the_database_itself_refuses_to_change_the_log(told: Cast, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()


def test_erasing_takes_the_words_everywhere_and_the_chain_still_verifies(told: Cast) -> None:
    entry = db.session.scalars(db.select(Entry).filter_by(text="Anna Andersson ringde")).one()
    number = entry.number
    actions.erase(told.event, SYSTEM, entry, ground="PBDL 4 kap. 10 §")
    assert broken(told) is None
    for table, column in (("entry", "text"), ("entry", "search"), ("audit_record", "facts"), ("notice", "body")):
        left = db.session.scalars(text(f"SELECT {column} FROM {table} WHERE lower({column}) LIKE '%andersson%'")).all()
        assert left == [], table
    erased = db.session.scalars(db.select(AuditRecord).filter_by(chain="sommar", what="entry.erased")).one()
    assert "PBDL 4 kap. 10 §" in (erased.facts or "")
    assert f" entry/{number} " in erased.subjects


def test_erasing_the_opening_takes_the_title_with_it(told: Cast) -> None:
    entry = db.session.scalars(db.select(Entry).filter_by(text="Rök ur tält")).one()
    actions.erase(told.event, SYSTEM, entry, ground="PBDL 4 kap. 10 §")
    assert broken(told) is None
    for table, column in (("incident", "title"), ("entry", "text"), ("audit_record", "facts"), ("notice", "body")):
        left = db.session.scalars(text(f"SELECT {column} FROM {table} WHERE {column} LIKE '%Solhem%'")).all()
        assert left == [], table


def test_erasing_one_line_leaves_the_others_heard(told: Cast) -> None:
    entry = db.session.scalars(db.select(Entry).filter_by(text="Anna Andersson ringde")).one()
    actions.erase(told.event, SYSTEM, entry, ground="PBDL 4 kap. 10 §")
    bodies = "".join(body for _, body in push.since("sommar", "all", 0, 100))
    assert "Solhem" in bodies
    assert '"what":"entry.erased"' in bodies


def test_erasing_without_a_ground_is_refused(told: Cast) -> None:
    entry = db.session.scalars(db.select(Entry)).first()
    assert entry
    with pytest.raises(Refused) as refusal:
        actions.erase(told.event, SYSTEM, entry, ground=" ")
    assert refusal.value.field == "ground"


def test_erased_facts_cannot_be_replaced(app: Flask, told: Cast) -> None:
    entry = db.session.scalars(db.select(Entry).filter_by(text="Släckt")).one()
    actions.erase(told.event, SYSTEM, entry, ground="PBDL 4 kap. 10 §")
    number = db.session.scalars(
        db.select(AuditRecord.number).filter_by(chain="sommar", what="entry.added", facts=None)
    ).one()
    behind_the_triggers(app, 'UPDATE audit_record SET facts = \'{"text":"Brinner"}\' WHERE facts IS NULL')
    assert broken(told) == number


def test_equal_facts_have_unequal_digests(told: Cast) -> None:
    for _ in range(2):
        actions.add_entry(told.event, SYSTEM, text="ja", client_id=None)
    digests = db.session.scalars(db.select(AuditRecord.facts_digest).filter_by(chain="sommar")).all()
    assert len(set(digests)) == len(digests)
