"""How two people who edit the same thing at once both keep what they wrote."""

from typing import Any, NamedTuple


class Merged(NamedTuple):
    """What to write, and the fields where both said something else."""

    values: dict[str, Any]
    contested: list[str]


def merge(was: dict[str, Any], mine: dict[str, Any], now: dict[str, Any]) -> Merged:
    """What to write of `mine`, typed on the ground of `was`, over what stands `now`.

    A field that I left alone keeps what it is now; one that nobody else touched becomes mine; of a list, what I added
    and removed is added and removed. Only a field that both changed, and differently, is contested.
    """
    values, contested = {}, []
    for name, value in mine.items():
        old, current = was.get(name), now[name]
        if value in (old, current):
            continue
        if isinstance(value, list):
            values[name] = _combined(old if isinstance(old, list) else [], value, current or [])
        elif old == current:
            values[name] = value
        else:
            contested.append(name)
    return Merged(values, contested)


def _combined(was: list[Any], mine: list[Any], now: list[Any]) -> list[Any]:
    kept = [each for each in now if each in mine or each not in was]
    return kept + [each for each in mine if each not in was and each not in kept]
