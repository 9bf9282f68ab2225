"""What more answers to a survey that has told its results would tell: whoever has both tellings can subtract them.

The two may differ as far only as the difference could be told by itself: each question is told in the same bands, or
not at all, as before, and every band and number of answers grew by nothing or by at least the smallest cell. A merged
band grows by twice that, as it must hold twice that to be told: its most frequent grade may have become another.
"""

from collections.abc import Sequence

from .survey_queries import Result
from .survey_questions import Question
from .survey_statistics import Band, Figures


def telling(before: Sequence[Result], after: Sequence[Result], least: int) -> Question | None:
    """The first question whose figures before and after, taken together, would tell a cell that is too small."""
    pairs = zip(before, after, strict=True)
    return next((new.question for old, new in pairs if not _apart(old.told, new.told, least)), None)


def _apart(before: Figures, after: Figures, least: int) -> bool:
    if before.n is None or after.n is None:
        return before.n is after.n
    if [band.codes for band in before.bands] != [band.codes for band in after.bands]:
        return False
    grown = [_enough(old, new, least) for old, new in zip(before.bands, after.bands, strict=True)]
    return all(grown) and not 0 < after.n - before.n < least


def _enough(before: Band, after: Band, least: int) -> bool:
    return not 0 < after.count - before.count < least * min(len(before.codes), 2)
