"""Hours on an event's wall as moments: they cross midnight, and the clock may be moved under them."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from ..errors import N_, Refused


def zone_of(name: str) -> ZoneInfo:
    """The time zone of a name; Refused when there is none."""
    if name not in _zones():
        raise Refused(N_("There is no time zone %(zone)s."), field="timezone", zone=name)
    return ZoneInfo(name)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def moment(zone: ZoneInfo, day: date, hour: time, *, field: str = "starts") -> datetime:
    """The moment (UTC) when the wall shows `hour` on `day`; the first one when the clock is turned back over it.

    Refused on `field` for an hour that the clock jumps over.
    """
    found = datetime.combine(day, hour, zone).astimezone(UTC)
    if found.astimezone(zone).time() != hour:
        raise Refused(
            N_("There is no %(hour)s on %(day)s: the clock is put forward then."),
            field=field, hour=f"{hour:%H:%M}", day=day,
        )  # fmt: skip
    return found


def span(zone: ZoneInfo, day: date, starts: time, ends: time, *, fields: tuple[str, str]) -> tuple[datetime, datetime]:
    """[start, end) of what begins on `day` and ends at `ends`, on the next day unless that is later than `starts`."""
    last = day if ends > starts else day + timedelta(days=1)
    return moment(zone, day, starts, field=fields[0]), moment(zone, last, ends, field=fields[1])
