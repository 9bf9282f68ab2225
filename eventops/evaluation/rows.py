"""The one row shape of every export: a snapshot, its codes also in words and its times on the event's clock."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

from flask_babel import gettext, lazy_gettext

from ..access import PARTNER
from ..events.models import Event
from ..formats import Column
from ..log.lines import said
from ..log.models import Category, Entry, Incident
from ..words import label

_ = lazy_gettext

INCIDENT = (
    ("number", _("Incident"), 9),
    ("category", _("Category code"), 9),
    ("category_name", _("Category"), 28),
    ("title", _("Title"), 44),
    ("priority", _("Priority"), 8),
    ("state", _("State code"), 12),
    ("state_name", _("State"), 14),
    ("sector", _("Sector"), 8),
    ("place", _("Place"), 26),
    ("lat", _("Latitude"), 10),
    ("lon", _("Longitude"), 10),
    ("units_named", _("Units"), 16),
    ("occurred_at", _("Occurred"), 27),
    ("opened_at", _("Opened"), 27),
    ("opened_by", _("Opened by"), 22),
    ("closed_at", _("Closed"), 27),
    ("audience", _("Audience code"), 14),
    ("audience_name", _("Audience"), 18),
    ("erased", _("Erased"), 8),
)
LINE = (
    ("number", _("Line"), 8),
    ("occurred_at", _("Occurred"), 27),
    ("entered_at", _("Entered"), 27),
    ("incident", _("Incident"), 9),
    ("kind", _("Kind code"), 10),
    ("kind_name", _("Kind"), 12),
    ("said", _("Text"), 80),
    ("author", _("Author"), 22),
    ("role", _("Role code"), 12),
    ("role_name", _("Role"), 18),
    ("on_behalf", _("Reported by"), 22),
    ("audience", _("Audience code"), 14),
    ("audience_name", _("Audience"), 18),
    ("strikes", _("Strikes line"), 10),
    ("struck.line", _("Struck by line"), 10),
    ("struck.by", _("Struck by"), 22),
    ("struck.at", _("Struck at"), 27),
    ("struck.reason", _("Reason for striking"), 30),
    ("erased", _("Erased"), 8),
    ("about.category", _("Category code"), 9),
    ("about.category_name", _("Category"), 28),
    ("about.title", _("Title of incident"), 44),
    ("about.priority", _("Priority"), 8),
    ("about.state_name", _("State"), 14),
    ("about.sector", _("Sector"), 8),
    ("about.place", _("Place"), 26),
    ("about.lat", _("Latitude"), 10),
    ("about.lon", _("Longitude"), 10),
)


def columns(table: Iterable[tuple[str, Any, int]]) -> list[Column]:
    """The columns of a table, INCIDENT or LINE, with their headings in the user's language."""
    return [Column(key, str(heading), width) for key, heading, width in table]


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
