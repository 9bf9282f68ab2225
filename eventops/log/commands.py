"""Commands that take things into a log."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext

from ..access import SYSTEM
from ..errors import Refused
from ..events.models import Event
from ..extensions import db
from .notices import read_notices
from .polisen import Report, import_notices, mapping


@click.command("polisen-events")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--event", "slug", required=True, metavar="SLUG", help="The event whose log takes them.")
@click.option("--dry-run", is_flag=True, help="Report what would be taken, and save nothing.")
@with_appcontext
def polisen_events(file: Path, slug: str, dry_run: bool) -> None:
    """Import public notices of the Swedish police: JSON lines or a JSON array, plain or gzip."""
    event = db.session.scalar(db.select(Event).filter_by(slug=slug))
    if event is None:
        raise click.ClickException(f"There is no event called {slug}.")
    try:
        with _progress(file) as progress:
            report = import_notices(event, SYSTEM, file, dry_run=dry_run, progress=progress)
    except (Refused, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo("\n".join(_told(report, dry_run)))


@contextmanager
def _progress(file: Path) -> Iterator[Callable[[int], object]]:
    """A bar on a terminal; elsewhere nothing, and the rows are not counted beforehand."""
    if not sys.stderr.isatty():
        yield lambda rows: None
        return
    total = sum(1 for _ in read_notices(file))
    with click.progressbar(length=total, label="Importing", file=sys.stderr) as bar:
        yield bar.update


def _told(report: Report, dry_run: bool) -> Iterator[str]:
    if dry_run:
        yield "Dry run: nothing was saved."
    yield f"Rows read      {report.read:>8}"
    yield f"Taken          {report.taken:>8}"
    yield f"Already there  {report.already:>8}"
    yield f"Refused        {len(report.refused):>8}"
    yield from (f"  line {line}: {reason}" for line, reason in report.refused)
    yield f"Unmapped types {report.unmapped.total():>8}  (filed under {mapping().fallback})"
    yield from (f"  {count:>8}  {type}" for type, count in report.unmapped.most_common())
