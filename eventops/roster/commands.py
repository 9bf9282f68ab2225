"""Commands that take people into an event's roster."""

from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import with_appcontext

from ..access import SYSTEM
from ..errors import Refused
from ..events.models import Event
from ..extensions import db
from ..people.models import Organisation
from ..sheets import read_beside
from . import actions
from .people_in import Outcome, Taking, judge
from .people_in.judging import faults_of


@click.command("roster")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--event", "slug", required=True, metavar="SLUG", help="The event whose people they are.")
@click.option("--organisation", metavar="SLUG", help="Of rows that say none.")
@click.option("--dry-run", is_flag=True, help="Report what would be taken, and save nothing.")
@with_appcontext
def roster(file: Path, slug: str, organisation: str | None, dry_run: bool) -> None:
    """Import people with their credentials and shifts: CSV or XLSX, columns by their headings."""
    event = db.session.scalar(db.select(Event).filter_by(slug=slug))
    if event is None:
        raise click.ClickException(f"There is no event called {slug}.")
    body = db.session.scalar(db.select(Organisation).filter_by(slug=organisation)) if organisation else None
    if organisation and body is None:
        raise click.ClickException(f"There is no organisation called {organisation}.")
    try:
        content = file.read_bytes()
    except OSError as error:
        raise click.ClickException(str(error)) from error
    found = actions.first_understood(event, read_beside(content), body)
    if "name" not in found.columns:
        raise Refused("No column is headed as a name. The headings are: %(headings)s.", headings=found.headings)
    if dry_run:
        outcome = judge(event, found.sheet, found.columns, body)
    else:
        outcome = actions.take_people(event, SYSTEM, found, accepting=f"Taken in from {file.name}")
    headings = dict(zip(found.columns, found.headings, strict=False))
    click.echo("\n".join(_told(outcome, headings, dry_run)))


def _told(outcome: Outcome, headings: dict[str, str], dry_run: bool) -> Iterator[str]:
    if dry_run:
        yield "Dry run: nothing was saved."
    refused, there = outcome.count(Taking.REFUSED), outcome.count(Taking.STANDING)
    yield f"Rows read      {len(outcome.rows):>8}"
    yield f"Taken          {len(outcome.rows) - refused - there:>8}"
    yield f"Already there  {there:>8}"
    yield f"Refused        {refused:>8}"
    for fault in faults_of(outcome.faulty, headings):
        where = f"row {fault['row']}, {fault['column'] or fault['code']}"
        yield f"  {where}: {'warning: ' if fault['warning'] else ''}{fault['reason']}"
