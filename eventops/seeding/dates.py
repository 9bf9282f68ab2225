"""The days and hours that a story's rows are told in, as dates and moments of the calendar it is loaded in."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Date

from ..columns import UTCDateTime
from ..planning.models import Part
from .story import Story, Told


def dated(story: Story, kind: type[Part], row: Told) -> Told:
    """A row of a part: numbers of days from the first one become dates, hours such as "2 21:15" moments."""
    return {name: _turned(story, kind.__table__.columns.get(name), value) for name, value in row.items()}  # type: ignore[attr-defined]


def _turned(story: Story, column: Any, value: Any) -> Any:
    if column is None:
        return value
    if isinstance(column.type, UTCDateTime) and isinstance(value, str):
        return story.moment(value)
    if isinstance(column.type, Date) and isinstance(value, int):
        return story.day_one + timedelta(days=value)
    return value
