"""A whole event as an archive: complete, for who may see it all, and checked without the program that made it."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile

import pytest
from flask.cli import ScriptInfo

from eventops.audit import AuditRecord, Chain
from eventops.cli import cli
from eventops.evaluation.export_models import Export, What
from eventops.extensions import db
from eventops.files import keep
from eventops.log import actions as log
from eventops.log.models import Attachment, Entry
from eventops.people.models import Account

from .story import EXPORT, START, taken_out, told

TO = {"recipient": "Landsarkivet", "purpose": "Bevarande"}
TEXT = "Bilaga: skiss över grind 4.\n".encode()


@pytest.fixture
def archive(app, cast):
    """The archive of an event with a log, an erased line and a kept file."""
    told(cast)
    karin = cast.karin.actor(cast.event)
    kept = keep(app.config["INSTANCE"], "skiss.txt", TEXT, most=1000)
    line = db.session.scalars(db.select(Entry).where(Entry.incident_id.is_not(None)).order_by(Entry.id)).first()
    filed = {"name": kept.name, "media_type": kept.media_type, "size": kept.size, "digest": kept.digest}
    filed |= {"shown_digest": kept.digest, "audience": "all", "filed_at": START, "filed_by": "Karin"}
    own = {"event_id": cast.event.id, "incident_id": line.incident_id, "entry_id": line.id, "number": 1}
    db.session.add(Attachment(**own, **filed))
    db.session.commit()
    unwise = db.session.scalars(db.select(Entry).where(Entry.text.contains("Vi avvaktar"))).one()
    log.erase(cast.event, karin, unwise, ground="BDL 4 kap. 10 §")
    return taken_out(cast.karin, "archive", **TO)


def files(content):
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in members.items():
            written.writestr(name, content)
    return made.getvalue()


def verified(tmp_path, content, verifier, *more):
    """What the verifier says of an archive, run by itself."""
    (tmp_path / "verify.py").write_bytes(verifier)
    (tmp_path / "a.zip").write_bytes(content)
    command = [sys.executable, "-I", "-S", str(tmp_path / "verify.py"), str(tmp_path / "a.zip"), *more]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.stderr == ""
    assert run.stdout.count("\n") == 1
    return run.returncode, run.stdout


def restated(members, **changed):
    """The same with other contents, and a manifest that agrees with them."""
    manifest = json.loads(members["manifest.json"])
    for name, content in changed.items():
        name = name.replace("__", ".")
        manifest["files"][name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        members[name] = content
    return members | {"manifest.json": json.dumps(manifest).encode()}


def test_it_holds_every_row_the_trail_and_the_files_and_is_sound(app, cast, archive, tmp_path):
    members = files(archive)
    manifest = json.loads(members["manifest.json"])
    entries = [json.loads(row) for row in members["tables/entry.jsonl"].splitlines()]
    trail = [json.loads(row) for row in members["audit.jsonl"].splitlines()]
    assert [each["number"] for each in entries] == sorted(db.session.scalars(db.select(Entry.number)))
    assert manifest["tables"]["entry"] == len(entries)
    assert manifest["tables"]["partner"] == members["tables/partner.jsonl"].count(b"\n") > 0
    assert members[f"files/{hashlib.sha256(TEXT).hexdigest()}"] == TEXT
    assert trail[-1]["what"] == "archive.exported"
    assert manifest["chain"] == {"length": len(trail), "head": trail[-1]["hash"]}
    assert (manifest["slug"], manifest["recipient"], manifest["missing"]) == ("sommar", "Landsarkivet", [])
    code, said = verified(tmp_path, archive, members["verify.py"], "--head", trail[4]["hash"])
    assert (code, said[:14]) == (0, "Sound. sommar:")
    assert verified(tmp_path, archive, members["verify.py"], "--head", "f" * 64)[0] == 1


def test_nothing_that_lets_somebody_in_goes_along(cast, archive):
    members = files(archive)
    tables = b"".join(content for name, content in members.items() if name.startswith("tables/"))
    assert not {"tables/account.jsonl", "tables/membership.jsonl", "tables/api_token.jsonl"} & members.keys()
    for account in db.session.scalars(db.select(Account)):
        assert account.email.encode() not in tables
        assert account.password.encode() not in b"".join(members.values())


def test_it_is_on_the_register_with_recipient_purpose_and_digest(cast, archive):
    taken = db.session.scalars(db.select(Export).filter_by(what=What.ARCHIVE)).one()
    assert (taken.recipient, taken.purpose, taken.by) == ("Landsarkivet", "Bevarande", "Karin")
    assert (taken.digest, taken.size) == (hashlib.sha256(archive).hexdigest(), len(archive))
    page = cast.karin.door.get("/events/sommar/evaluation/exports").text
    assert "Whole event" in page
    assert taken.digest[:16] in page


def test_it_is_for_who_may_see_everything(cast):
    for player in (cast.eva, cast.olle, cast.kim):
        assert 'value="archive"' not in player.door.get("/events/sommar/evaluation").text
        answer = player.door.post(EXPORT, data={"format": "archive"})
        assert answer.status_code == 422
        assert "The whole event is for the commander" in answer.text
    assert 'value="archive"' in cast.karin.door.get("/events/sommar/evaluation").text
    assert cast.karin.door.post(EXPORT, data={"format": "archive", "first": "2026-06-19"}).status_code == 422
    assert not db.session.scalars(db.select(AuditRecord).filter_by(what="archive.exported")).all()


def test_what_was_tampered_with_is_told_in_one_line(archive, tmp_path):
    whole = files(archive)
    trail, verifier = whole["audit.jsonl"], whole["verify.py"]
    without = {name: content for name, content in whole.items() if name != "tables/entry.jsonl"}
    newer = json.loads(whole["manifest.json"]) | {"version": 2}
    rows = trail.splitlines(keepends=True)
    silenced = json.loads(rows[3]) | {"facts": None}
    bomb = b"0" * (64 << 20)
    for content, why in (
        (whole | {"audit.jsonl": trail.replace(b"Karin", b"Marin", 1)}, "audit.jsonl has been changed"),
        (without, "tables/entry.jsonl is missing"),
        (whole | {"more.txt": b"x"}, "more.txt is not in the manifest"),
        (whole | {"../../etc/cron": b"x"}, "no name of a file"),
        (whole | {"manifest.json": json.dumps(newer)}, "newer format (2)"),
        (restated(dict(whole), bomb=bomb), "larger than packed"),
        (restated(dict(whole), audit__jsonl=trail.replace(b"Karin", b"Marin", 1)), "record "),
        (restated(dict(whole), audit__jsonl=b"".join(rows[:-1])), "does not end as the manifest says"),
        (restated(dict(whole), audit__jsonl=b"".join(rows[:2] + rows[3:])), "record 3 is missing"),
        (
            restated(dict(whole), audit__jsonl=b"".join([*rows[:3], json.dumps(silenced).encode() + b"\n", *rows[4:]])),
            "the facts of record 4 are gone",
        ),
        ({"x": b"y"}, "no manifest"),
    ):
        code, said = verified(tmp_path, packed(content), verifier)
        assert (code, why in said) == (1, True), (why, said)
    for raw in (archive[: len(archive) // 2], b"", b"PK\x03\x04 nothing"):
        assert verified(tmp_path, raw, verifier)[0] == 1


def test_the_command_line_takes_it_out_and_leaves_the_chain_sound(app, cast, tmp_path):
    told(cast)

    def run(*more):
        arguments = ["export", "sommar", "--what", "archive", "-o", str(tmp_path / "e.zip"), *more]
        return app.test_cli_runner().invoke(cli, arguments, obj=ScriptInfo(create_app=lambda: app))

    assert run("--format", "csv").exit_code == 2
    assert "commander" in run("--format", "zip", "--as", cast.eva.email, "--language", "en").output
    assert not (tmp_path / "e.zip").exists()
    assert run("--format", "zip").exit_code == 0
    content = (tmp_path / "e.zip").read_bytes()
    assert verified(tmp_path, content, files(content)["verify.py"])[0] == 0
    last = db.session.scalars(db.select(AuditRecord).filter_by(chain="sommar").order_by(AuditRecord.number.desc()))
    assert last.first().what == "export.made"
    assert db.session.get_one(Chain, "sommar").length > 0
