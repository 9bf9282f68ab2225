"""Counts that tell of nobody: incidents by category, sector and hour, with small cells merged so that none is known.

Every published row counts at least `least`, rows never overlap, and nothing else is published. A cell below that is
merged with its small siblings into "*"; if they are still too few together, the smallest of the others goes with them
(complementary suppression), so that not even a known total of the category or the sector tells what was too small.
"""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from sqlalchemy import func, literal_column

from ..access import Actor
from ..events.models import Event, Place
from ..extensions import db
from ..formats import csv_file
from ..log.models import Incident
from ..log.queries import categories, utc_hour, visible_incidents
from ..paths import asset_folder
from ..words import current_language
from . import queries
from .cover import file_name
from .dictionary import tables
from .export_models import Export

MERGED, NOWHERE = "*", "–"
Path3 = tuple[str, ...]  # category, sector, hour
Cells = Sequence[tuple[Path3, int]]


@cache
def least() -> int:
    """The smallest count that is published, by seed/reference/secrecy.toml."""
    told = tomllib.loads((asset_folder("seed") / "reference" / "secrecy.toml").read_text("utf-8"))
    return int(told["statistics"]["least"])


def published(cells: Cells, least: int) -> Iterator[tuple[Path3, int]]:
    """What may be told of some cells: disjoint ones of at least `least`; nothing where all together are fewer."""
    if sum(count for _, count in cells) >= least:
        yield from _told(cells, (), least)


def _told(cells: Cells, prefix: Path3, least: int) -> Iterator[tuple[Path3, int]]:
    depth, width = len(prefix), len(cells[0][0])
    if depth == width:
        yield prefix, sum(count for _, count in cells)
        return
    groups: dict[str, list[tuple[Path3, int]]] = defaultdict(list)
    for path, count in cells:
        groups[path[depth]].append((path, count))
    sums = {key: sum(count for _, count in group) for key, group in groups.items()}
    merged = _merged(sums, least)
    for key in sorted(set(sums) - merged):
        yield from _told(groups[key], (*prefix, key), least)
    if merged:
        yield (*prefix, *([MERGED] * (width - depth))), sum(sums[key] for key in merged)


def _merged(sums: dict[str, int], least: int) -> set[str]:
    """The siblings that are told together only."""
    small = {key for key, count in sums.items() if count < least}
    if small and sum(sums[key] for key in small) < least:
        small.add(min(set(sums) - small, key=lambda key: (sums[key], key)))
    return small


def counted(event: Event, actor: Actor, export: Export) -> Counter[Path3]:
    """The visible incidents of an export's days by category, sector and hour of the local day."""
    hour = utc_hour(Incident.occurred_at)
    query = visible_incidents(event, actor).where(Incident.merged_into.is_(None))
    query = queries.in_days(query, Incident.occurred_at, event, export.first, export.last)
    sectors = db.session.execute(db.select(Place.id, Place.code).filter_by(event_id=event.id))
    places = {place: code for place, code in sectors}
    found: Counter[Path3] = Counter()
    keys = (Incident.category_code, Incident.sector_id)
    told = query.with_only_columns(hour, *keys, func.count()).group_by(literal_column("1"), *keys)
    for text, category, sector, count in db.session.execute(told):
        local = event.local(datetime.fromisoformat(f"{text}:00+00:00"))
        found[category, places.get(sector, NOWHERE), f"{local:%H}"] += count
    return found


class StatisticsFile:
    """Such counts as a CSV."""

    media_type = "text/csv"

    def __init__(self, event: Event, actor: Actor, export: Export):
        self.event, self.actor, self.export = event, actor, export

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"{file_name(self.event, self.export, 'statistics')}.csv"

    def rows(self) -> Iterator[dict[str, Any]]:
        """The published counts as rows."""
        names = {category.code: category.name(current_language()) for category in categories()}
        found = counted(self.event, self.actor, self.export)
        for (category, sector, hour), count in published(list(found.items()), least()):
            yield {
                "category": category, "category_name": names.get(category, category), "sector": sector, "hour": hour,
                "count": count,
            }  # fmt: skip

    def open(self) -> BinaryIO:
        """The whole file."""
        return filed(csv_file(tables()["statistics"].columns(current_language()), self.rows()))


def filed(pieces: Iterable[bytes]) -> BinaryIO:
    """A file of some pieces, gone when it is closed."""
    made: BinaryIO = TemporaryFile(prefix="eventops-")  # noqa: SIM115
    made.writelines(pieces)
    made.seek(0)
    return made
