"""What imports of other systems' logs have in common: what they report, and that they can be rehearsed."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import click

from ..access import Actor
from ..changes import Change, change
from ..events.models import Event
from ..extensions import db

Progress = Callable[[int], object]  # hears how many rows have been dealt with since it last heard


@dataclass
class Report:
    """What an import came to: counts of rows, refused lines with the reason, and unmapped types with how many."""

    read: int = 0
    taken: int = 0
    already: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    unmapped: Counter[str] = field(default_factory=Counter)


class Rehearsed(Exception):
    """Leaves a change without saving anything."""


@contextmanager
def rehearsable(event: Event, actor: Actor, *, dry_run: bool) -> Iterator[Change]:
    """A change that is made like any other and, in a dry run, not saved."""
    try:
        with change(event, actor) as record:
            yield record
            if dry_run:
                raise Rehearsed
    except Rehearsed:
        pass


def event_called(slug: str) -> Event:
    """The event that a command names; a ClickException when there is none."""
    event: Event | None = db.session.scalar(db.select(Event).filter_by(slug=slug))
    if event is None:
        raise click.ClickException(f"There is no event called {slug}.")
    return event


@contextmanager
def progress_bar(rows: Callable[[], int]) -> Iterator[Progress]:
    """A bar on a terminal; elsewhere nothing, and the rows are not counted beforehand."""
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    with click.progressbar(length=rows(), label="Importing", file=sys.stderr) as bar:
        yield bar.update


def told(report: Report, *, dry_run: bool, also: dict[str, int] | None = None) -> Iterator[str]:
    """A report as the lines a command prints; `also` are further counts, in their place among the others."""
    if dry_run:
        yield "Dry run: nothing was saved."
    counts = {"Rows read": report.read, "Taken": report.taken, **(also or {}), "Already there": report.already}
    for name, count in {**counts, "Refused": len(report.refused)}.items():
        yield f"{name:<14} {count:>8}"
    yield from (f"  line {line}: {reason}" for line, reason in report.refused)


def told_unmapped(report: Report, fallback: str) -> Iterator[str]:
    """The types that no category says honestly, with how many of each."""
    yield f"Unmapped types {report.unmapped.total():>8}  (filed under {fallback})"
    yield from (f"  {count:>8}  {type}" for type, count in report.unmapped.most_common())
