"""What the fields of a part say in words, whether it stands in the plan or in a frozen version."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from flask import g
from flask_babel import format_decimal, gettext

from ..access import POLICE
from ..words import author, label, stamp
from .forms import FORMS, PartForm
from .forms.part import yes_or_no
from .models import PARTS

Facts = list[tuple[str, str]]
SIGNED = ("accepted_by", "decided_by")  # fields that hold who did it as the record does
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT")


def facts(plural: str, part: Mapping[str, Any], without: Collection[str] = (), whole: bool = False) -> Facts:
    """What a part says beside its title and some fields, as pairs of label and text; what is empty is left out.

    `whole` is for where nothing is drawn: what its section draws is told, too, as far as words can.
    """
    kind, drawn = PARTS[plural], [name for name in FORMS[plural].DRAWN if not whole or not _tellable(part.get(name))]
    shown = [name for name in (*kind.FIELDS, *kind.ACTED) if name not in (kind.TITLE, *drawn, *without)]
    told = {name: spoken(plural, name, part.get(name)) for name in shown}
    said = [(label_of(plural, name), text) for name, text in told.items() if text]
    return [*said, *FORMS[plural].more(part)]


def _tellable(value: Any) -> bool:
    return not isinstance(value, dict) and not (isinstance(value, list) and any(isinstance(one, dict) for one in value))


def label_of(plural: str, name: str) -> str:
    """What a field is called."""
    form = _form(plural)
    return str(form[name].label.text if name in form else form.TOLD.get(name, name))


def spoken(plural: str, name: str, value: Any) -> str:
    """A field's value in words; nothing for what is empty."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return yes_or_no(value)
    if name == "audience":
        return label("audience", value)
    form = _form(plural)
    if name in form and hasattr(form[name], "spoken"):
        return str(form[name].spoken(value))
    if isinstance(value, str) and _MOMENT.match(value):
        return stamp(value, g.event)
    if name in SIGNED:
        return author(value)
    several = value if isinstance(value, list) else [value]
    return ", ".join(filter(None, (_called(plural, name, each) for each in several)))


def _called(plural: str, name: str, value: Any) -> str:
    """What a choice or another part is called; nothing for a part of which the reader is told nothing."""
    names = _names(plural, name)
    if value not in names and PARTS[plural].REFERENCES.get(name) in PARTS and not g.actor.hears(POLICE):
        return ""
    return str(names.get(value, format_decimal(value) if isinstance(value, float) or _large(value) else value))


def _large(value: Any) -> bool:
    """Whether a number is so long that its figures stand in groups of three."""
    return isinstance(value, int) and value >= 10_000


def name_of(plural: str) -> str:
    """What one part of a kind is called."""
    return str(FORMS[plural].NAME)


def turned(plural: str, name: str, before: Any, after: Any) -> str:
    """A change of a field in words: "Owner: nobody → Kommunen"."""
    nothing = gettext("nothing")
    was, now = spoken(plural, name, before) or nothing, spoken(plural, name, after) or nothing
    return f"{label_of(plural, name)}: {was} → {now}"


def _names(plural: str, name: str) -> dict[Any, Any]:
    kept: dict[tuple[str, str], dict[Any, Any]] = g.setdefault("spoken_names", {})
    if (plural, name) not in kept:
        kept[plural, name] = _named(plural, name)
    return kept[plural, name]


def _named(plural: str, name: str) -> dict[Any, Any]:
    form = _form(plural)
    choices = getattr(form[name], "choices", None) if name in form else None
    if callable(choices):
        choices = choices()
    return {form[name].coerce(choice.value): choice.label for choice in choices or ()}


def _form(plural: str) -> PartForm:
    kept: dict[str, PartForm] = g.setdefault("spoken_forms", {})
    if plural not in kept:
        kept[plural] = FORMS[plural](formdata=None)
    return kept[plural]
