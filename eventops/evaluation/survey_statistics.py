"""What a survey's counts may tell: cells too small are merged, and every figure comes from what is shown alone.

A mean, an interval and a number of answers together tell much of the counts they were made of. So nothing is computed
from the counts themselves: grades with small cells are first merged into bands of at least the smallest cell, a band
counts as its most frequent grade, and all figures come from the bands. Other answers are told only if none is small.
Whoever has every published figure knows no more than the bands; where no cell is small they are the counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from statistics import NormalDist

LEVEL = 0.95
GOOD = 4  # the least grade that counts as good


@dataclass(frozen=True)
class Band:
    """Answers that are told together: their codes, how many gave one of them, and the most frequent of them."""

    codes: tuple[str, ...]
    count: int
    mode: str = ""


@dataclass(frozen=True)
class Estimate:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Figures:
    """What is told of a question. `n` is None where fewer than the smallest cell answered; then nothing is told."""

    n: int | None
    bands: tuple[Band, ...] = ()
    mean: Estimate | None = None
    good: Estimate | None = None  # the share of 4 and 5, 0-1

    @property
    def whole(self) -> bool:
        """Whether each answer stands by itself: nothing had to be merged."""
        return bool(self.bands) and all(len(band.codes) == 1 for band in self.bands)


def figures(counts: Mapping[str, int], least: int, *, graded: bool) -> Figures:
    """What may be told of a question; `counts` has every answer that can be given, in order."""
    n = sum(counts.values())
    if n < least:
        return Figures(None)
    cells = [Band((code,), count, code if graded else "") for code, count in counts.items()]
    if not graded:
        return Figures(n, () if _small(cells, least) else tuple(cells))
    bands = tuple(_grades(cells, least))
    if not bands:
        return Figures(n)
    return Figures(n, bands, mean(bands), good_share(bands))


def mean(bands: Sequence[Band]) -> Estimate:
    """The mean grade with Student's t interval: m +- t(n-1; 0.975) s / sqrt(n), kept within 1-5.

    `s` is the sample's standard deviation (n - 1). Answers are taken as drawn from more visitors than answered.
    """
    n = sum(band.count for band in bands)
    value = sum(int(band.mode) * band.count for band in bands) / n
    squares = sum(band.count * (int(band.mode) - value) ** 2 for band in bands)
    half = student(n - 1) * sqrt(squares / (n - 1) / n)
    return Estimate(value, max(1, value - half), min(5, value + half))


def good_share(bands: Sequence[Band]) -> Estimate | None:
    """The share of good grades (4 and 5) with Wilson's interval; None where a band holds both good and others."""
    sides = [{int(code) >= GOOD for code in band.codes} for band in bands]
    if any(len(side) > 1 for side in sides):
        return None
    good = sum(band.count for band, side in zip(bands, sides, strict=True) if side == {True})
    return wilson(good, sum(band.count for band in bands))


def wilson(count: int, n: int) -> Estimate:
    """A share and Wilson's score interval (Wilson 1927), without correction for continuity."""
    z, p = NormalDist().inv_cdf((1 + LEVEL) / 2), count / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Estimate(p, max(0, middle - half), min(1, middle + half))


def student(freedom: int) -> float:
    """The 97.5 % quantile of Student's t by expansion from the normal's (Abramowitz and Stegun 26.7.5).

    Within 0.001 from 4 degrees of freedom, which is the fewest that the smallest cell lets through.
    """
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / float(freedom) ** power for power, term in enumerate(terms, 1))


def differs(now: Estimate, before: Estimate) -> bool:
    """Whether two independent estimates differ more than chance: 0 is outside difference +- sqrt(h1^2 + h2^2).

    `h` is the longer side of each one's own interval, so the answer errs on the side of no.
    """
    halves = [max(each.value - each.low, each.high - each.value) for each in (now, before)]
    return abs(now.value - before.value) > hypot(*halves)


def _grades(cells: list[Band], least: int) -> list[Band]:
    """Merge each side of good as a whole if a grade in it is small; a side too small itself takes in a neighbour.

    What is merged with what hangs on the sides and not on which of their grades are small, so it does not tell these.
    A merged band of under twice the smallest cell is not told: its most frequent grade would tell the rest.
    """
    low, high = _side(cells[: GOOD - 1], least), _side(cells[GOOD - 1 :], least)
    if _small(low, least):
        low, high = [_merged(*cells[:GOOD])], cells[GOOD:]
    elif _small(high, least):
        low, high = [_merged(*cells[: GOOD - 2])], [_merged(*cells[GOOD - 2 :])]
    bands = [*low, *high]
    thin = any(len(band.codes) > 1 and band.count < 2 * least for band in bands)
    return [] if thin or _small(bands, least) else bands


def _side(cells: list[Band], least: int) -> list[Band]:
    return [_merged(*cells)] if _small(cells, least) else cells


def _small(bands: Sequence[Band], least: int) -> bool:
    return any(0 < band.count < least for band in bands)


def _merged(*cells: Band) -> Band:
    codes = tuple(code for cell in cells for code in cell.codes)
    return Band(codes, sum(cell.count for cell in cells), max(cells, key=lambda cell: cell.count).mode)
