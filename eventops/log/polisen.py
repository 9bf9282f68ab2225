"""Public notices of the Swedish police, taken into the log of an event as incidents of the past."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from .. import clock
from ..access import ALL, Actor
from ..events.models import Event
from ..paths import asset_folder
from .actions import AHEAD, MAX_TEXT, MAX_TITLE, Opening, open_incidents
from .imports import Report, rehearsable
from .json_text import Problem
from .notices import Notice, read_notices

SITE = "https://polisen.se"
CHUNK = 500  # notices in one change


@dataclass(frozen=True)
class Mapping:
    """Which category a type of notice belongs to."""

    types: dict[str, str]
    fallback: str

    def category(self, type: str) -> str | None:
        """The category's code, or None where there is no honest one."""
        return self.types.get(type.casefold())


def import_notices(
    event: Event,
    actor: Actor,
    path: Path,
    *,
    dry_run: bool = False,
    progress: Callable[[int], object] = lambda rows: None,
) -> Report:
    """Take every notice of a file into an event's log, each with its own record; those already there are passed over.

    A `dry_run` does the same and saves nothing. `progress` hears how many rows have been dealt with since it last
    heard. Raises OSError for a file that cannot be read, and Conflict when the event is not live.
    """
    report, chunk, seen = Report(), list[Opening](), set[str]()
    for opening in _openings(path, report, seen):
        chunk.append(opening)
        if len(chunk) == CHUNK:
            _take(event, actor, chunk, report, dry_run)
            progress(CHUNK)
            chunk = []
    if chunk:
        _take(event, actor, chunk, report, dry_run)
        progress(len(chunk))
    return report


def client_id(notice: Notice) -> str:
    """The UUID that makes a notice the same one however often it is imported."""
    return str(uuid5(NAMESPACE_URL, f"{SITE}/handelser/{notice.id}"))


def _openings(path: Path, report: Report, seen: set[str]) -> Iterator[Opening]:
    for line, found in read_notices(path):
        report.read += 1
        if reason := _refusal(found):
            report.refused.append((line, reason))
        elif isinstance(found, Notice):
            opening = _opening(found, report)
            if opening.client_id in seen:
                report.already += 1
            else:
                seen.add(opening.client_id)
                yield opening


def _refusal(found: Notice | Problem) -> str | None:
    if isinstance(found, Problem):
        return found.reason
    if len(found.title) > MAX_TITLE:
        return f"type and location are longer than {MAX_TITLE} characters"
    if len(_text(found)) > MAX_TEXT:
        return f"summary and url are longer than {MAX_TEXT} characters"
    if found.occurred_at > clock.now() + AHEAD:
        return "it has not happened yet"
    return None


def _opening(notice: Notice, report: Report) -> Opening:
    category = mapping().category(notice.type)
    if category is None:
        report.unmapped[notice.type] += 1
    return Opening(
        category=category or mapping().fallback,
        title=notice.title,
        client_id=client_id(notice),
        audience=ALL,
        published=True,
        occurred_at=notice.occurred_at,
        lat=notice.lat,
        lon=notice.lon,
        place=notice.place or None,
        text=_text(notice),
    )


def _text(notice: Notice) -> str:
    source = f"{SITE}{notice.url}" if notice.url.startswith("/") else notice.url
    return "\n".join(part for part in (notice.summary, source) if part)


def _take(event: Event, actor: Actor, chunk: list[Opening], report: Report, dry_run: bool) -> None:
    with rehearsable(event, actor, dry_run=dry_run):
        taken = open_incidents(event, actor, chunk, closed=True)
    report.taken += taken
    report.already += len(chunk) - taken


@cache
def mapping() -> Mapping:
    """How types of notices map to the taxonomy, from seed/reference/polisen.toml."""
    said = tomllib.loads((asset_folder("seed") / "reference" / "polisen.toml").read_text("utf-8"))
    return Mapping({type.casefold(): code for type, code in said["types"].items()}, said["fallback"])
