"""Intervals of rates and of their ratio: exact ones, so that few incidents at a small event are not made to say much.

Sources: F. Garwood, Biometrika 28 (1936) 437 (Poisson limits); the conditional exact test of two Poisson means,
Przyborowski & Wilenski, Biometrika 31 (1940) 313, with Clopper & Pearson's binomial limits, Biometrika 26 (1934) 404.
The incomplete gamma and beta functions by their series and continued fractions: DLMF 8.11.4, 8.9.2, 8.17.22.
"""

from collections.abc import Callable
from math import exp, lgamma, log
from typing import NamedTuple

LEVEL = 0.95
TINY, CLOSE = 1e-300, 1e-14


class Interval(NamedTuple):
    """An estimate and the limits that hold it with 95 % confidence; `high` None: without bound."""

    value: float
    low: float
    high: float | None


def rate(count: int, exposure: float, per: float = 1000) -> Interval:
    """`count` events over an exposure (visitor-days), for each `per` of it; exact Poisson (Garwood)."""
    tail, scale = (1 - LEVEL) / 2, per / exposure
    most = count + 10 * (count + 1) ** 0.5 + 20
    low = _solve(lambda mean: gamma_share(count, mean), tail, 0, most) if count else 0.0
    high = _solve(lambda mean: gamma_share(count + 1, mean), 1 - tail, 0, most)
    return Interval(count * scale, low * scale, high * scale)


def ratio(count: int, exposure: float, before: int, exposed_before: float) -> Interval | None:
    """How many times the rate before the rate is now; conditional exact. None where nothing happened before."""
    if not before or not exposure or not exposed_before:
        return None
    tail, both, weight = (1 - LEVEL) / 2, count + before, exposed_before / exposure
    low = _solve(lambda p: beta_share(count, before + 1, p), tail, 0, 1) if count else 0.0
    high = _solve(lambda p: beta_share(count + 1, both - count, p), 1 - tail, 0, 1)
    return Interval(count / before * weight, low / (1 - low) * weight, high / (1 - high) * weight)


def gamma_share(shape: float, x: float) -> float:
    """The regularized lower incomplete gamma function P(shape, x): the chance of at least `shape` at a mean of x."""
    if x <= 0:
        return 0.0
    front = exp(shape * log(x) - x - lgamma(shape))
    return front * _gamma_series(shape, x) if x < shape + 1 else 1 - front * _gamma_fraction(shape, x)


def _gamma_series(shape: float, x: float) -> float:
    term = total = 1 / shape
    while term > total * CLOSE:
        shape += 1
        term *= x / shape
        total += term
    return total


def _gamma_fraction(shape: float, x: float) -> float:
    b = x + 1 - shape
    return 1 / _fraction(b, lambda step: (-step * (step - shape), b + 2 * step))


def beta_share(a: float, b: float, x: float) -> float:
    """The regularized incomplete beta function I_x(a, b)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    return front / _fraction(1, lambda step: (_beta_term(a, b, x, step), 1))


def _beta_term(a: float, b: float, x: float, step: int) -> float:
    m, odd = divmod(step, 2)
    if odd:
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))


def _fraction(first: float, term: Callable[[int], tuple[float, float]]) -> float:
    """A continued fraction first + a1/(b1 + a2/(b2 + ...)) from its terms (a, b), by Lentz's method."""
    value = c = first or TINY
    d, step, factor = 0.0, 0, 0.0
    while abs(factor - 1) > CLOSE and step < 100_000:
        step += 1
        a, b = term(step)
        d, c = 1 / (b + a * d or TINY), b + a / c or TINY
        factor = c * d
        value *= factor
    return value


def _solve(rising: Callable[[float], float], wanted: float, low: float, high: float) -> float:
    """Where a rising function reaches a value, by Ridders' method (IEEE Trans. Circuits Syst. 26 (1979) 979)."""
    below, above = rising(low) - wanted, rising(high) - wanted
    for _ in range(60):
        middle = (low + high) / 2
        there = rising(middle) - wanted
        tried = middle - (middle - low) * there / ((there * there - below * above) ** 0.5 or 1.0)
        found = rising(tried) - wanted
        for x, y in sorted(((middle, there), (tried, found))):
            if y >= 0:
                high, above = x, y
                break
            low, below = x, y
        if abs(found) < TINY or high - low <= CLOSE * max(1.0, high):
            return tried
    return (low + high) / 2
