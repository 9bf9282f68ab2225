"""Archives of an installation: its database, its attachments and the salt that its second factors are kept with."""

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from sqlalchemy import Engine, text

from . import clock
from .errors import N_, Refused

FORMAT = 1
ATTACHMENTS, SALT, MANIFEST = "attachments", "salt", "manifest.json"
DUMPS = {"sqlite": "database.sqlite", "postgresql": "database.pgdump"}
CHAINS, REVISION = "SELECT name, length, head FROM chain", "SELECT version_num FROM alembic_version"


@dataclass(frozen=True)
class Manifest:
    """What an archive holds: when it was made, of which database at which migration, and how its chains end."""

    format: int
    made_at: str
    database: str
    revision: str
    chains: dict[str, tuple[int, str]]


def pack(engine: Engine, instance: Path, file: Path) -> Manifest:
    """Write an archive while others go on working. Refused when the file exists or a tool is missing."""
    if file.exists():
        raise Refused(N_("%(file)s exists. Choose another name."), file=file)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
        dump = Path(folder) / DUMPS[engine.dialect.name]
        manifest = _dump_sqlite(engine, dump) if engine.dialect.name == "sqlite" else _dump_postgresql(engine, dump)
        packed = Path(folder) / "archive"
        _write(packed, manifest, dump, instance)
        packed.chmod(0o600)
        os.link(packed, file)  # all of it or nothing, and never over another file
    return manifest


@contextmanager
def unpacked(file: Path) -> Iterator[tuple[Manifest, Path]]:
    """An archive's manifest and a folder with its content. Refused when it is none, or of another kind."""
    with tempfile.TemporaryDirectory(prefix="eventops-restore-") as name:
        folder = Path(name)
        try:
            with ZipFile(file) as archive:
                archive.extractall(folder)
            told = json.loads((folder / MANIFEST).read_text())
            told["chains"] = {chain: (length, head) for chain, (length, head) in told["chains"].items()}
            manifest = Manifest(**told)
        except (BadZipFile, KeyError, TypeError, ValueError, OSError) as error:
            raise Refused(N_("%(file)s is not a whole backup of eventops."), file=file) from error
        yield manifest, folder


def put_back(engine: Engine, instance: Path, manifest: Manifest, folder: Path) -> None:
    """Replace the database, the salt and the attachments by an archive's. Refused when the database is in use."""
    if manifest.format != FORMAT or manifest.database != engine.dialect.name:
        raise Refused(N_("This backup is of another kind of database (%(database)s)."), database=manifest.database)
    engine.dispose()
    dump = folder / DUMPS[manifest.database]
    if manifest.database == "sqlite":
        _load_sqlite(engine, dump)
    else:
        whole = ("--clean", "--if-exists", "--no-owner", "--single-transaction")
        _run("pg_restore", *whole, "-d", _url(engine), str(dump))
    shutil.copyfile(folder / SALT, instance / SALT)
    shutil.rmtree(instance / ATTACHMENTS, ignore_errors=True)
    if (folder / ATTACHMENTS).is_dir():
        shutil.copytree(folder / ATTACHMENTS, instance / ATTACHMENTS)


def _write(packed: Path, manifest: Manifest, dump: Path, instance: Path) -> None:
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(MANIFEST, json.dumps(vars(manifest), indent=2))
        archive.write(dump, dump.name)
        archive.write(instance / SALT, SALT)
        for path in sorted((instance / ATTACHMENTS).rglob("*")):
            archive.write(path, str(path.relative_to(instance)))


def _manifest(database: str, revision: str, chains: Any) -> Manifest:
    heads = {name: (length, head) for name, length, head in chains}
    return Manifest(FORMAT, clock.now().isoformat(), database, revision, heads)


def _dump_sqlite(engine: Engine, dump: Path) -> Manifest:
    with closing(sqlite3.connect(str(engine.url.database))) as live, closing(sqlite3.connect(dump)) as copy:
        live.backup(copy)
        return _manifest("sqlite", copy.execute(REVISION).fetchone()[0], copy.execute(CHAINS).fetchall())


def _load_sqlite(engine: Engine, dump: Path) -> None:
    with closing(sqlite3.connect(dump)) as copy, closing(sqlite3.connect(str(engine.url.database), timeout=2)) as live:
        try:
            copy.backup(live)
        except sqlite3.OperationalError as error:
            raise Refused(N_("The database is in use. Stop the server and try again.")) from error


def _dump_postgresql(engine: Engine, dump: Path) -> Manifest:
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        revision = connection.execute(text(REVISION)).scalar_one()
        chains = connection.execute(text(CHAINS)).all()
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={dump}", _url(engine))
    return _manifest("postgresql", revision, chains)


def _url(engine: Engine) -> str:
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _run(tool: str, *arguments: str) -> None:
    if not shutil.which(tool):
        raise Refused(N_("%(tool)s is not installed. It comes with PostgreSQL's client programs."), tool=tool)
    done = subprocess.run([tool, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        raise Refused(N_("%(tool)s failed: %(said)s"), tool=tool, said=said)
