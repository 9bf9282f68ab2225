"""The command line on this test's database, in this process."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo

from eventops.cli import cli
from eventops.extensions import db
from tests.conftest import make_app


@dataclass
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(database_url: str, tmp_path: Path) -> Callable[..., Said]:
    """run("audit", "verify") runs a command as a process of its own would, on an app of its own."""

    def of(*argv: str, input: str | None = None, url: str = database_url, folder: Path = tmp_path) -> Said:
        made: list[Flask] = []

        def create() -> Flask:
            made.append(make_app(url, folder))
            return made[0]

        info = ScriptInfo(create_app=create, set_debug_flag=False)
        done = CliRunner().invoke(cli, argv, input=input, obj=info, prog_name="eventops")
        for app in made:
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Said(done.exit_code, done.stdout, done.stderr)

    return of


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a process of its own in an empty instance."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EVENTOPS_")}
    return kept | {"EVENTOPS_INSTANCE": str(tmp_path / "instance")}
