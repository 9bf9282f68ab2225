"""The commands as somebody at a terminal meets them."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from eventops.cli import COMMANDS, FORMATS, cli
from eventops.extensions import db
from eventops.log import actions as log
from eventops.log.models import Incident
from tests.cast import Cast
from tests.services import REQUIRED

from .conftest import Said

Run = Callable[..., Said]
CONTRACT = {"demo", "serve", "db", "seed", "user", "token", "import", "export", "audit", "backup", "restore"}


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS), *(["import", name] for name in FORMATS)])
def test_every_command_explains_itself(command: list[str]) -> None:
    said = CliRunner().invoke(cli, [*command, "--help"])
    assert said.exit_code == 0
    assert said.output.startswith("Usage: ")
    assert len(said.output.split("\n\n")[1].strip()) > 5


def test_the_commands_are_those_of_the_contract() -> None:
    assert set(COMMANDS) == CONTRACT | {"remind"}


def test_wrong_usage_ends_with_2_and_a_refusal_with_1_and_one_line(run: Run, cast: Cast) -> None:
    assert run("audit", "verify", "--nonsense").code == 2
    assert run("nonsense").code == 2
    refused = run("token", "create", "nobody@example.org", "--name", "x")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == "Error: There is no account nobody@example.org.\n"


def test_a_database_without_tables_says_what_to_do(run: Run, tmp_path: Path) -> None:
    said = run("audit", "verify", url=f"sqlite:///{tmp_path}/empty.db")
    assert (said.code, said.err) == (1, "Error: The database is not ready. Run: eventops db upgrade\n")
    assert run("db", "upgrade", url=f"sqlite:///{tmp_path}/empty.db").code == 0
    assert run("audit", "verify", url=f"sqlite:///{tmp_path}/empty.db").out.startswith("office: 0 records, head 0")
    assert run("seed", "reference", url=f"sqlite:///{tmp_path}/empty.db").out.endswith("categories changed.\n")
    assert run("seed", "reference", url=f"sqlite:///{tmp_path}/empty.db").out == "0 categories changed.\n"


def test_a_token_made_at_the_command_line_opens_the_api(run: Run, cast: Cast) -> None:
    token = run("token", "create", "olle@example.org", "--name", "test", "--event", "sommar").out.strip()
    answer = cast.visitor().get("/api/v1/events/sommar/incidents", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200


def test_a_backup_brings_back_what_was_there_and_keeps_what_is_there(run: Run, cast: Cast, tmp_path: Path) -> None:
    _open(cast, "Före")
    (tmp_path / "attachments").mkdir()
    (tmp_path / "attachments" / "bild.jpg").write_bytes(b"bild")
    file = tmp_path / "kopia.zip"
    done = run("backup", str(file))
    _need_client_programs(done)
    assert done.code == 0, done.err
    assert file.stat().st_mode & 0o077 == 0
    with ZipFile(file) as archive:
        assert "secret" not in archive.namelist()
        length, head = json.loads(archive.read("manifest.json"))["chains"]["sommar"]
    _open(cast, "Efter")
    (tmp_path / "attachments" / "bild.jpg").unlink()
    done = run("restore", str(file))
    assert done.code == 0, done.err
    assert f"sommar: {length} records, head {head}\n" in done.out
    assert _titles() == ["Före"]
    assert (tmp_path / "attachments" / "bild.jpg").read_bytes() == b"bild"
    kept = next(tmp_path.glob("before-restore-*.zip"))
    assert run("restore", str(kept)).code == 0
    assert _titles() == ["Före", "Efter"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL's dump is nothing to edit by hand
def test_a_tampered_backup_is_refused_and_leaves_everything_as_it_was(run: Run, cast: Cast, tmp_path: Path) -> None:
    _open(cast, "Före")
    file, forged = tmp_path / "kopia.zip", tmp_path / "forfalskad.zip"
    assert run("backup", str(file)).code == 0
    with ZipFile(file) as archive:
        archive.extractall(tmp_path / "isar")
    with sqlite3.connect(tmp_path / "isar" / "database.sqlite") as forger:
        forger.execute("UPDATE incident SET title = 'Ingenting'")
    forger.close()
    with ZipFile(forged, "w") as archive:
        for path in (tmp_path / "isar").iterdir():
            archive.write(path, path.name)
    _open(cast, "Efter")
    said = run("restore", str(forged))
    assert said.code == 1
    assert "was not restored: sommar" in said.err
    assert "incident/1 is not as recorded" in said.err
    assert _titles() == ["Före", "Efter"]


def test_a_backup_never_writes_over_a_file_and_a_restore_takes_only_backups(
    run: Run, cast: Cast, tmp_path: Path
) -> None:
    file = tmp_path / "finns.zip"
    file.write_bytes(b"annat")
    assert "exists. Choose another name." in run("backup", str(file)).err
    assert "is not a whole backup of eventops." in run("restore", str(file)).err
    assert run("restore", str(tmp_path / "finns-inte.zip")).code == 2


def test_serving_a_taken_port_is_refused_in_one_line(environment: dict[str, str]) -> None:
    first = _serve(environment, "serve", "--port", "18431")
    try:
        _wait_for("http://127.0.0.1:18431/healthz")
        second = subprocess.run(
            [sys.executable, "-m", "eventops.cli", "serve", "--port", "18431"],
            env=environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert (second.returncode, second.stderr.count("\n")) == (1, 1)
        assert "cannot serve on 127.0.0.1 port 18431" in second.stderr
    finally:
        first.send_signal(signal.SIGINT)
        out, err = first.communicate(timeout=60)
    assert (first.returncode, err) == (0, "")
    assert "eventops serves on http://127.0.0.1:18431/" in out


def _open(cast: Cast, title: str) -> None:
    log.open_incident(cast.event, cast.olle.actor(cast.event), log.Opening("O1", title))
    db.session.rollback()
    db.session.remove()
    db.engine.dispose()


def _titles() -> list[str]:
    titles = list(db.session.scalars(db.select(Incident.title).order_by(Incident.number)))
    db.session.remove()
    db.engine.dispose()
    return titles


def _need_client_programs(done: Said) -> None:
    if re.search("is not installed|version mismatch", done.err):
        (pytest.fail if "postgresql" in REQUIRED else pytest.skip)(done.err.strip())


def _serve(environment: dict[str, str], *argv: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "eventops.cli", *argv],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=os.getcwd(),
    )  # fmt: skip


def _wait_for(url: str, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=5) as answer:
                assert answer.status == 200
            return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer in {seconds} seconds")
