"""`audit verify` finds what was done to the database behind everybody's back."""

from collections.abc import Callable
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from eventops import files
from eventops.access import SYSTEM
from eventops.audit import AuditRecord, Chain, digest, link
from eventops.events import actions as events
from eventops.events.models import Event, PlaceKind
from eventops.extensions import db
from eventops.log import actions as log
from eventops.log.models import Entry, State
from eventops.map.actions import add_site_plan
from eventops.map.pictures import Size
from eventops.planning import actions
from eventops.planning.models import Document, PartnerRole
from tests.cast import Cast

from .conftest import Said

Run = Callable[..., Said]


@pytest.fixture
def story(cast: Cast) -> Event:
    """An evening in the log: three incidents, a note, a state, a strike."""
    event = cast.event
    olle = cast.olle.actor(event)
    for title in ("Bråk", "Vilset barn", "Glaskross"):
        incident, _ = log.open_incident(event, olle, log.Opening("O1", title, lat=60.485, lon=15.431))
    note, _ = log.add_entry(event, olle, text="Två vittnen", incident=incident)
    log.change_state(event, olle, incident, State.ON_SCENE)
    log.strike(event, olle, note, reason="Fel plats")
    return event


def tamper(*statements: str) -> None:
    """Write to the database as somebody who holds its file."""
    with db.engine.begin() as connection:
        for table in ("audit_record", "entry"):
            if db.engine.dialect.name == "sqlite":
                triggers = "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name=:t"
                for (name,) in connection.execute(text(f"{triggers} AND name NOT LIKE '%fts%'"), {"t": table}).all():
                    connection.execute(text(f'DROP TRIGGER "{name}"'))
            else:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(text(statement))
    db.session.rollback()


def test_an_untouched_record_verifies_with_its_length_and_head(run: Run, story: Event) -> None:
    chain = db.session.get_one(Chain, "sommar")
    said = run("audit", "verify", "sommar")
    assert (said.code, said.out) == (0, f"{chain.length} records, head {chain.head}\n")


def test_a_whole_number_in_a_column_of_fractions_is_as_recorded(run: Run, cast: Cast) -> None:
    point = {"type": "Point", "coordinates": [15.431, 60.485]}
    events.add_place(cast.event, SYSTEM, kind=PlaceKind.EXIT, code="U9", name="Utgång", geometry=point, width_m=12)
    db.session.expire_all()
    assert run("audit", "verify", cast.event.slug).code == 0


def test_everything_verifies_at_once(run: Run, story: Event) -> None:
    said = run("audit", "verify")
    assert said.code == 0, said.err
    assert [line.split(":")[0] for line in said.out.splitlines()] == ["office", "sommar", "vinter"]


@pytest.mark.parametrize("column", ["at", "by", "what", "subjects", "facts", "facts_digest", "hash"])
def test_a_changed_column_of_a_record_is_found_by_its_number(run: Run, story: Event, column: str) -> None:
    tamper(f"UPDATE audit_record SET \"{column}\" = 'x' || \"{column}\" WHERE chain = 'sommar' AND number = 3")
    said = run("audit", "verify", "sommar")
    assert said.code == 1
    assert "record 3 is broken" in said.err
    assert said.err.count("\n") == 1


def test_a_record_with_another_number_or_chain_is_found(run: Run, story: Event) -> None:
    tamper("UPDATE audit_record SET number = 300 WHERE chain = 'sommar' AND number = 3")
    assert "record 3 is broken" in run("audit", "verify", "sommar").err


def test_a_removed_record_is_found(run: Run, story: Event) -> None:
    tamper("DELETE FROM audit_record WHERE chain = 'sommar' AND number = 4")
    assert "record 4 is broken" in run("audit", "verify", "sommar").err


def test_facts_that_are_gone_without_an_erasure_are_found(run: Run, story: Event) -> None:
    tamper("UPDATE audit_record SET facts = NULL WHERE chain = 'sommar' AND number = 2")
    assert "record 2 is broken: its facts are gone" in run("audit", "verify", "sommar").err


def test_lawfully_erased_facts_still_verify(run: Run, story: Event, cast: Cast) -> None:
    karin = cast.karin.actor(story)
    for line in db.session.scalars(db.select(Entry).filter_by(event_id=story.id, kind="opened").limit(2)).all():
        log.erase(story, karin, line, ground="BDL 4:10")
    said = run("audit", "verify", "sommar")
    assert said.code == 0, said.err


def test_a_record_forged_with_all_its_hashes_breaks_the_next_one(run: Run, story: Event) -> None:
    trail = db.session.scalars(db.select(AuditRecord).filter_by(chain="sommar").order_by(AuditRecord.number)).all()
    before, forged = next(pair for pair in pairwise(trail) if "Vilset" in (pair[1].facts or ""))
    facts = (forged.facts or "").replace("Vilset", "Funnet")
    forged.facts, forged.facts_digest = facts, digest(facts)
    told = {"n": forged.number, "f": facts, "d": digest(facts), "h": link(before.hash, vars(forged))}
    db.session.rollback()
    tamper("SELECT 1")
    where = "chain = 'sommar' AND number = :n"
    with db.engine.begin() as connection:
        connection.execute(text(f"UPDATE audit_record SET facts=:f, facts_digest=:d, hash=:h WHERE {where}"), told)
    assert f"record {told['n'] + 1} is broken" in run("audit", "verify", "sommar").err


def test_a_cut_tail_is_found(run: Run, story: Event) -> None:
    length = db.session.get_one(Chain, "sommar").length
    tamper(f"DELETE FROM audit_record WHERE chain = 'sommar' AND number >= {length - 1}")
    assert f"record {length - 1} is broken: it is missing, or" in run("audit", "verify", "sommar").err


def test_a_tail_cut_together_with_the_chains_own_count_is_found_by_what_it_told_of(run: Run, story: Event) -> None:
    _cut_with_the_chain(story)
    said = run("audit", "verify", "sommar")
    assert said.code == 1
    assert "is not on the record" in said.err or "is not as recorded" in said.err


def test_a_tail_cut_with_everything_it_told_of_is_found_by_a_deposited_head(run: Run, story: Event) -> None:
    chain = db.session.get_one(Chain, "sommar")
    head, length = chain.head, chain.length
    _cut_with_the_chain(story)
    tamper("DELETE FROM entry WHERE kind = 'strike'")
    assert run("audit", "verify", "sommar").code == 0
    said = run("audit", "verify", "sommar", "--head", head)
    assert said.code == 1
    assert f"record {length} is broken: the deposited head is not in the chain" in said.err


def test_a_deposited_head_stays_part_of_a_chain_that_has_grown(run: Run, story: Event, cast: Cast) -> None:
    head = db.session.get_one(Chain, "sommar").head
    log.add_entry(story, cast.olle.actor(story), text="Senare")
    assert run("audit", "verify", "sommar", "--head", head).code == 0


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE entry SET text = 'Inga vittnen' WHERE text = 'Två vittnen'", "entry/4 is not as recorded"),
        ("UPDATE entry SET author = 'Någon' WHERE number = 2", "entry/2 is not as recorded"),
        ("UPDATE entry SET audience = 'all' WHERE number = 2", "entry/2 is not as recorded"),
        ("DELETE FROM entry WHERE kind = 'state'", "entry/5 is no longer there"),
        ("UPDATE incident SET title = 'Ingenting' WHERE number = 1", "incident/1 is not as recorded"),
        ("UPDATE incident SET state = 'closed' WHERE number = 3", "incident/3 is not as recorded"),
        ("UPDATE incident SET sector_id = NULL WHERE number = 2", "incident/2 is not as recorded"),
        ("UPDATE membership SET role = 'commander' WHERE role = 'field'", "is not as recorded"),
        ("UPDATE membership SET revoked_at = NULL, partner_id = 1 WHERE partner_id = 4", "is not as recorded"),
        ("UPDATE plan_version SET content = '{\"a\": 1}'", "plan_version/1 is not what was published"),
        ("UPDATE event SET legal_mode = 'organiser' WHERE slug = 'sommar'", "is not as recorded"),
        ("DELETE FROM chain WHERE name = 'sommar'", "its chain is gone"),
    ],
)
def test_what_is_stored_must_be_as_recorded(run: Run, story: Event, statement: str, found: str) -> None:
    statement = statement.replace("partner_id = 4", f"partner_id = {_partner('kyrkan')}")
    tamper(statement.replace("partner_id = 1", f"partner_id = {_partner('polisen')}"))
    said = run("audit", "verify")
    assert said.code == 1
    assert found in said.err
    assert "sommar: record " in said.err


def test_an_administrator_made_behind_the_offices_back_is_found(run: Run, story: Event) -> None:
    tamper("UPDATE account SET is_admin = true WHERE email = 'frida@example.org'")
    assert "office: record" in run("audit", "verify").err


def test_an_incident_slipped_in_is_found(run: Run, story: Event) -> None:
    db.session.rollback()
    copied = "event_id, category_code, title, priority, state, audience, occurred_at, opened_at, opened_by, revision"
    tamper(
        f"INSERT INTO incident (number, client_id, {copied}) "
        f"SELECT 99, '{uuid4()}', {copied} FROM incident WHERE number = 1"
    )
    length = db.session.get_one(Chain, "sommar").length
    assert f"record {length + 1} is broken: incident/99 is not on the record" in run("audit", "verify", "sommar").err


def test_a_renamed_sector_leaves_its_incidents_as_recorded(run: Run, story: Event) -> None:
    area = {"type": "Polygon", "coordinates": [[[15.44, 60.48], [15.45, 60.48], [15.45, 60.49], [15.44, 60.48]]]}
    sector = events.add_place(story, SYSTEM, kind=PlaceKind.SECTOR, code="C", name="Sektor C", geometry=area)
    incident, _ = log.open_incident(story, SYSTEM, log.Opening("O1", "Trängsel", sector="C"))
    events.edit_place(story, SYSTEM, sector, kind=PlaceKind.SECTOR, code="NORR", name="Norr", geometry=area)
    assert incident.snapshot()["sector"] == "NORR"
    said = run("audit", "verify")
    assert said.code == 0, said.err


def test_verifying_an_unknown_event_is_refused_and_a_head_needs_its_event(run: Run, cast: Cast) -> None:
    assert run("audit", "verify", "ingenting").code == 1
    assert run("audit", "verify", "--head", "0" * 64).code == 2


def _partner(slug: str) -> int:
    query = "SELECT p.id FROM partner p JOIN event e ON e.id = p.event_id WHERE p.slug = :s AND e.slug = 'sommar'"
    return int(db.session.execute(text(query), {"s": slug}).scalar_one())


def test_a_kept_file_that_is_gone_or_was_changed_is_found(run: Run, cast: Cast, tmp_path: Path) -> None:
    said = {"title": "Utrymningsplan", "kind": "map"}
    document = actions.add(cast.event, SYSTEM, Document, said)
    for content in (b"ett", "två".encode()):
        actions.file(cast.event, SYSTEM, document, files.keep(tmp_path, "plan.txt", content, most=99))
    add_site_plan(cast.event, SYSTEM, "Scen", files.keep(tmp_path, "scen.txt", b"bild", most=99), Size(4, 3))
    assert run("audit", "verify").code == 0
    for number, content in enumerate(("två".encode(), b"bild")):
        path = files.path_of(tmp_path, sha256(content).hexdigest())
        what = "document_file/2" if number == 0 else "site_plan/1"
        path.chmod(0o600)
        path.write_bytes(content + b" till")
        said_of_it = run("audit", "verify", "sommar")
        assert said_of_it.code == 1 and f"the file of {what} is not what was filed" in said_of_it.err
        path.unlink()
        assert f"the file of {what} is gone" in run("audit", "verify").err
        files.keep(tmp_path, "plan.txt", content, most=99)
    assert run("audit", "verify").code == 0


def test_a_forged_signature_is_found(run: Run, cast: Cast) -> None:
    actions.add(cast.event, SYSTEM, PartnerRole, {"partner": "kyrkan", "role": "Krisstöd"})
    version = actions.publish(cast.event, SYSTEM)
    partner = next(each for each in cast.event.partners if each.slug == "kyrkan")
    actions.sign(cast.event, cast.kim.actor(cast.event), partner, version)
    assert run("audit", "verify").code == 0
    tamper("UPDATE signature SET note = 'Utan förbehåll'")
    assert "signature/1 is not as recorded" in run("audit", "verify").err


def _cut_with_the_chain(story: Event) -> None:
    length = db.session.get_one(Chain, "sommar").length
    last = db.session.scalars(db.select(AuditRecord).filter_by(chain="sommar", number=length - 1)).one()
    tamper(
        f"DELETE FROM audit_record WHERE chain = 'sommar' AND number = {length}",
        f"UPDATE chain SET length = {length - 1}, head = '{last.hash}' WHERE name = 'sommar'",
    )
