"""Commands that take things into a log."""

from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import with_appcontext

from ..access import ALL, COMMAND, POLICE, SYSTEM
from ..errors import Refused
from . import polisen, ranger_import
from .imports import event_called, progress_bar, told, told_unmapped
from .notices import read_notices
from .ranger import read_head
from .ranger_import import RangerReport, Wish

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("polisen-events")
@click.argument("file", type=FILE)
@click.option("--event", "slug", required=True, metavar="SLUG", help="The event whose log takes them.")
@click.option("--dry-run", is_flag=True, help="Report what would be taken, and save nothing.")
@with_appcontext
def polisen_events(file: Path, slug: str, dry_run: bool) -> None:
    """Import public notices of the Swedish police: JSON lines or a JSON array, plain or gzip."""
    event = event_called(slug)
    try:
        with progress_bar(lambda: sum(1 for _ in read_notices(file))) as progress:
            report = polisen.import_notices(event, SYSTEM, file, dry_run=dry_run, progress=progress)
    except (Refused, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo("\n".join([*told(report, dry_run=dry_run), *told_unmapped(report, polisen.mapping().fallback)]))


@click.command("ranger-ims")
@click.argument("file", type=FILE)
@click.option("--event", "slug", required=True, metavar="SLUG", help="The event whose log takes them.")
@click.option("--event-name", metavar="NAME", help="Which event of the export; needed when it holds several.")
@click.option("--from", "source", metavar="NAME", help="What the source is called; the event's name unless given.")
@click.option("--audience", type=click.Choice([POLICE, COMMAND, ALL]), default=POLICE, help="Who may read it.")
@click.option(
    "--priorities", type=click.Choice(sorted(ranger_import.mapping().priorities)),
    help="Take priorities over, counted so; otherwise they stand in the text.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Report what would be taken, and save nothing.")
@with_appcontext
def ranger_ims(
    file: Path,
    slug: str,
    event_name: str | None,
    source: str | None,
    audience: str,
    priorities: str | None,
    dry_run: bool,
) -> None:
    """Import incidents and field reports of a Ranger IMS export (JSON); a newer export adds what is new in it."""
    event = event_called(slug)
    try:
        export = read_head(file)
        chosen = export.events[ranger_import.choose(export, event_name)]
        wish = Wish(source or ranger_import.named(chosen), audience, priorities)
        with progress_bar(lambda: chosen.rows) as progress:
            report = ranger_import.import_export(
                event, SYSTEM, file, wish=wish, event_name=event_name, dry_run=dry_run, progress=progress
            )
    except (Refused, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo("\n".join([*told(report, dry_run=dry_run, also={"Added to": report.added_to}), *_written(report)]))


def _written(report: RangerReport) -> Iterator[str]:
    counts = {
        "Lines written": report.lines, "Lines struck": report.struck, "State changes": report.states,
        "On record only": report.kept, "Files missing": report.files,
    }  # fmt: skip
    yield from (f"{name:<14} {count:>8}" for name, count in counts.items())
    yield from told_unmapped(report, ranger_import.mapping().fallback)
