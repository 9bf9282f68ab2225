"""The stage: a migrated database with the cast in it, copied for every test, on SQLite and on PostgreSQL."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade
from flask_security import hash_password
from flask_socketio.test_client import SocketIOTestClient
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

from eventops import create_app
from eventops.extensions import db, limiter
from eventops.seeding import seed_reference

from .cast import PASSWORD, Browser, Cast, raise_curtain
from .services import POSTGRESQL, chromium, need

WORKER = f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
KEPT = Path(__file__).with_name("kept.sql")
PLAY, STAGE = f"eventops_test_{WORKER}_play", f"eventops_test_{WORKER}_stage"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


MEMORY, ROOM = Path("/dev/shm"), 4 << 30
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:  # a test's files need to outlive no power cut
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def make_app(url: str, folder: Path, **more: Any) -> Flask:
    """An app of its own on a database."""
    app = create_app(
        SQLALCHEMY_DATABASE_URI=url,
        INSTANCE=folder,
        TESTING=True,
        SECRET_KEY="test",
        SECURITY_PASSWORD_SALT="test",
        **more,
    )
    app.test_client_class = Browser
    return app


def _set_stage(url: str, folder: Path) -> None:
    app = make_app(url, folder)
    with app.app_context():
        upgrade()
        seed_reference()
        raise_curtain(hash_password(PASSWORD))
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stage")
    _set_stage(f"sqlite:///{folder}/stage.db", folder)
    return folder / "stage.db"


@pytest.fixture(scope="session")
def postgresql_stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    need("postgresql")
    _statement(f'CREATE DATABASE "{STAGE}"')
    try:
        _set_stage(_url(STAGE), tmp_path_factory.mktemp("stage"))
        _statement(KEPT.read_text("utf-8"), database=STAGE)
        yield STAGE
    finally:
        _statement(f'DROP DATABASE IF EXISTS "{PLAY}" WITH (FORCE)')
        _statement(f'DROP DATABASE IF EXISTS "{STAGE}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database of this test alone, with the cast in it; the next test of this worker finds its own at its address."""
    if request.param == "sqlite":
        play = tmp_path_factory.getbasetemp() / "play.db"
        for old in play.parent.glob("play.db*"):
            old.unlink()
        shutil.copy(request.getfixturevalue("sqlite_stage"), play)
        yield f"sqlite:///{play}"
        return
    stage = request.getfixturevalue("postgresql_stage")
    if not _restored(PLAY):
        _statement(f'DROP DATABASE IF EXISTS "{PLAY}" WITH (FORCE)')
        _statement(f'CREATE DATABASE "{PLAY}" TEMPLATE "{stage}"')
    yield _url(PLAY)


@pytest.fixture(scope="session")
def assembled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Flask]:
    """One app at each address: to assemble it and to compile its templates and queries anew takes half of a test."""
    return cache(lambda url: make_app(url, tmp_path_factory.getbasetemp()))


@pytest.fixture
def app(database_url: str, tmp_path: Path, assembled: Callable[[str], Flask]) -> Iterator[Flask]:
    """The app on this test's database, as it left the factory, with its context pushed."""
    app = assembled(database_url)
    config = dict(app.config)
    app.config["INSTANCE"], app.test_client_class = tmp_path, Browser
    (tmp_path / "salt").write_text("test")
    limiter.init_app(app)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    for screen in filter(SocketIOTestClient.is_connected, list(SocketIOTestClient.clients.values())):
        screen.disconnect()
    app.config.clear()
    app.config.update(config)


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Everybody in tests/cast.py."""
    return Cast(app)


@pytest.fixture
def event(cast: Cast) -> Any:
    """The live event of the cast."""
    return cast.event


def _url(name: str) -> str:
    return POSTGRESQL.rsplit("/", 1)[0] + f"/{name}"


def _restored(name: str) -> bool:
    """Whether the database is there and could be brought back to what it was on the stage (see kept.sql)."""
    try:
        with psycopg.connect(_dsn(name), autocommit=True) as connection:
            return connection.execute("SELECT kept.restore()").fetchone() == (True,)
    except psycopg.OperationalError:
        return False


def _statement(sql: str, database: str = "") -> None:
    with psycopg.connect(_dsn(database), autocommit=True) as connection:
        connection.execute(sql.encode())


def _dsn(database: str) -> str:
    return (_url(database) if database else POSTGRESQL).replace("+psycopg", "")


@pytest.fixture(scope="session")
def chrome() -> Iterator[Chromium]:
    """The system's Chromium."""
    need("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()
