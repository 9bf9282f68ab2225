"""One place of a file, as far as the file says what it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import N_, Refused

OURS = ("kind", "code", "name", "width_m")


@dataclass(frozen=True)
class Row:
    """What the file's row (from 1) says of a place, None where it says nothing. `problem`: why it cannot be read."""

    line: int
    kind: str | None = None
    code: str | None = None
    name: str | None = None
    width_m: float | None = None
    geometry: dict[str, Any] | None = None
    problem: Refused | None = None


def drafted(line: int, said: Mapping[str, Any], geometry: dict[str, Any] | None) -> Row:
    """A row from what a file says under our own names; a width that is no number makes it a problem."""
    kind, code, name, width = (_text(said.get(key)) for key in OURS)
    try:
        width_m = float(width.replace(",", ".")) if width else None
    except ValueError:
        return Row(line, kind, code, name, problem=Refused(N_("A width is a number of metres."), field="width_m"))
    return Row(line, kind, code, name, width_m, geometry)


def refused(message: str, **values: Any) -> Refused:
    """What is wrong with the file as a whole."""
    return Refused(message, field="file", **values)


def _text(value: Any) -> str | None:
    """A value as text; what a file leaves empty, or gives as a list or an object, is nothing."""
    if value is None or isinstance(value, list | dict | bool):
        return None
    return str(value).strip() or None
