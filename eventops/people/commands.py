"""The office at the command line: adding accounts and API tokens."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import with_appcontext

from ..access import SYSTEM
from ..errors import Refused
from ..extensions import db
from . import actions
from .models import Account


@contextmanager
def _one_line() -> Iterator[None]:
    try:
        yield
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal


@click.group()
def user() -> None:
    """Accounts."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True, help="Who it is.")
@click.option("--admin", is_flag=True, help="May make accounts, organisations and events.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_appcontext
def add_user(email: str, name: str, admin: bool, password_stdin: bool) -> None:
    """Add an account for EMAIL; asks for its password."""
    password = _from_stdin() if password_stdin else click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with _one_line():
        account = actions.add_account(SYSTEM, email=email, name=name, password=password, is_admin=admin)
    click.echo(f"{account.email} can sign in.")


@click.group()
def token() -> None:
    """API tokens."""


@token.command("create")
@click.argument("email")
@click.option("--name", "label", required=True, help="What it is for.")
@click.option("--event", "event_slug", help="The only event it may enter.")
@click.option("--days", type=click.IntRange(min=1), help="How long it is valid; without end if not given.")
@with_appcontext
def create_token(email: str, label: str, event_slug: str | None, days: int | None) -> None:
    """Print a new API token for the account EMAIL. It is shown this once."""
    with _one_line():
        account = db.session.scalar(db.select(Account).filter_by(email=actions.address(email)))
        if account is None:
            raise Refused("There is no account %(email)s.", email=email)
        text, _ = actions.issue_token(account, SYSTEM, label=label, event_slug=event_slug, days=days)
    click.echo(text)


def _from_stdin() -> str:
    return sys.stdin.readline().rstrip("\r\n")
