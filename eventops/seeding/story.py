"""A story: one event of the demo as it stands in its folder, with its days moved to where the calendar is now."""

import json
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from .. import clock
from ..paths import asset_folder

ZONE = ZoneInfo("Europe/Stockholm")
DAY_STARTS_AT = time(6)  # what is told before this hour belongs to the night of the day before

Told = dict[str, Any]


def folder() -> Path:
    """Where the demo's stories are."""
    return asset_folder("seed") / "demo"


def told(path: Path) -> Told:
    """What a TOML file says; nothing if there is no such file."""
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def stories() -> list["Story"]:
    """Every event of the demo, the earliest first."""
    today = (clock.now().astimezone(ZONE) - timedelta(hours=DAY_STARTS_AT.hour)).date()
    found = [Story(path.parent, told(path), today) for path in folder().glob("*/event.toml")]
    return sorted(found, key=lambda story: story.frame["day_one"])


@dataclass(frozen=True)
class Story:
    """One event's folder; `frame` is what its event.toml says, `today` the day that days are counted from."""

    home: Path
    frame: Told
    today: date

    @cached_property
    def day_one(self) -> date:
        return self.today + timedelta(days=self.frame["day_one"])

    def date(self, number: int) -> date:
        """The date of the event's day 1, 2, ..."""
        return self.day_one + timedelta(days=number - 1)

    def moment(self, at: str) -> datetime:
        """When "2 21:15" is: half past nine in the evening of the second day, aware."""
        number, hour = at.split()
        return self.on(int(number), hour)

    def on(self, number: int, hour: str) -> datetime:
        """When an hour such as "01:30" is on a day of the event; the small hours follow the evening."""
        at = time.fromisoformat(hour)
        day = self.date(number) + timedelta(days=at < DAY_STARTS_AT)
        return datetime.combine(day, at, ZONE)

    def before(self, days: int) -> datetime:
        """Noon, so many days (negative) from the first day."""
        return datetime.combine(self.day_one + timedelta(days=days), time(12), ZONE)

    def part(self, name: str) -> Told:
        """What one of its files says: "plan", "roster" or "log"."""
        return told(self.home / f"{name}.toml")

    def places(self) -> list[Told]:
        """The GeoJSON features of its places."""
        name = self.frame.get("places")
        return json.loads((folder() / name).read_text("utf-8"))["features"] if name else []
