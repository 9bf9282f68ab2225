"""A redacted edition as a file: what is masked is not in it, only its number and its ground."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from flask_babel import force_locale, gettext

from ..access import Actor
from ..events.models import Event
from ..formats import csv_file
from ..press import pressed
from ..typeface import drawn
from ..words import current_language
from .anonymised import filed
from .cover import REGIONS, file_name
from .dictionary import tables
from .disclosed import Line, disclosure, lines
from .disclosure_models import Disclosure, MaskedField
from .export_models import Export, Format
from .secrecy import grounds

TEMPLATE = Path(__file__).with_name("disclosure.typ")
ORDER = (MaskedField.ABOUT, MaskedField.WHERE, MaskedField.SAID, MaskedField.AUTHOR, MaskedField.ON_BEHALF)
Parts = list[list[Any]]  # pieces as [text, number of the mask or 0, section of law]


class DisclosureFile:
    """The issued edition that an export names, as PDF or CSV."""

    def __init__(self, event: Event, actor: Actor, export: Export):
        self.event, self.actor, self.export = event, actor, export
        found = disclosure(event, actor, int(export.part or 0))
        assert found is not None
        self.edition: Disclosure = found
        self.masked: list[tuple[int, int, str]] = []  # number, line and ground of each mask, as far as it was made

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"{file_name(self.event, self.export, f'disclosure-{self.edition.number}')}.{self.export.format}"

    @property
    def media_type(self) -> str:
        return "application/pdf" if self.export.format is Format.PDF else "text/csv"

    def open(self) -> BinaryIO:
        """The whole file."""
        with force_locale(self.edition.language):
            return self._made()

    def _made(self) -> BinaryIO:
        if self.export.format is Format.CSV:
            return filed(csv_file(tables()["disclosed"].columns(current_language()), self.rows()))
        made = [self._drawn(line) for line in lines(self.event, self.edition)]
        told = {**drawn(self._cover(len(made))), "lines": made, "masks": self._register()}
        return io.BytesIO(pressed(TEMPLATE, orjson.dumps(told).decode(), tagged=True))

    def rows(self) -> Iterator[dict[str, Any]]:
        """The lines as rows, masks as [n]."""
        for line in lines(self.event, self.edition):
            before = len(self.masked)
            parts = self._parts(line)
            told = {field.value: "".join(text or f"[{number}]" for text, number, _ in found) for field, found in parts}
            new = [f"[{number}] {grounds()[ground].section}" for number, _line, ground in self.masked[before:]]
            yield {
                "number": line.number, "occurred_at": line.occurred_at, "entered_at": line.entered_at,
                "struck": line.struck, **told, "grounds": ", ".join(new),
            }  # fmt: skip

    def _parts(self, line: Line) -> list[tuple[MaskedField, Parts]]:
        return [(field, [self._part(line, piece) for piece in line.pieces(field)]) for field in ORDER]

    def _part(self, line: Line, piece: Any) -> list[Any]:
        if piece.mask is None:
            return [piece.text, 0, ""]
        self.masked.append((len(self.masked) + 1, line.number, piece.mask.ground))
        return ["", len(self.masked), grounds()[piece.mask.ground].section]

    def _drawn(self, line: Line) -> dict[str, Any]:
        at, entered = line.occurred_at[:19].replace("T", " "), line.entered_at[11:19]
        parts = {field.value: drawn(found) for field, found in self._parts(line)}
        return {"number": line.number, "at": at, "entered": entered, "struck": line.struck, **parts}

    def _register(self) -> list[list[str]]:
        language = current_language()
        return [
            [str(number), str(line), grounds()[ground].section, grounds()[ground].name(language)]
            for number, line, ground in self.masked
        ]

    def _cover(self, count: int) -> dict[str, Any]:
        edition, language = self.edition, current_language()
        some = edition.first or edition.last
        days = f"{edition.first or '…'} – {edition.last or '…'}" if some else gettext("All days")
        issued = f"{self.event.local(edition.issued_at):%Y-%m-%d %H:%M %Z}" if edition.issued_at else ""
        facts = [
            (gettext("Asked for"), edition.title), (gettext("By"), edition.requester),
            (gettext("Reference"), edition.reference or ""), (gettext("Days"), days),
            (gettext("Incident"), f"#{edition.incident}" if edition.incident else ""),
            (gettext("Lines"), str(count)), (gettext("Decided by"), edition.decider or ""),
            (gettext("Issued"), issued),
        ]  # fmt: skip
        return {
            "title": f"{self.event.name} – {gettext('Redacted edition')}", "event": self.event.name,
            "language": language, "region": REGIONS.get(language, "gb"), "exercise": self.event.exercise,
            "facts": [[str(name), value] for name, value in facts if value], "head": self.export.head,
            "texts": _texts(),
        }  # fmt: skip


def _texts() -> dict[str, Any]:
    return {
        "document": gettext("Redacted edition"), "exercise": gettext("Exercise"), "page": gettext("Page"),
        "head": gettext("Head of the audit trail"), "struck": gettext("Struck"), "by": gettext("reported by"),
        "masks": gettext("What is masked, and on which ground"), "none": gettext("Nothing is masked."),
        "how": gettext("A black field with a number stands for what is not given out; its ground is listed at the end. "
                       "The log itself is unchanged. Attached files are not part of this edition."),
        "heads": [gettext("Line"), gettext("Occurred"), gettext("Incident"), gettext("Text"), gettext("Author")],
        "mask_heads": [gettext("Mask"), gettext("Line"), gettext("Ground"), gettext("Meaning")],
        "end": gettext("End of edition"),
    }  # fmt: skip
