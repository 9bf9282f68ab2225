"""What those who run an installation do at the command line: serve, migrate, seed, verify, back up and restore."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import inspect

from . import backup as archives
from .clock import now
from .errors import N_, Refused
from .extensions import db
from .log import integrity
from .people.models import Account
from .seeding import DemoAccount, seed_demo, seed_reference
from .server import command as server_command

SPEED = click.FloatRange(min=0, min_open=True)
Command = TypeVar("Command", bound=Callable[..., Any])


def address(command: Command) -> Command:
    """Where to serve."""
    command = click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)(command)
    return click.option("--host", default="127.0.0.1", show_default=True)(command)


@click.command()
@address
def serve(host: str, port: int) -> None:
    """Serve in one process, until told to stop."""
    _become(server_command(host, port))


@click.command()
@address
@click.option("--fresh", is_flag=True, help="Begin again with an empty database.")
@click.option("--play", type=SPEED, metavar="SPEED", help="Replay the festival's log live, so many times faster.")
@with_appcontext
def demo(host: str, port: int, fresh: bool, play: float | None) -> None:
    """Serve an invented festival: made at the first call, kept for the next ones."""
    upgrade()
    click.echo("\n".join(_table(_demo(fresh))))
    db.session.remove()
    db.engine.dispose()
    _become(server_command(host, port, *(["--play", str(play)] if play else [])))


@click.group("db")
def database() -> None:
    """The database."""


@database.command("upgrade")
@with_appcontext
def upgrade_database() -> None:
    """Make the tables, or bring them to what this version needs."""
    upgrade()
    click.echo("The database is up to date.")


@click.group()
def seed() -> None:
    """What an installation starts with."""


@seed.command("reference")
@with_appcontext
def reference() -> None:
    """Load or refresh the taxonomy."""
    click.echo(f"{seed_reference()} categories changed.")


@seed.command("demo")
@with_appcontext
def demonstration() -> None:
    """Load the invented festival, unless it is there."""
    click.echo("\n".join(_table(_demo(fresh=False))))


@click.group()
def audit() -> None:
    """The audit trail."""


@audit.command("verify")
@click.argument("event", required=False)
@click.option("--head", metavar="HASH", help="A head that was printed or kept elsewhere; it must be part of the chain.")
@with_appcontext
def verify(event: str | None, head: str | None) -> None:
    """Check the record of EVENT, or of everything, and what is stored against it, kept files included."""
    if head and not event:
        raise click.UsageError("--head belongs to one event: name it.")
    integrity.snapshot_of_database()
    known = integrity.chains()
    if event and event not in known:
        raise Refused(N_("There is no event called %(slug)s."), slug=event)
    names = [event] if event else known
    total, unseen = integrity.length_of(names), not sys.stderr.isatty()
    with click.progressbar(length=total, label="Verifying", file=sys.stderr, hidden=unseen) as bar:
        verdicts = [integrity.verify(name, head, bar.update, _instance()) for name in names]
    for verdict in verdicts:
        prefix = "" if event else f"{verdict.chain}: "
        if verdict.fault:
            raise click.ClickException(f"{prefix}record {verdict.fault.number} is broken: {verdict.fault.why}")
        click.echo(f"{prefix}{verdict.length} records, head {verdict.head}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def backup(file: Path) -> None:
    """Write the database and the attachments to FILE, also while serving."""
    manifest = archives.pack(db.engine, current_app.config["INSTANCE"], file)
    records = sum(length for length, _ in manifest.chains.values())
    click.echo(f"{len(manifest.chains)} chains with {records} records are in {file}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@with_appcontext
def restore(file: Path) -> None:
    """Replace everything by what FILE holds, if its record is unbroken; what was there is kept beside it."""
    with archives.unpacked(file) as (manifest, folder):
        kept = _keep_what_is_there()
        try:
            _put_back(manifest, folder)
        except Refused:
            db.session.remove()
            if kept:
                with archives.unpacked(kept) as (former, former_folder):
                    archives.put_back(db.engine, current_app.config["INSTANCE"], former, former_folder)
            raise
    for name, (length, head) in sorted(manifest.chains.items()):
        click.echo(f"{name}: {length} records, head {head}")
    click.echo(f"What was there before is in {kept}." if kept else "Restored.")


def _keep_what_is_there() -> Path | None:
    if not inspect(db.engine).has_table("chain"):
        return None
    instance: Path = current_app.config["INSTANCE"]
    kept = instance / f"before-restore-{now():%Y%m%dT%H%M%S%f}.zip"
    archives.pack(db.engine, instance, kept)
    return kept


def _put_back(manifest: archives.Manifest, folder: Path) -> None:
    archives.put_back(db.engine, current_app.config["INSTANCE"], manifest, folder)
    upgrade()
    integrity.snapshot_of_database()
    for name in sorted({*manifest.chains, *integrity.chains()}):
        verdict = integrity.verify(name, kept_in=_instance())
        if verdict.fault:
            raise Refused(
                N_("The backup is broken and was not restored: %(chain)s, record %(number)s: %(why)s"),
                chain=name, number=verdict.fault.number, why=verdict.fault.why,
            )  # fmt: skip
        if manifest.chains.get(name) != (verdict.length, verdict.head):
            raise Refused(N_("The backup is broken and was not restored: %(chain)s ends otherwise."), chain=name)
    db.session.remove()


def _instance() -> Path:
    return Path(current_app.config["INSTANCE"])


def _demo(fresh: bool) -> list[DemoAccount]:
    if fresh or db.session.scalar(db.select(Account.id).limit(1)) is None:
        click.echo("Telling the festival's story; this takes a moment …", err=True)
    return seed_demo(fresh=fresh)


def _table(accounts: list[DemoAccount]) -> list[str]:
    rows = [("Sign in as", "password", "role", "organisation")]
    rows += [(account.email, account.password, account.role, account.organisation) for account in accounts]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _become(argv: list[str]) -> None:
    """Turn this process into another, so that what patches the standard library comes first there."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(argv[0], argv)
