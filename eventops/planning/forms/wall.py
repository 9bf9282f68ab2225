"""Moments and days as they are typed: a moment by the event's wall clock."""

from datetime import UTC, datetime
from typing import Any

from flask import g
from wtforms import DateTimeLocalField

from ...doors import said
from ...errors import Refused
from ...events.hours import moment


class WallClockField(DateTimeLocalField):
    """A date and an hour on the event's wall; its data is the moment, aware."""

    def process_data(self, value: datetime | None) -> None:
        self.data = value

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None:
            try:
                self.data = moment(g.event.zone, self.data.date(), self.data.time(), field=self.name)
            except Refused as refusal:
                self.data = None
                raise ValueError(said(refusal)) from refusal

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return g.event.local(self.data).strftime("%Y-%m-%dT%H:%M") if self.data else ""

    def spoken(self, value: Any) -> str:
        """A moment, or how a frozen part says it, on the event's wall."""
        known = datetime.fromisoformat(value) if isinstance(value, str) else value
        return str(g.event.local(known.astimezone(UTC)).strftime("%Y-%m-%d %H:%M"))
