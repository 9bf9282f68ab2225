"""Commands that take things into an event's frame."""

from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import with_appcontext

from ..access import SYSTEM
from ..errors import Refused
from ..extensions import db
from . import actions
from .actions import Outcome, Taking
from .models import Event
from .place_files import read


@click.command("places")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--event", "slug", required=True, metavar="SLUG", help="The event whose places they are.")
@click.option("--update", is_flag=True, help="Change the places that are there already and say otherwise.")
@click.option("--dry-run", is_flag=True, help="Report what would be taken, and save nothing.")
@with_appcontext
def places(file: Path, slug: str, update: bool, dry_run: bool) -> None:
    """Import places: GeoJSON, KML, KMZ or GPX, by the ending of the file's name."""
    event = db.session.scalar(db.select(Event).filter_by(slug=slug))
    if event is None:
        raise click.ClickException(f"There is no event called {slug}.")
    try:
        rows = read(file.name, file.read_bytes())
    except (Refused, OSError) as error:
        raise click.ClickException(str(error)) from error
    if dry_run:
        outcome = actions.judge(event, rows, update=update)
    else:
        outcome = actions.take_places(event, SYSTEM, rows, update=update)
    click.echo("\n".join(_told(outcome, dry_run)))


def _told(outcome: Outcome, dry_run: bool) -> Iterator[str]:
    if dry_run:
        yield "Dry run: nothing was saved."
    yield f"Rows read      {len(outcome.verdicts):>8}"
    yield f"Taken          {outcome.count(Taking.ADDED):>8}"
    yield f"Changed        {outcome.count(Taking.CHANGED):>8}"
    yield f"Already there  {outcome.count(Taking.STANDING):>8}"
    yield f"Refused        {outcome.count(Taking.REFUSED):>8}"
    yield from (f"  row {each.line}: {each.reason}" for each in outcome.of(Taking.REFUSED))
