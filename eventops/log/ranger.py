"""Incidents and field reports of a Ranger IMS export, read from a file; what they become here is decided elsewhere.

Two programs write it. The elder (Python) names types and rangers by their names and places by radial address; the
later (Go) by ids, with a role for each ranger and an address in words. Both are read, whole exports and single lists.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..errors import N_, Refused
from .json_text import JsonText, Malformed, Problem, not_json, opened
from .models import State

STATES = {
    "new": State.NEW, "on_hold": State.ON_HOLD, "dispatched": State.ASSIGNED, "on_scene": State.ON_SCENE,
    "closed": State.CLOSED,
}  # fmt: skip
LISTS = {"incidents": "incident", "field_reports": "field report", "incident_reports": "field report"}
LONGEST = 16 * 1024 * 1024  # characters of one incident with all that was written of it
NAME, PHRASE, LONG = 300, 5_000, 200_000  # characters of what names something, sums it up, and tells of it
NO_TEXT = re.compile("[\0\ud800-\udfff]")  # what no database keeps


@dataclass(frozen=True, slots=True)
class Said:
    """One report entry. `system` ones tell what the program did, not what somebody wrote."""

    id: int
    at: datetime
    by: str
    text: str
    system: bool
    stricken: bool
    attached: bool


@dataclass(frozen=True, slots=True)
class Row:
    """An incident or a field report, in the export's own words; times are aware UTC, `priority` is the raw number."""

    kind: str
    number: int
    created: datetime
    modified: datetime
    summary: str
    entries: tuple[Said, ...]
    state: State | None = None
    priority: int | None = None
    place: str = ""
    rangers: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    incident: int | None = None  # that a field report is attached to


@dataclass
class Source:
    """One event of an export: its name, and what its ids stand for."""

    name: str
    rows: int = 0
    streets: dict[str, str] = field(default_factory=dict)


@dataclass
class Export:
    """What a file holds beside the rows: its events in their order, and the names of incident types by id."""

    events: list[Source] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=dict)


def read_head(path: Path) -> Export:
    """What an export holds, read to its end. Refused when it is no whole JSON; OSError if it cannot be read."""
    export = Export()
    for event, name, _line, value in _read(path):
        while len(export.events) <= event:
            export.events.append(Source(""))
        source = export.events[event]
        if name in LISTS:
            source.rows += 1
            source.name = source.name or _event_of(value)
        elif name == "event" and isinstance(value, dict):
            source.name = str(value.get("name") or value.get("id") or "")
        elif name == "concentric_streets" and isinstance(value, dict):
            source.streets = {str(key): str(street) for key, street in value.items()}
        elif name == "incident_types" and isinstance(value, list):
            export.types |= {str(each["id"]): str(each["name"]) for each in value if _is_named(each)}
    return export


def read_rows(path: Path, export: Export, event: int) -> Iterator[tuple[int, Row | Problem]]:
    """The rows of one of an export's events, by its position, each with the line it begins on."""
    reader = _Reader(export, export.events[event])
    for position, name, line, value in _read(path):
        if position == event and name in LISTS:
            yield line, reader.row_or_problem(LISTS[name], value)


def _read(path: Path) -> Iterator[tuple[int, str, int, Any]]:
    with opened(path) as stream:
        text = JsonText(stream, LONGEST)
        try:
            yield from _walk(text)
            text.end()
        except UnicodeDecodeError:
            raise _unread(text.line, "not UTF-8 text") from None
        except (ValueError, RecursionError) as error:
            raise _unread(text.line, not_json(error)) from None
        except (EOFError, zlib.error):
            raise _unread(text.line, "the compressed file is damaged here") from None


def _unread(line: int, reason: str) -> Refused:
    return Refused(N_("Line %(line)s: %(reason)s. Nothing was taken."), line=line, reason=reason)


def _walk(text: JsonText, name: str = "", event: int = 0) -> Iterator[tuple[int, str, int, Any]]:
    """Go through the lists a file consists of; every member comes with its event, its name and its line."""
    if text.next() == "{":
        for key in _members(text):
            yield from _member(text, key, event)
    elif text.next() == "[":
        for position in _items(text):
            if name == "events":
                yield from _walk(text, "", position)
            else:
                line = text.line
                yield event, name or "incidents", line, text.value()
    else:
        raise Malformed("neither an object nor a list")


def _member(text: JsonText, key: str, event: int) -> Iterator[tuple[int, str, int, Any]]:
    if text.next() == "[" and (key in LISTS or key == "events"):
        yield from _walk(text, key, event)
    else:
        line = text.line
        yield event, key, line, text.value()


def _members(text: JsonText) -> Iterator[str]:
    text.skip("{")
    first = True
    while text.next() != "}":
        if not first:
            text.skip(",")
            text.next()
        first = False
        key = text.value()
        text.skip(":")
        if not isinstance(key, str):
            raise Malformed("a member without a name")
        yield key
    text.skip("}")


def _items(text: JsonText) -> Iterator[int]:
    text.skip("[")
    position = 0
    while text.next() != "]":
        if position:
            text.skip(",")
            text.next()
        yield position
        position += 1
    text.skip("]")


def _event_of(value: Any) -> str:
    return str(value.get("event") or "") if isinstance(value, dict) else ""


def _is_named(value: Any) -> bool:
    return isinstance(value, dict) and {"id", "name"} <= set(value)


class _Reader:
    """Reads rows as one event's export means them."""

    def __init__(self, export: Export, source: Source):
        self.types, self.streets = export.types, source.streets

    def row_or_problem(self, kind: str, value: Any) -> Row | Problem:
        try:
            return self._row(kind, value)
        except Malformed as error:
            return Problem(str(error))

    def _row(self, kind: str, value: Any) -> Row:
        if not isinstance(value, dict):
            raise Malformed("not an object")
        number, created = _number(value, "number"), _time(value, "created")
        told: dict[str, Any] = {
            "kind": kind, "number": number, "created": created, "summary": _text(value, "summary", PHRASE),
            "modified": _time(value, "last_modified") if value.get("last_modified") else created,
            "entries": tuple(_said(each) for each in _list(value, "report_entries")),
        }  # fmt: skip
        _once([each.id for each in told["entries"]])
        return Row(**told, **(self._handled(value) if kind == "incident" else {"incident": _attached_to(value)}))

    def _handled(self, value: dict[str, Any]) -> dict[str, Any]:
        state = value.get("state")
        if not isinstance(state, str) or state not in STATES:
            raise Malformed("state is missing" if state is None else f"state is unknown: {state!r:.40}")
        return {
            "state": STATES[state],
            "priority": _number(value, "priority") if value.get("priority") is not None else None,
            "place": self._place(value.get("location")),
            "rangers": tuple(_ranger(each) for each in _list(value, "rangers") or _list(value, "ranger_handles")),
            "types": self._types(value),
            "linked": tuple(_linked(each) for each in _list(value, "linked_incidents")),
        }

    def _types(self, value: dict[str, Any]) -> tuple[str, ...]:
        named = [_name(each, "incident_types") for each in _list(value, "incident_types")]
        by_id = [self.types.get(str(each), f"#{each}"[:NAME]) for each in _list(value, "incident_type_ids")]
        return tuple(dict.fromkeys([*named, *by_id]))

    def _place(self, value: Any) -> str:
        """Name, address and description in words; "3:30 & Esplanade" of a radial address."""
        if value is None:
            return ""
        if not isinstance(value, dict):
            raise Malformed("location is not an object")
        said = [_text(value, name, NAME) for name in ("name", "address", "description")]
        hour, minute = value.get("radial_hour"), value.get("radial_minute")
        radial = f"{_clock(hour, 'radial_hour')}:{_clock(minute or 0, 'radial_minute'):02}" if hour is not None else ""
        street = value.get("concentric")
        circle = "" if street is None else _name(self.streets.get(str(street), str(street)), "concentric")
        said.insert(1, " & ".join(part for part in (radial, circle) if part))
        return ", ".join(dict.fromkeys(part for part in said if part))


def _said(value: Any) -> Said:
    if not isinstance(value, dict):
        raise Malformed("a report entry is not an object")
    return Said(
        id=_number(value, "id"),
        at=_time(value, "created"),
        by=_text(value, "author", NAME),
        text=_text(value, "text", LONG),
        system=bool(value.get("system_entry")),
        stricken=bool(value.get("stricken")),
        attached=bool(value.get("has_attachment") or value.get("attachment")),
    )


def _once(ids: list[int]) -> None:
    twice = next((each for position, each in enumerate(ids) if each in ids[:position]), None)
    if twice is not None:
        raise Malformed(f"report entry {twice} is there twice")


def _attached_to(value: dict[str, Any]) -> int | None:
    for name in ("incident", "incident_number"):
        if value.get(name) is not None:
            return _number(value, name) or None
    return None


def _ranger(value: Any) -> str:
    if isinstance(value, dict):
        handle, role = _text(value, "handle", NAME), _text(value, "role", NAME)
        return f"{handle} ({role})" if role else handle
    return _name(value, "ranger_handles")


def _linked(value: Any) -> str:
    if not isinstance(value, dict):
        raise Malformed("a linked incident is not an object")
    return f"{_text(value, 'event_name', NAME)} #{_number(value, 'number')}".strip()


def _list(value: dict[str, Any], name: str) -> list[Any]:
    found = value.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise Malformed(f"{name} is not a list")
    return found


def _number(value: dict[str, Any], name: str) -> int:
    found = value.get(name)
    if isinstance(found, bool) or not isinstance(found, int):
        raise Malformed(f"{name} is missing" if found is None else f"{name} is not a whole number: {found!r:.40}")
    if not 0 <= found < 2**31:
        raise Malformed(f"{name} is out of range: {found!r:.40}")
    return found


def _clock(value: Any, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 60:
        raise Malformed(f"{name} is no hour or minute: {value!r:.40}")
    return value


def _text(value: dict[str, Any], name: str, most: int) -> str:
    found = value.get(name)
    return "" if found is None else _name(found, name, most)


def _name(found: Any, name: str, most: int = NAME) -> str:
    if not isinstance(found, str):
        raise Malformed(f"{name} is not text")
    if len(found) > most:
        raise Malformed(f"{name} is longer than {most} characters")
    if NO_TEXT.search(found):
        raise Malformed(f"{name} holds characters that are no text")
    return found.strip()


def _time(value: dict[str, Any], name: str) -> datetime:
    found = value.get(name)
    if found is None:
        raise Malformed(f"{name} is missing")
    try:
        moment = datetime.fromisoformat(found)
    except (TypeError, ValueError):
        raise Malformed(f"{name} is not a time: {found!r:.40}") from None
    if moment.tzinfo is None:
        raise Malformed(f"{name} says no time zone: {found!r:.40}")
    if not 1990 <= moment.year < 2200:
        raise Malformed(f"{name} is out of range: {found!r:.40}")
    return moment.astimezone(UTC)
