"""Counts by the hour of the day on the event's wall, reckoned by the database in hours of UTC."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, func, literal, literal_column, select

from ..events.models import Event
from ..extensions import db
from ..log.queries import utc_hour

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def by_local_hour(event: Event, query: Select[Any], column: Any, first: datetime | None, last: datetime) -> list[int]:
    """How many rows of a query fall in each of the 24 hours of the local day, over all days.

    No row lies outside [first, last]; None: there are none. Between two changes of the clocks an hour of UTC is one of
    the wall, so that the database counts by that hour and by how many changes came before.
    """
    found = [0] * 24
    if first is None:
        return found
    turns = changes(event, first, last)
    hours = query.with_only_columns(
        utc_hour(column).label("hour"), func.count().label("rows"), maintain_column_froms=True
    )
    each = hours.group_by(literal_column("1")).subquery()  # so that few rows are compared with the changes
    said = [f"{turn.astimezone(UTC):%Y-%m-%d %H}" for turn in turns]
    before = sum((case((each.c.hour >= turn, 1), else_=0) for turn in said), literal(0))
    counted = select(func.substr(each.c.hour, 12, 2), before, func.sum(each.c.rows))
    shifts = [moment.astimezone(event.zone).utcoffset() or timedelta() for moment in (first, *turns)]
    for hour, passed, count in db.session.execute(counted.group_by(literal_column("1"), literal_column("2"))):
        found[(int(hour) * HOUR + shifts[passed]) // HOUR % 24] += int(count)
    return found


def changes(event: Event, first: datetime, last: datetime) -> list[datetime]:
    """When the clocks were changed between two moments, to the hour."""

    def shift(moment: datetime) -> Any:
        return moment.astimezone(event.zone).utcoffset()

    found, at = [], first.replace(minute=0, second=0, microsecond=0)
    while at < last:
        if shift(at) != shift(at + DAY):
            found.append(next(hour for step in range(1, 25) if shift(hour := at + step * HOUR) != shift(at)))
        at += DAY
    return found
