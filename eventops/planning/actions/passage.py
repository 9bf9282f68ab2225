"""The way from one edition to another: what a part says there, said here."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Date, Enum, Time

from ...access import PARTNER, POLICE
from ...columns import UTCDateTime
from ...events.actions import moved
from ...events.models import Event
from ..models import PARTS, Part
from .part import REFERABLE

Numbers = dict[str, dict[int, int]]  # of each kind of part: the number there, and the number here


class Origin(NamedTuple):
    """Where a part came from, as it stands on the record."""

    slug: str
    kind: str
    number: int

    @property
    def topic(self) -> str:
        return f"{self.slug}/{self.kind}/{self.number}"

    def snapshot(self) -> dict[str, Any]:
        """The part there; its type tells it from a part of the same number here."""
        return {"type": f"{self.slug}/{self.kind}", "number": self.number, "from": f"{self.slug}#{self.number}"}

    def feeds(self) -> list[str]:
        return []


@dataclass
class Passage:
    """From `source` to `event`; `shift` is in days, `numbers` say which parts are here already or come now."""

    source: Event
    event: Event
    shift: int = 0
    numbers: Numbers = field(default_factory=dict)
    known: dict[str, set[Any]] = field(default_factory=dict)

    def said(self, kind: type[Part], facts: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """What fields of a kind say here, and the fields of which a reference leads nowhere here."""
        said, loose = self.shifted(kind, facts), []
        for name, what in kind.REFERENCES.items():
            if name in said:
                meant, said[name] = said[name], self._followed(what, said[name])
                if _count(said[name]) < _count(meant):
                    loose.append(name)
        return said, loose

    def shifted(self, kind: type[Part], facts: dict[str, Any]) -> dict[str, Any]:
        """The fields with their days moved; what lasts from edition to edition stays."""
        return {name: deepcopy(value) if name in kind.LASTING else self._moved(value) for name, value in facts.items()}

    def audience(self, there: str) -> str:
        """Who may see it here: of the partners named those that take part, the police if none of them does."""
        here = [feed for feed in there.split("+") if self._reaches(feed)]
        return "+".join(here) or POLICE

    def _reaches(self, feed: str) -> bool:
        return not feed.startswith(PARTNER) or feed.removeprefix(PARTNER) in self._knows("partner")

    def _moved(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return moved(self.source, value, self.shift)
        if isinstance(value, date):
            return value + timedelta(days=self.shift)
        return deepcopy(value)

    def _followed(self, what: str, value: Any) -> Any:
        if isinstance(value, list):
            here = [self._one(what, each) for each in value]
            return [each for each in here if each is not None]
        return self._one(what, value)

    def _one(self, what: str, value: Any) -> Any:
        if what in PARTS:
            return self.numbers.get(what, {}).get(value)
        return value if value in self._knows(what) else None

    def _knows(self, what: str) -> set[Any]:
        if what not in self.known:
            self.known[what] = REFERABLE[what](self.event)
        return self.known[what]


def typed(kind: type[Part], facts: dict[str, Any]) -> dict[str, Any]:
    """Fields that were kept as data, as their columns hold them."""
    return {name: _typed(kind.__table__.columns[name].type, value) for name, value in facts.items()}  # type: ignore[attr-defined]


def unset(part: Part) -> Iterator[str]:
    """The fields that must say something, say nothing, and have nothing that is said by default."""
    for name in part.FIELDS:
        column = part.__table__.columns[name]  # type: ignore[attr-defined]
        if getattr(part, name) is None and not column.nullable and column.default is None:
            yield name


def _typed(column: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if isinstance(column, UTCDateTime):
        return datetime.fromisoformat(value)
    if isinstance(column, Date | Time):
        return column.python_type.fromisoformat(value)
    return column.enum_class(value) if isinstance(column, Enum) and column.enum_class else value


def _count(value: Any) -> int:
    return len(value) if isinstance(value, list) else value is not None
