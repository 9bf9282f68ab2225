"""The command that takes a survey's answers in."""

from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from ..access import SYSTEM
from ..errors import Refused
from ..events.models import Event
from ..extensions import db
from .survey_file import import_answers


@click.command("survey")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--event", "slug", required=True, metavar="SLUG", help="The event whose visitors answered.")
@click.option("--dry-run", is_flag=True, help="Report what would be taken, and save nothing.")
@with_appcontext
def survey(file: Path, slug: str, dry_run: bool) -> None:
    """Import answers to the survey: CSV whose first row names the questions by code (safe_site, police, ...)."""
    event = db.session.scalar(db.select(Event).filter_by(slug=slug))
    if event is None:
        raise click.ClickException(f"There is no event called {slug}.")
    try:
        with force_locale("en"):
            report = import_answers(event, SYSTEM, file.read_bytes(), dry_run=dry_run)
    except (Refused, OSError) as error:
        raise click.ClickException(str(error)) from error
    if dry_run:
        click.echo("Dry run: nothing was saved.")
    click.echo(f"Rows read      {report.read:>8}")
    click.echo(f"Taken          {report.taken:>8}")
    click.echo(f"Already there  {report.already:>8}")
    click.echo(f"Refused        {len(report.refused):>8}")
    for line, reason in report.refused:
        click.echo(f"  line {line}: {reason}")
