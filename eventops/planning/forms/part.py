"""What the forms of all parts have in common: what is referred to, what was there when one began, and the words."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

import orjson
from flask import g
from flask_babel import format_decimal, gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import FloatField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from ...access import ALL, COMMAND, PARTNER, POLICE
from ...events.models import Place, PlaceKind
from ...extensions import db
from ...forms import ClientIdField
from ...words import current_language, label, options
from .. import queries
from ..models import PARTS, Part
from ..reference import categories, indicators

Pairs = list[tuple[Any, Any]]


class SeenField(HiddenField):
    """The revision of a part that was read; None where the form does not say."""

    def process_formdata(self, valuelist: list[str]) -> None:
        told = valuelist[0] if valuelist else ""
        self.data = int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else None


class PartForm(FlaskForm):
    """A part of the plan. Its subclass says in words what the part is called, and has a field for each of FIELDS."""

    NAME: ClassVar[Any] = ""  # "Risk"
    NAMES: ClassVar[Any] = ""  # "Risks"
    ADD: ClassVar[Any] = ""  # "Add a risk"
    EMPTY: ClassVar[tuple[Any, Any]] = ("", "")  # what an empty list says: that it is, and what belongs there
    OPEN: ClassVar[bool] = False  # whether a partner's coordinator may add one, for the own partner
    ONE: ClassVar[bool] = False  # whether the plan has at most one
    BY_HAND: ClassVar[bool] = True  # whether planners write it, or an act of its own does
    DRAWN: ClassVar[tuple[str, ...]] = ()  # fields that the section's page draws itself
    TOLD: ClassVar[dict[str, Any]] = {}  # what ACTED fields are called
    ROWS: ClassVar[tuple[tuple[str, ...], ...]] = ()  # fields that stand side by side

    client_id = ClientIdField()
    was = HiddenField()
    audience = SelectField(_("Who may see it"), choices=[])

    def __init__(self, part: Part | None = None, **more: Any):
        super().__init__(obj=part, **more)
        self.part = part
        if "audience" in self and not self.audience.choices:
            self.audience.choices = options(audiences(part.audience if part else None))
        if part is not None:
            self._keep_hidden(part)
        if part is not None and not self.is_submitted():
            self.remember(part)

    def _keep_hidden(self, part: Part) -> None:
        """Offer also what the part refers to already and its writer may not see, so that saving does not lose it."""
        for name in part.REFERENCES:
            if name not in self:
                continue
            field, held = self[name], getattr(part, name)
            known = {field.coerce(choice.value) for choice in field.choices}
            hidden = [each for each in (held if isinstance(held, list) else [held]) if each is not None]
            more = [(each, gettext("%(name)s (not shown to you)", name=each)) for each in hidden if each not in known]
            field.choices = [*field.choices, *options(more)]

    @classmethod
    def more(cls, part: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What a part says beside its fields, where words follow from several of them: pairs of label and text."""
        return []

    def row_of(self, name: str) -> tuple[str, ...]:
        """The fields that stand in one row with a field, itself among them."""
        return next((row for row in self.ROWS if name in row), (name,))

    def begin(self, known: Mapping[str, str]) -> None:
        """Choose what is known of a new part already, such as the sector that lacks a chief."""
        for field in self:
            if field.name in known and isinstance(field, SelectField) and not isinstance(field, SelectMultipleField):
                field.process_data(known[field.name])

    def remember(self, part: Part) -> None:
        """Take what the part says now for what its writer has seen."""
        self.was.data = orjson.dumps(part.said()).decode()

    def said(self) -> dict[str, Any]:
        """What was typed, as the part's fields."""
        names = [field.name for field in self if field.name not in HIDDEN]
        return {name: self[name].data for name in names}

    def seen(self) -> dict[str, Any] | None:
        """What its writer had seen when beginning."""
        try:
            told = orjson.loads(self.was.data or "null")
        except orjson.JSONDecodeError:
            return None
        return told if isinstance(told, dict) else None


HIDDEN = {"client_id", "was", "csrf_token"}


class DropForm(FlaskForm):
    """Why a part is taken out of the plan; `revision` is what was read of it."""

    revision = SeenField()
    reason = StringField(_("Why it is taken out"), [Length(max=500)])


def audiences(standing: str | None = None) -> Pairs:
    """Those the caller can give a part of the plan to; also those that it has now."""
    feeds = [feed for feed in (POLICE, ALL, COMMAND) if feed in g.actor.feeds]
    named = [feed for feed in g.actor.feeds if feed.startswith(PARTNER)]
    offered = [*feeds, *named]
    if standing and standing not in offered:
        offered.append(standing)
    return [(feed, label("audience", feed)) for feed in offered]


def reference(what: str, text: Any, *validators: Any, empty: Any = None, **more: Any) -> SelectField:
    """A choice among the event's partners, places, sectors, or the parts of a kind ("causes")."""
    none, kept = empty if empty is not None else _("None"), [*validators] or [Optional()]

    def choices() -> Any:
        known = offered(what)
        return options([("", none if known or not validators else _("There is nothing to choose among yet.")), *known])

    return SelectField(text, kept, choices=choices, coerce=_code(what), **more)


def references(what: str, text: Any, **more: Any) -> SelectMultipleField:
    """Any number of them, as boxes to tick."""
    return SelectMultipleField(
        text, [Optional()], choices=lambda: options(offered(what)), coerce=_code(what), **_boxes(), **more
    )


def ticked(kind: Mapping[Any, Any], text: Any, **more: Any) -> SelectMultipleField:
    """Any number of codes with their names, as boxes to tick."""
    return SelectMultipleField(text, [Optional()], choices=options(kind.items()), **_boxes(), **more)


def _boxes() -> dict[str, Any]:
    return {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}


def coded(kind: Iterable[tuple[Any, Any]], text: Any, *validators: Any, empty: Any = None, **more: Any) -> SelectField:
    """A choice among (code, name) pairs; None for the empty one, when it is offered."""
    pairs = [("", empty)] if empty is not None else []
    return SelectField(
        text, [*validators] or [Optional()], choices=options([*pairs, *kind]), coerce=lambda code: code or None, **more
    )


def offered(what: str) -> Pairs:
    """What can be referred to, as the caller may see it: pairs of code and name."""
    if what in OFFERED:
        return OFFERED[what]()
    kind = PARTS[what]
    found = db.session.scalars(queries.visible(kind, g.event, g.actor))
    return [(part.number, f"{part.number} {_short(part)}") for part in found]


def _short(part: Part) -> str:
    text = part.title
    return text if len(text) <= 80 else text[:79] + "…"


def _partners() -> Pairs:
    return sorted(g.partner_names().items(), key=lambda pair: str(pair[1]))


def _days() -> Pairs:
    return [(day.date, day.date.isoformat()) for day in g.event.days]


def _places(*kinds: PlaceKind) -> Callable[[], Pairs]:
    def found() -> Pairs:
        query = db.select(Place).filter_by(event_id=g.event.id).where(Place.kind.in_(kinds))
        known = db.session.scalars(query.order_by(Place.dropped_at.is_not(None), Place.code))
        return [(place.code, _place(place)) for place in known]

    return found


def _place(place: Place) -> str:
    """What a place is called; a part may still refer to one that has been taken away."""
    named = f"{place.code} {place.name}"
    return named if place.dropped_at is None else str(gettext("%(place)s (taken away)", place=named))


def _named(each: Any) -> str:
    return str(getattr(each, current_language()))


def _unit(code: str) -> str:
    return label("unit", code) or gettext("count")


OFFERED: dict[str, Callable[[], Pairs]] = {
    "day": _days, "partner": _partners, "sector": _places(PlaceKind.SECTOR), "place": _places(*PlaceKind),
    "category": lambda: [(each.code, f"{each.code} {_named(each)}") for each in categories().values()],
    "indicator": lambda: [(each.code, f"{_named(each)} ({_unit(each.unit)})") for each in indicators().values()],
}  # fmt: skip


def _code(what: str) -> Callable[[Any], Any]:
    if what in OFFERED:
        return lambda value: None if value in (None, "") else str(value)
    return lambda value: None if value in (None, "") else int(value)


class Figure(FloatField):
    """A number as it is written here or elsewhere: 4,3 or 4.3; shown as the user's language writes it."""

    widget = TextInput()  # a browser's own field of numbers empties what has a comma

    def _value(self) -> str:
        typed = " ".join(self.raw_data or [])
        return typed if self.raw_data else "" if self.data is None else format_decimal(self.data, "0.######")

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value.replace(",", ".").replace(" ", "") for value in valuelist])


def yes_or_no(value: bool) -> str:
    """A truth in a word."""
    return str(gettext("yes") if value else gettext("no"))
