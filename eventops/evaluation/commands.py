"""The command line's way to take a log out."""

import os
import sys
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO

import click
from flask.cli import with_appcontext
from flask_babel import force_locale, gettext

from ..access import SYSTEM, Actor, Permission
from ..errors import N_, Refused
from ..events.models import Event, Membership
from ..events.scope import actor_of
from ..extensions import db
from ..people.models import Account
from .actions import Asked, export_log
from .documents import document
from .export import EVERY, LogFile
from .export_models import EVALUATION, OWN_USE, Export, Format, What
from .sealing import sealed
from .tables import READ_BY, open_to

FILE = click.Path(dir_okay=False, path_type=Path)
TABLE = "Of a CSV: which table instead of the log's lines, or every one in an archive."
FORMS = {"report": "pdf", "statistics": "csv", "archive": "zip"}  # what is made in one form only
DAY = click.DateTime(["%Y-%m-%d"])


@click.command("export")
@click.argument("event", metavar="EVENT")
@click.option("--format", "form", type=click.Choice([each.value for each in Format]), required=True)
@click.option("-o", "--output", type=FILE, required=True, help="The file to write.")
@click.option("--as", "email", metavar="EMAIL", help="Take out what this member may see; without it, everything.")
@click.option("--language", type=click.Choice(["sv", "en"]), help="Of headings and labels; by default the member's.")
@click.option("--from", "first", type=DAY, metavar="DATE", help="The first operational day.")
@click.option("--through", "last", type=DAY, metavar="DATE", help="The last operational day.")
@click.option("--what", type=click.Choice(["log", "report", "statistics", "archive"]), default="log", show_default=True)
@click.option("--table", "part", type=click.Choice([*(code for code in READ_BY), "incidents", EVERY]), help=TABLE)
@click.option("--recipient", default=OWN_USE, show_default=True, help="To whom it goes.")
@click.option("--purpose", default=EVALUATION, show_default=True, help="Why it is taken out.")
@with_appcontext
def export(
    event: str, form: str, output: Path, email: str | None, language: str | None, first: Any, last: Any, **more: Any
) -> None:
    """Take the log of EVENT out as a file (or its report, its statistics, the whole event), on the record."""
    found = db.session.scalar(db.select(Event).filter_by(slug=event))
    if found is None:
        raise Refused(N_("There is no event %(slug)s."), slug=event)
    member = _member(found, email) if email else None
    actor = _exporter(member)
    spoken = language or (member.account.language if member else None) or "sv"
    with force_locale(spoken):
        days = {"first": first and first.date(), "last": last and last.date()}
        taken = export_log(found, actor, _asked(form, actor, language=spoken, **days, **more))
        _write(found, actor, taken, output)
    click.echo(f"{taken.lines} lines, {taken.incidents} incidents, head {taken.head}", err=True)


def _asked(form: str, actor: Actor, what: str, part: str | None, **more: Any) -> Asked:
    """What was asked for, if there is such a thing in such a form for such an actor."""
    if form != FORMS.get(what, form):
        raise click.UsageError(f"--what {what} is made as {FORMS[what]} only.")
    if part and (form != Format.CSV or what != What.LOG):
        raise click.UsageError("--table goes with --format csv only.")
    if part not in (None, EVERY, *open_to(actor)):
        raise Refused(N_("%(name)s may not take %(table)s out."), name=actor.name, table=part)
    return Asked(format=Format(form), what=What(what), part=part, **more)


def _member(event: Event, email: str) -> Membership:
    standing = db.select(Membership).join(Membership.account).where(Account.email == email.lower(), Account.active)
    query = standing.where(Membership.event_id == event.id, Membership.revoked_at.is_(None)).order_by(Membership.id)
    member: Membership | None = db.session.scalars(query).first()
    if member is None:
        raise Refused(N_("%(email)s is not a member of %(slug)s."), email=email, slug=event.slug)
    return member


def _exporter(member: Membership | None) -> Actor:
    actor = actor_of(member) if member else SYSTEM
    if not actor.may(Permission.LOG_EXPORT):
        message = N_("%(name)s may not take the log out in the role of %(role)s.")
        raise Refused(message, name=actor.name, role=actor.role)
    return actor


def _write(event: Event, actor: Actor, taken: Export, output: Path) -> None:
    """Write beside the place and move there, so that a file of that name is always whole."""
    half = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with _made(event, actor, taken) as made, half.open("wb") as written:
            copyfileobj(made, written)
        half.replace(output)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise click.ClickException(f"{output}: {error.strerror}") from error


def _made(event: Event, actor: Actor, taken: Export) -> BinaryIO:
    file, quiet = document(event, actor, taken), not sys.stderr.isatty()
    length = file.to_read if isinstance(file, LogFile) else 1
    with click.progressbar(length=length, label=gettext("Reading the log"), file=sys.stderr, hidden=quiet) as bar:
        if isinstance(file, LogFile):
            file.passed = bar.update
        return sealed(event, actor, file)
