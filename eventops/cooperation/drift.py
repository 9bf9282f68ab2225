"""Early signs of a trend in the wrong direction: more of a category in an area than in the periods before.

Two questions are asked. How likely are so many or more, were it as in the periods before (Poisson)? And has it crept up
over several of them: the exponentially weighted mean beyond its limit (Borror, Champ & Rigdon 1998)?
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

from sqlalchemy import and_, case, func, literal_column

from ..extensions import db
from ..log.trend import so_many_or_more
from .happenings import Scope, extent, parts
from .models import PictureTrend
from .picture_limits import PictureLimits
from .spans import Span

Key = tuple[str, int | None, str | None]  # category, sector and the words for a place without one


@dataclass(frozen=True)
class Sign:
    """A category in an area (a sector, else the words for a place): now, in each period before (the nearest first)."""

    category: str
    sector_id: int | None
    place: str | None
    observed: int
    before: tuple[int, ...]
    expected: float
    chance: float
    mean: float  # exponentially weighted, this period in it
    limit: float
    tests: tuple[str, ...]
    judged: PictureTrend | None = None

    @property
    def key(self) -> Key:
        """What it is a sign of."""
        return self.category, self.sector_id, self.place


@dataclass(frozen=True)
class Signs:
    """Those found, the least likely by chance first; `asked` is of how many, `periods` what they are compared with."""

    found: list[Sign]
    asked: int
    periods: list[Span]


def signs(scope: Scope, by: PictureLimits) -> Signs:
    """What there is more of in a span than before, of what the police and the viewer both may know."""
    scope = replace(scope, open_to_judges=True)
    periods = _before(scope, int(by.drift_periods))
    if not periods:
        return Signs([], 0, [])
    rows = _counts(scope, periods, by.drift_least)
    found = [sign for key, (now, *then) in rows if (sign := judge(key, now, then, by))]
    return Signs(sorted(found, key=lambda sign: (sign.chance, -sign.observed)), len(rows), periods)


def judge(key: Key, observed: int, before: Sequence[int], by: PictureLimits) -> Sign | None:
    """What two tests say of a count and those before it, the nearest first; None when both find it ordinary."""
    expected = max(by.drift_floor, sum(before) / len(before))
    chance = so_many_or_more(observed, expected)
    mean, limit = weighted(observed, before, expected, by)
    tests = [name for name, found in (("poisson", chance * 100 <= by.drift_chance), ("ewma", mean > limit)) if found]
    if not tests or observed <= expected:
        return None
    category, sector, place = key
    return Sign(category, sector, place, observed, tuple(before), expected, chance, mean, limit, tuple(tests))


def weighted(observed: int, before: Sequence[int], expected: float, by: PictureLimits) -> tuple[float, float]:
    """The exponentially weighted mean of counts from the farthest on, and the limit it passes when it creeps up."""
    weight, mean = by.drift_weight / 100, expected
    for count in (*reversed(before), observed):
        mean += weight * (count - mean)
    spread = sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * (len(before) + 1))) * expected)
    return mean, expected + by.drift_width * spread


def _before(scope: Scope, most: int) -> list[Span]:
    """The slots before that lie wholly within what the log tells of, the nearest first."""
    known = extent(scope.event, scope.actor)
    if known is None:
        return []
    begun = scope.event.day_span(scope.event.operational_day(known[0]))[0]
    spans = [scope.span.earlier(scope.event, steps) for steps in range(1, most + 1)]
    return [span for span in spans if span.since >= begun]


def _counts(scope: Scope, periods: list[Span], least: float) -> list[tuple[Any, list[int]]]:
    """((category, sector, place), [now, before, ...]) of all that there are `least` or more of now."""
    spans = (scope.span, *periods)
    whole = Span(scope.span.kind, min(span.since for span in spans), scope.span.until)
    found: dict[Any, list[int]] = {}
    for part in parts(scope.of(whole)):
        row = {column["name"]: column["expr"] for column in part.column_descriptions}
        keys = (row["category"], row["sector_id"], case((row["sector_id"].is_(None), row["place"])))
        named = [key.label(f"key_{place}") for place, key in enumerate(keys)]
        sums = [func.count().filter(and_(row["at"] >= span.since, row["at"] < span.until)) for span in spans]
        grouped = part.with_only_columns(*named, *sums, maintain_column_froms=True)
        for *held, in db.session.execute(grouped.group_by(*(literal_column(each.name) for each in named))):
            counts = found.setdefault(tuple(held[:3]), [0] * len(spans))
            found[tuple(held[:3])] = [sum(pair) for pair in zip(counts, held[3:], strict=True)]
    return [(key, counts) for key, counts in found.items() if counts[0] >= least]
