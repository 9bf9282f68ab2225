"""Intervals agree with an independent computation, written down beforehand."""

import pytest

from eventops.evaluation.compared import Compared, Edition
from eventops.evaluation.indicators import Outcome
from eventops.intervals import rate, ratio

# scipy 1.17.1: chi2.ppf(.025, 2 k) / 2 and chi2.ppf(.975, 2 (k + 1)) / 2, times 1000 / exposure
RATES = [
    ((0, 2000), (0, 0, 1.844439727)),
    ((1, 2000), (0.5, 0.01265890399, 2.785821695)),
    ((4, 400), (10, 2.724663434, 25.60397169)),
    ((39, 33000), (1.181818182, 0.8403882573, 1.61558436)),
    ((1200, 250000), (4.8, 4.532227662, 5.079462251)),
    ((44587, 1000000), (44.587, 44.17408914, 45.0028098)),
]
# scipy 1.17.1: p from beta.ppf(.025, k, k0 + 1) and beta.ppf(.975, k + 1, k0); the ratio is p / (1 - p) * e0 / e
RATIOS = [
    ((0, 2000, 3, 1600), (0, 0, 1.935961515)),
    ((1, 400, 39, 33000), (2.115384615, 0.05223450801, 12.50075604)),
    ((30, 90000, 42, 100000), (0.7936507937, 0.4796473494, 1.298516222)),
    ((1200, 250000, 1300, 240000), (0.8861538462, 0.8185985712, 0.9592235016)),
]


@pytest.mark.parametrize(("told", "wanted"), RATES)
def test_the_limits_of_a_rate_are_exact_poisson_limits(told, wanted):
    assert tuple(rate(*told)) == pytest.approx(wanted, rel=1e-8, abs=1e-12)


@pytest.mark.parametrize(("told", "wanted"), RATIOS)
def test_the_limits_of_a_ratio_are_the_conditional_exact_ones(told, wanted):
    assert tuple(ratio(*told) or ()) == pytest.approx(wanted, rel=1e-8, abs=1e-12)


def test_nothing_is_said_of_a_ratio_to_nothing():
    assert ratio(4, 400, 0, 2000) is None
    assert ratio(4, 0, 3, 2000) is None


def test_an_edition_without_visitor_days_has_no_rate():
    told = [Edition(None, Outcome(days), None, (), None) for days in (400, 0)]  # type: ignore[arg-type]
    for each in told:
        each.result.by_category.update({"V1": 4, "T8": 100})
    found = Compared(told)
    assert found.editions[0].rate("crimes").value == 10  # lost property is no crime
    assert (found.editions[1].rate("crimes"), found.ratio("crimes", told[1])) == (None, None)
