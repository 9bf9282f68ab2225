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
        Section(
            "picture", _("Problem picture"), "binoculars",
            ("problems", "evidence", "causes", "objectives", "measures"), "picture",
        ),
        Section("risks", _("Risks"), "exclamation-triangle", ("risks",), "risks"),
        Section("partners", _("Partners"), "people", ("partner_roles", "agreements"), "partners"),
        Section("tasks", _("Responsibilities"), "table", ("tasks",), "tasks"),
        Section("duties", _("Duty roster"), "clock", ("duties",), "duties"),
        Section("cards", _("Action cards"), "card-checklist", ("cards",), "cards"),
        Section("command", _("Command"), "diagram-3", ("intents", "watches", "commands"), "command"),
        Section("communications", _("Communications"), "broadcast", ("channels", "call_signs"), "communications"),
        Section("calculations", _("Calculations"), "calculator", ("calculations",), "calculations"),
        Section(
            "permits", _("Permits and conditions"), "patch-check",
            ("permits", "conditions", "assets", "licensed_areas"), "permits",
        ),
        Section("documents", _("Documents"), "file-earmark-text", ("documents",), "documents"),
        Section("briefings", _("Briefings"), "megaphone", ()),
        Section("papers", _("Papers"), "printer", ()),
    )
}  # fmt: skip


HELD = {kind: section for section in SECTIONS.values() for kind in section.kinds}


def section_of(plural: str) -> Section:
    """The section that holds a kind of part."""
    return HELD[plural]
