"""The survey's figures against figures that were computed by others, and against who tries to compute back."""

from itertools import product

import pytest

from eventops.evaluation.survey_statistics import Estimate, differs, figures, student, wilson

GRADES = "12345"
LEAST = 5


def graded(*counts: int) -> dict[str, int]:
    return dict(zip(GRADES, counts, strict=True))


# R 4: qt(0.975, df), as printed in any table of Student's t.
@pytest.mark.parametrize(
    ("freedom", "quantile"), [(4, 2.776445), (5, 2.570582), (10, 2.228139), (30, 2.042272), (311, 1.967621)]
)
def test_the_quantile_of_students_t_is_that_of_the_tables(freedom: int, quantile: float) -> None:
    assert student(freedom) == pytest.approx(quantile, abs=1e-3)


def test_mean_and_interval_are_those_of_the_formula_worked_by_hand() -> None:
    # n = 192, sum 819, sum of squares 3673: s^2 = (3673 - 819^2/192)/191 = 0.939545; qt(0.975, 191) = 1.972462 (R 4),
    # so 4.265625 -+ 1.972462 * sqrt(0.939545/192) = 4.265625 -+ 0.137980
    told = figures(graded(5, 7, 20, 60, 100), LEAST, graded=True)
    assert told.whole
    assert told.mean == Estimate(
        pytest.approx(4.265625), pytest.approx(4.127645, abs=1e-4), pytest.approx(4.403605, abs=1e-4)
    )


def test_a_share_has_wilsons_interval() -> None:
    # Newcombe 1998 (Statistics in Medicine 17:857), table I, method 3: 81/263 and 15/148
    assert wilson(81, 263) == Estimate(
        pytest.approx(0.3080, abs=1e-4), pytest.approx(0.2553, abs=1e-4), pytest.approx(0.3662, abs=1e-4)
    )
    assert wilson(15, 148) == Estimate(
        pytest.approx(0.1014, abs=1e-4), pytest.approx(0.0624, abs=1e-4), pytest.approx(0.1605, abs=1e-4)
    )


def test_a_difference_is_clear_only_where_chance_is_not_enough() -> None:
    assert differs(Estimate(4.3, 4.2, 4.4), Estimate(4.0, 3.9, 4.1))
    assert not differs(Estimate(4.1, 4.0, 4.2), Estimate(4.0, 3.9, 4.1))


@pytest.mark.parametrize("sort", [True, False])
def test_no_small_cell_can_be_computed_back_from_all_that_is_told(sort: bool) -> None:
    """Who knows the rule and every published figure tries every count that gives just these: some cell stays open."""
    said = "12345" if sort else "abcd"
    tables = product(range(14), repeat=5 if sort else 4)
    published: dict[object, list[tuple[int, ...]]] = {}
    for counts in tables:
        if LEAST <= sum(counts) <= 13:
            told = figures(dict(zip(said, counts, strict=True)), LEAST, graded=sort)
            published.setdefault(told, []).append(counts)
            assert all(band.count == 0 or band.count >= LEAST for band in told.bands)
    for told, possible in published.items():
        for at, code in enumerate(said):
            alone = any(band.codes == (code,) for band in told.bands)  # type: ignore[attr-defined]
            small = {counts[at] for counts in possible}
            assert alone or len(small) > 1 or not small & {1, 2, 3, 4}, (told, possible[:3])
