"""What differs between two plans as they are frozen, part by part and field by field."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from .models import PARTS

NAMED_BY = {"days": "date", "partners": "name", "places": "code"}


class Turn(NamedTuple):
    """One field, and what it said before and after."""

    field: str
    before: Any
    after: Any


class Difference(NamedTuple):
    """One part that was "added", "changed" or "removed"; `section` is a key of the frozen plan."""

    section: str
    name: str
    how: str
    part: Mapping[str, Any]
    turns: list[Turn]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """The parts that differ, in the order of the plan."""
    found = []
    if turns := _turns(before.get("event", {}), after.get("event", {})):
        found.append(Difference("event", "", "changed", after["event"], turns))
    for section in (*NAMED_BY, *PARTS):
        key, old, new = NAMED_BY.get(section, "number"), _by(before, section), _by(after, section)
        for number in [*old, *(number for number in new if number not in old)]:
            was, now = old.get(number), new.get(number)
            if was != now:
                part = now or was or {}
                how = "removed" if now is None else "added" if was is None else "changed"
                found.append(Difference(section, str(part[key]), how, part, _turns(was, now) if was and now else []))
    return found


def _turns(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Turn]:
    return [Turn(name, was.get(name), value) for name, value in now.items() if was.get(name) != value]


def _by(plan: Mapping[str, Any], section: str) -> dict[Any, Any]:
    return {part["number"]: part for part in plan.get(section, [])}
