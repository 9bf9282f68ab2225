"""What has become more or less since the same slot of the calendar before: counts, and their ratio with an interval."""

from dataclasses import dataclass

from ..intervals import Interval, ratio
from .happenings import Scope, counted, extent
from .spans import Span


@dataclass(frozen=True)
class Change:
    """Of one category (or of all, ""): how many now and before, and how many times the rate before the rate now is."""

    category: str
    now: int
    before: int
    times: Interval | None

    @property
    def verdict(self) -> str:
        """"more" or "less" where the interval leaves 1 out, "new" where there was none before, else ""."""
        if self.times is None or self.times.high is None:
            return "new" if self.now and not self.before else ""
        if self.times.low > 1:
            return "more"
        return "less" if self.times.high < 1 else ""


@dataclass(frozen=True)
class Changes:
    """All of them, the largest difference first; `part` when the log began only within the stretch before."""

    before: Span
    all: Change
    rows: list[Change]
    part: bool


def earlier(scope: Scope, steps: int = 1) -> Span | None:
    """The same slot `steps` before, None where the log does not go back so far."""
    before, known = scope.span.earlier(scope.event, steps), extent(scope.event, scope.actor)
    return before if known and before.until > known[0] else None


def compared(scope: Scope, steps: int = 1) -> Changes | None:
    """A scope beside the same slot `steps` before; None where the log does not go back so far."""
    before, known = earlier(scope, steps), extent(scope.event, scope.actor)
    if known is None or before is None:
        return None
    now, then = (counted(each, "category") for each in (scope, scope.of(before)))
    rows = [_change(code, now[code], then[code], scope.span, before) for code in sorted({*now, *then})]
    whole = _change("", now.total(), then.total(), scope.span, before)
    ranked = sorted(rows, key=lambda row: (-abs(row.now - row.before), row.category))
    return Changes(before, whole, ranked, known[0] > before.since)


def _change(category: str, now: int, before: int, span: Span, earlier: Span) -> Change:
    return Change(category, now, before, ratio(now, span.seconds, before, earlier.seconds))
