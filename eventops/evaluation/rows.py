"""The one row shape of every export: a snapshot, its codes also in words and its times on the event's clock."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

from flask_babel import gettext

from ..access import PARTNER
from ..events.models import Event
from ..log.lines import said
from ..log.models import Category, Entry, Incident
from ..words import label


class Rows:
    """Makes rows of an event's incidents and lines, in the language of the moment."""

    def __init__(self, event: Event, categories: Iterable[Category], language: str):
        self.event = event
        self.categories = {category.code: category.name(language) for category in categories}
        self.partners = {PARTNER + partner.slug: partner.name for partner in event.partners}
        self._word = cache(label)

    def incidents(self, found: Iterable[Incident]) -> Iterator[dict[str, Any]]:
        """A row for each incident."""
        return map(self.incident, found)

    def lines(self, found: Iterable[Entry]) -> Iterator[dict[str, Any]]:
        """A row for each line; `about` is the row of its incident."""
        for entry in found:
            yield {**self.line(entry), "about": self.incident(entry.incident) if entry.incident else None}

    def incident(self, incident: Incident) -> dict[str, Any]:
        """An incident as a row."""
        row = self._local(incident.snapshot())
        erased = incident.erased_at is not None
        return {
            **row, "title": gettext("Erased") if erased else row["title"], "erased": erased,
            "category_name": self.categories.get(row["category"], row["category"]),
            "priority_name": self._word("priority", row["priority"]), "state_name": self._word("state", row["state"]),
            "audience_name": self.audience(row["audience"]),
            "units_named": " ".join(unit["call_sign"] for unit in row["units"]),
            "disposition_name": self._word("disposition", row["disposition"]) if row["disposition"] else None,
        }  # fmt: skip

    def line(self, entry: Entry) -> dict[str, Any]:
        """A line as a row; `said` is what it says in words, `struck` who struck it out, when and why."""
        row = self._local(entry.snapshot())
        return {
            **row, "said": self._said(entry), "erased": entry.erased, "struck": self._struck(entry.struck),
            "kind_name": self._word("entry_kind", row["kind"]), "role_name": self._word("role", row["role"]),
            "audience_name": self.audience(row["audience"]),
        }  # fmt: skip

    def audience(self, code: str) -> str:
        """Who an audience is, partners by their names."""
        return ", ".join(self.partners.get(feed) or self._word("audience", feed) for feed in code.split("+"))

    def moment(self, at: datetime | None) -> str | None:
        """A moment on the event's clock, with its offset from UTC."""
        return self.event.local(at).isoformat() if at else None

    def _said(self, entry: Entry) -> str:
        return self.audience(entry.text) if entry.kind == "audience" and entry.text else said(entry)

    def _struck(self, strike: Entry | None) -> dict[str, Any] | None:
        if strike is None:
            return None
        at, role = self.event.local(strike.entered_at).isoformat(), self._word("role", strike.author_role)
        reason = gettext("Erased") if strike.text is None else strike.text
        return {"line": strike.number, "by": strike.author, "role": role, "at": at, "reason": reason}

    def _local(self, facts: dict[str, Any]) -> dict[str, Any]:
        moments = {key: datetime.fromisoformat(value) for key, value in facts.items() if key.endswith("_at") and value}
        return {**facts, **{key: self.event.local(moment).isoformat() for key, moment in moments.items()}}
