"""The plan as the readers of a paper may see it, in words: what they may not see is not even named."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...access import within
from ...events.models import Event
from ..forms import FORMS
from ..models import PARTS
from ..spoken import label_of, spoken

if TYPE_CHECKING:
    from .period import Period

Said = Mapping[str, Any]


def addressed(plan: dict[str, Any], audience: str) -> dict[str, Any]:
    """A frozen plan as far as everybody who hears an audience may see it."""
    return {
        name: [part for part in told if within(audience, part.get("audience", "police"))] if name in PARTS else told
        for name, told in plan.items()
    }


class Reading:
    """A frozen plan, already cut to what its readers may see, and how each of its fields is said."""

    def __init__(
        self, event: Event, plan: dict[str, Any], *chosen: Callable[[str, Said], bool], period: "Period | None" = None
    ):
        self.event, self.plan, self._chosen, self.period = event, plan, chosen, period

    def only(self, chosen: Callable[[str, Said], bool]) -> "Reading":
        """The same plan, of which only some parts are told; all can still be referred to."""
        return Reading(self.event, self.plan, *self._chosen, chosen, period=self.period)

    def during(self, period: "Period | None") -> "Reading":
        """The same plan for a watch or a day, where one is given."""
        return Reading(self.event, self.plan, *self._chosen, period.holds, period=period) if period else self

    @property
    def whole(self) -> "Reading":
        """The same plan with all its parts."""
        return Reading(self.event, self.plan)

    def parts(self, plural: str) -> list[Said]:
        """The parts of a kind in their order; none where the plan knows no such kind."""
        found: list[Said] = self.plan.get(plural, [])
        if plural not in PARTS:
            return found
        return [part for part in found if all(chosen(plural, part) for chosen in self._chosen)]

    def part(self, plural: str, number: Any) -> Said | None:
        """The part with a number, if it is there."""
        return self._numbered.get((plural, number))

    def title(self, plural: str, part: Said) -> str:
        """What a part is headed by."""
        return self.said(plural, part, PARTS[plural].TITLE)

    def said(self, plural: str, part: Said, name: str) -> str:
        """What a field says, in words; nothing for what is empty or names what the readers may not see."""
        value = part.get(name)
        if value in (None, "", []) or isinstance(value, dict):
            return ""
        what = PARTS[plural].REFERENCES.get(name)
        if what in PARTS or what in NAMED:
            return ", ".join(filter(None, (self._named(what, each) for each in _several(value))))
        text = spoken(plural, name, value)
        return text if text != value else self.moment(text) if _MOMENT.match(text) else _HOUR.sub(r"\1", text)

    def facts(self, plural: str, part: Said, names: Iterable[str]) -> list[tuple[str, str]]:
        """Some fields as pairs of label and text, without the empty ones and those that have no name in words."""
        told = [(name, label_of(plural, name), self.said(plural, part, name)) for name in names]
        return [(label, text) for name, label, text in told if text and label != name]

    def everything(self, plural: str, part: Said) -> list[tuple[str, str]]:
        """All fields but the title, and what else follows from them."""
        kind = PARTS[plural]
        names = (name for name in (*kind.FIELDS, *kind.ACTED) if name != kind.TITLE)
        return [*self.facts(plural, part, names), *FORMS[plural].more(part)]

    def places(self, *kinds: str, sector: str | None = None) -> list[Said]:
        """The places of some kinds, or all; in one sector, if one is named."""
        found = [place for place in self.parts("places") if not kinds or place["kind"] in kinds]
        return [place for place in found if sector is None or place["sector"] == sector]

    @property
    def sectors(self) -> list[Said]:
        return self.places("sector")

    def place(self, code: str | None) -> str:
        """A place by its code and its name."""
        return " ".join(filter(None, (code, self._places.get(code))))

    def partner(self, slug: str | None) -> str:
        """What a partner is called."""
        return self._partners.get(slug or "", slug or "")

    @property
    def lead(self) -> str:
        """The partner who leads the event."""
        return next((each["name"] for each in self.parts("partners") if each["lead"]), "")

    def moment(self, text: str | None, form: str = "%Y-%m-%d %H:%M") -> str:
        """A moment on the event's wall clock."""
        return self.event.local(datetime.fromisoformat(text)).strftime(form) if text else ""

    def span(self, begins: str, ends: str) -> str:
        """From when until when: the day and under it the hours, both days in full where it is a day or longer."""
        if datetime.fromisoformat(ends) - datetime.fromisoformat(begins) < timedelta(days=1):
            return f"{self.moment(begins, '%Y-%m-%d')}\n{self.moment(begins, '%H:%M')}–{self.moment(ends, '%H:%M')}"
        return f"{self.moment(begins)} –\n{self.moment(ends)}"

    def _named(self, what: str | None, value: Any) -> str:
        if what == "partner":
            return self.partner(value)
        if what in ("place", "sector"):
            return self.place(value)
        found = self.part(what or "", value)
        return f"{value} {self.title(what or '', found)}" if found else ""

    @cached_property
    def _numbered(self) -> dict[tuple[str, Any], Said]:
        return {(plural, part["number"]): part for plural in PARTS for part in self.plan.get(plural, [])}

    @cached_property
    def _places(self) -> dict[str | None, str]:
        return {place["code"]: place["name"] for place in self.parts("places")}

    @cached_property
    def _partners(self) -> dict[str, str]:
        return {partner["slug"]: partner["name"] for partner in self.parts("partners")}


NAMED = ("partner", "place", "sector")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_HOUR = re.compile(r"^(\d\d:\d\d):00$")


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]
