"""The shape of what lists of incidents and of lines are narrowed to, and of a view that is kept."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from ..events.models import Event
from ..words import LABELS, named, options
from .actions.saved_view import MAX_NAME, MAX_QUERY
from .filtering import Filters
from .forms import FilterForm
from .models import Category, Sought

SHORT = [Optional(), Length(max=100)]
WORDS = ("group", "place", "unit", "reporter", "author", "audience", "disposition")
MARKS = ("linked", "attached", "struck", "late")


class SearchForm(FilterForm):
    """Everything a list of incidents can be narrowed to."""

    group = SelectField(_("Group"), [Optional()])
    place = StringField(_("Place"), SHORT)
    day = SelectField(_("Operational day"), [Optional()])
    unit = StringField(_("Unit"), SHORT)
    reporter = StringField(_("Reported by"), SHORT)
    author = StringField(_("Written by"), SHORT)
    audience = SelectField(_("Audience"), [Optional()])
    disposition = SelectField(_("How it ended"), [Optional()])
    linked = BooleanField(_("Linked"))
    attached = BooleanField(_("With pictures or papers"))
    struck = BooleanField(_("Struck"))
    late = BooleanField(_("Entered late"))
    editions = BooleanField(_("All editions that I am a member of"))

    def offer_more(self, event: Event, categories: Iterable[Category], audiences: Iterable[Any]) -> None:
        """Fill in the groups, the days and the audiences."""
        anything = ("", _("All"))
        letters = {each.code.rstrip("0123456789") for each in categories}
        groups = [(letter, f"{letter} {name}") for letter, name in named("category_group") if letter in letters]
        self.group.choices = options([anything, *groups])
        days = [(day.date.isoformat(), day.date.isoformat()) for day in event.days]
        self.day.choices = options([anything, *days])
        self.audience.choices = options([anything, *audiences])
        self.disposition.choices = options([anything, *LABELS["disposition"].items()])

    def filters(self, event: Event) -> Filters:
        """What was chosen; an operational day is its span, within the times that are given besides."""
        base = super().filters(event)
        since, until = base.since, base.until
        if self.day.data:
            starts, ends = event.day_span(date.fromisoformat(self.day.data))
            since, until = max(since or starts, starts), min(until or ends, ends)
        said: dict[str, Any] = {name: self[name].data or "" for name in WORDS}
        marks: dict[str, Any] = {name: bool(self[name].data) for name in MARKS}
        return replace(base, since=since, until=until, **said, **marks)

    def query(self) -> str:
        """What was chosen as the query of a link, the same whatever the order it was chosen in."""
        said = {name: field.data for name, field in self._fields.items() if field.data and name != "csrf_token"}
        told = {name: "y" if value is True else str(value).strip() for name, value in said.items()}
        return urlencode(sorted((name, value) for name, value in told.items() if value))

    @property
    def narrowed(self) -> int:
        """How many of the fields beyond the first row are used."""
        more = (*WORDS, "day", *MARKS, "editions")
        return sum(bool(self[name].data or self[name].errors) for name in more if name != "group")


class LineSearchForm(SearchForm):
    """Everything a list of lines can be narrowed to: those of incidents by what is said of the incident, too."""

    kind = SelectField(_("Kind"), [Optional()])

    def offer_more(self, event: Event, categories: Iterable[Category], audiences: Iterable[Any]) -> None:
        """Fill in the kinds besides."""
        super().offer_more(event, categories, audiences)
        self.kind.choices = options([("", _("All")), *LABELS["entry_kind"].items()])

    def filters(self, event: Event) -> Filters:
        """What was chosen."""
        return replace(super().filters(event), kind=self.kind.data or "")


class ViewForm(FlaskForm):
    """A view that is kept."""

    class Meta:
        within = "view"

    name = StringField(_("Name of the view"), [DataRequired(_("Give the view a name.")), Length(max=MAX_NAME)])
    audience = SelectField(_("Shared with"), [Optional()])
    lists = HiddenField(default=Sought.INCIDENTS.value)
    query = HiddenField(validators=[Length(max=MAX_QUERY)])

    def offer(self, audiences: Iterable[Any]) -> None:
        """Fill in whom it can be shared with."""
        self.audience.choices = options([("", _("Nobody: my own")), *audiences])
