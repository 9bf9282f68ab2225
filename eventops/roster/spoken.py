"""The board in words, in the user's language; what many shifts share is said once and remembered."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache, cached_property
from typing import NamedTuple

from flask import url_for
from flask_babel import format_date, gettext

from ..events.models import Event
from ..words import label
from .board import Bar
from .models import Function, Shift

LANE = 30  # pixels from one shift to the next below it


class Drawn(NamedTuple):
    """A shift as the board's drawing needs it: places as text (x, width and share in percent, y in pixels)."""

    number: int
    x: str
    y: int
    width: str
    share: str
    coverage: str
    url: str
    told: str
    staffed: str
    name: str


class Spoken:
    """Says what stands on an event's board during one request."""

    def __init__(self, event: Event):
        self.event = event
        self.function = cache(self._function)
        self.when = cache(self._when)

    def url(self, shift: Shift) -> str:
        """Where the shift's page is."""
        return f"{self._before_number}{shift.id}"

    def drawn(self, bars: Sequence[Bar]) -> list[Drawn]:
        """Some shifts, ready to be drawn: a board has hundreds, and a template reckons ten times as slowly."""
        return [self._drawn(bar, bar.shift, bar.coverage) for bar in bars]

    def _drawn(self, bar: Bar, shift: Shift, coverage: str) -> Drawn:
        return Drawn(
            shift.id, f"{bar.left:.3f}", bar.lane * LANE + 2, f"{bar.width:.3f}", f"{bar.share:.1f}", coverage,
            self.url(shift), self._told(bar, shift, coverage), f"{bar.filled}/{shift.needed}", shift.name,
        )  # fmt: skip

    def _told(self, bar: Bar, shift: Shift, coverage: str) -> str:
        """A shift for who cannot see the board: where, what, when, and how many of those needed are on it."""
        when = self.when(shift.starts_at, shift.ends_at)
        counted = self._counted % {"filled": bar.filled, "needed": shift.needed}
        what = f"{shift.where}, {shift.name}, {self.function(shift.function)}, {when}"
        return f"{what}: {counted}, {self._coverage[coverage]}"

    @cached_property
    def _before_number(self) -> str:
        return url_for("roster.shift", event=self.event.slug, number=0).removesuffix("0")

    @cached_property
    def _counted(self) -> str:
        return str(gettext("%(filled)s of %(needed)s", filled="%(filled)s", needed="%(needed)s"))

    @cached_property
    def _coverage(self) -> dict[str, str]:
        return {
            "none": gettext("nobody"),
            "part": gettext("too few"),
            "full": gettext("full"),
            "over": gettext("more than needed"),
        }

    def _function(self, function: Function) -> str:
        return label("function", function)

    def _when(self, starts_at: datetime, ends_at: datetime) -> str:
        start, end = self.event.local(starts_at), self.event.local(ends_at)
        return f"{format_date(start.date(), 'EEE d/M')} {start:%H:%M}–{end:%H:%M}"
