"""The board in words, in the user's language; what many shifts share is said once and remembered."""

from datetime import datetime
from functools import cache, cached_property

from flask import url_for
from flask_babel import format_date, gettext

from ..events.models import Event
from ..words import label
from .board import Bar
from .models import Function, Shift


class Spoken:
    """Says what stands on an event's board during one request."""

    def __init__(self, event: Event):
        self.event = event
        self.function = cache(self._function)
        self.when = cache(self._when)

    def url(self, shift: Shift) -> str:
        """Where the shift's page is."""
        return f"{self._before_number}{shift.id}"

    def told(self, bar: Bar) -> str:
        """A shift for who cannot see the board: where, what, when, and how many of those needed are on it."""
        shift = bar.shift
        when = self.when(shift.starts_at, shift.ends_at)
        counted = self._counted % {"filled": bar.filled, "needed": shift.needed}
        what = f"{shift.where}, {shift.name}, {self.function(shift.function)}, {when}"
        return f"{what}: {counted}, {self._coverage[bar.coverage]}"

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
