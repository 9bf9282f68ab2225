"""The sections of a plan, in the order they are worked on: which parts each holds, and the template that draws it."""

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _


class Section(NamedTuple):
    """A page of the plan. `kinds` are plurals of parts; `template` is a file in templates/planning."""

    name: str
    title: Any
    icon: str
    kinds: tuple[str, ...]
    template: str = "section"


SECTIONS: dict[str, Section] = {
    section.name: section
    for section in (
        Section("objectives", _("Objectives"), "flag", ("objectives",)),
        Section("risks", _("Risks"), "exclamation-triangle", ("risks",), "risks"),
    )
}


def section_of(plural: str) -> Section:
    """The section that holds a kind of part."""
    return next(section for section in SECTIONS.values() if plural in section.kinds)
