"""What differs between two plans as they are frozen."""

from collections.abc import Mapping
from typing import Any, NamedTuple

NAMED_BY = {"objectives": "number", "risks": "number", "places": "code", "partners": "name", "days": "date"}


class Difference(NamedTuple):
    """One part that was added, changed or removed: `section` is a key of NAMED_BY or "event"."""

    section: str
    name: str
    how: str


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """The parts that differ, in the order of the plan."""
    found = [Difference("event", "", "changed")] if before.get("event") != after.get("event") else []
    for section, key in NAMED_BY.items():
        old, new = _by(before, section), _by(after, section)
        for number in [*old, *(number for number in new if number not in old)]:
            if old.get(number) != new.get(number):
                part = new.get(number) or old[number]
                found.append(Difference(section, str(part[key]), _how(number in old, number in new)))
    return found


def _by(plan: Mapping[str, Any], section: str) -> dict[Any, Any]:
    return {part["number"]: part for part in plan.get(section, [])}


def _how(was: bool, stands: bool) -> str:
    if was and stands:
        return "changed"
    return "removed" if was else "added"
