"""The paper to keep the log on while the system is away: blank sheets and forms with the event's own names."""

from collections.abc import Iterator

from flask_babel import gettext

from ...words import current_language
from ..reference import categories
from . import blocks, radio, responsibility, sectors
from .blocks import Block
from .reading import Reading

SHEETS, LINES, LINE_MM = 2, 21, 10.5  # log sheets, numbered lines on each, and their height
UNITS, UNIT_MM = 16, 11.0  # empty rows of the unit board beyond the call signs that are known
BOX = "\n" * 4  # room for some handwritten lines
PIECES = "ABCDEF"  # the guards' report: what it may be about (R17)


def bundle(reading: Reading) -> list[Block]:
    """All of it, each form on a page of its own: how one does, sheets, forms, board, and whom one reaches how."""
    parts = (_how, _log, _incident, _units, _custody, _decision, _reach, _codes)
    return [block for part in parts for block in (*([] if part is _how else [blocks.page()]), *part(reading))]


def _how(reading: Reading) -> list[Block]:
    told = (
        gettext("Note the time when the system went away, and open an incident I7 when it is back."),
        gettext("One person keeps the log sheet. Every message gets a line: when, from whom, to whom, what."),
        gettext("Write facts. Rule through what is wrong so that it can be read, and put your initials to it."),
        gettext("Give a new incident a letter until it has a number: A, B, C."),
        gettext("When the system is back: enter the sheets in order, with the time on the line first, and tick From "
                "paper. Write the number of the line in the margin of the sheet, and keep the sheets."),
    )  # fmt: skip
    return [
        blocks.heading(gettext("When the log is away")), blocks.steps([("", step) for step in told]),
        *sectors.overview(reading),
    ]  # fmt: skip


def _log(reading: Reading) -> Iterator[Block]:
    heads = (
        gettext("No."), gettext("Time"), gettext("From"), gettext("To"), gettext("What was said and done"),
        gettext("Incident"), gettext("Initials"),
    )  # fmt: skip
    for sheet in range(SHEETS):
        rows = [(str(sheet * LINES + line + 1),) for line in range(LINES)]
        yield blocks.heading(gettext("Log sheet %(number)s", number=sheet + 1))
        yield blocks.ruled(heads, rows, (6, 9, 13, 13, 52, 12, 11), LINE_MM)


def _incident(reading: Reading) -> list[Block]:
    return [
        blocks.heading(gettext("Incident")),
        blocks.form(
            [(gettext("Letter, then number"), ""), (gettext("Category"), ""), (gettext("Priority 1–4"), "")],
            [(gettext("Occurred at"), ""), (gettext("Reported by, and how"), ""), (gettext("Received by"), "")],
            [(gettext("Place, sector"), ""), (gettext("Who may know of it"), "")],
            [(gettext("What has happened"), BOX + BOX)],
            [(gettext("Units sent: call sign, time assigned, on scene, clear"), BOX)],
            [(gettext("What was done"), BOX + BOX)],
            [(gettext("Partners told: whom, when, by whom"), BOX)],
            [(gettext("Closed at"), ""), (gettext("How it ended"), ""), (gettext("Initials"), "")],
        ),
    ]


def _units(reading: Reading) -> list[Block]:
    heads = (
        gettext("Call sign"), gettext("Who"), gettext("Incident"), gettext("Assigned"), gettext("On scene"),
        gettext("Clear"), gettext("Remarks"),
    )  # fmt: skip
    known = [(each["sign"], each["holder"]) for each in reading.parts("call_signs")]
    rows = [*known, *[("", "")] * max(4, UNITS - len(known))]
    return [blocks.heading(gettext("Unit board")), blocks.ruled(heads, rows, (14, 26, 12, 12, 12, 12, 24), UNIT_MM)]


def _custody(reading: Reading) -> list[Block]:
    kinds = (
        gettext("arrest RB 24:7"), gettext("LOB: turned away, removed, taken into custody"),
        gettext("PL 13: turned away, removed, taken into custody"), gettext("safety search PL 19"),
        gettext("seizure RB 27:4"), gettext("alcohol seizure 1958:205"),
    )  # fmt: skip
    return [
        blocks.heading(gettext("Custody and other interventions")),
        blocks.text("   ".join(f"☐ {letter} {kind}" for letter, kind in zip(PIECES, kinds, strict=True))),
        blocks.form(
            [(gettext("1 Who decided"), "\n"), (gettext("Began at"), ""), (gettext("Must end by"), "")],
            [(gettext("2 Ground, and time of the decision"), BOX)],
            [(gettext("3 Who took part"), "\n")],
            [(gettext("4 Against whom"), "\n")],
            [(gettext("5 Time"), ""), (gettext("Place, sector"), ""), (gettext("Incident"), "")],
            [(gettext("6 What else happened"), BOX)],
            [(gettext("7 Time of handover, and to which officer"), "\n")],
            [(gettext("Handcuffs or other force: why"), "\n"), (gettext("What was taken"), "\n")],
            [(gettext("Looked to in custody: times and initials"), BOX)],
            [(gettext("Ended at"), ""), (gettext("How it ended"), "")],
        ),
        blocks.signatures([(gettext("1–2: who decided"), ""), (gettext("3–6: supervising officer"), "")]),
    ]


def _decision(reading: Reading) -> list[Block]:
    return [
        blocks.heading(gettext("Decision")),
        blocks.form(
            [(gettext("Decided at"), ""), (gettext("Written at"), ""), (gettext("Who decides: role and name"), "")],
            [(gettext("Information known"), BOX)],
            [(gettext("Threat and risk"), BOX)],
            [(gettext("Powers and legal ground"), "\n\n")],
            [(gettext("Options considered, and why they were rejected"), BOX)],
            [(gettext("Decision"), BOX)],
            [(gettext("Proportionality"), "\n\n"), (gettext("Expected effect"), "\n\n")],
            [(gettext("Looked at again at"), ""), (gettext("Looked at: when, by whom, outcome"), "")],
        ),
        blocks.signatures([(gettext("Who decides"), ""), (gettext("Who wrote it down"), "")]),
    ]


def _reach(reading: Reading) -> list[Block]:
    pieces = (radio.channels, radio.call_signs, responsibility.contacts, responsibility.duties)
    return [block for piece in pieces for block in piece(reading)]


def _codes(reading: Reading) -> list[Block]:
    """The categories in three columns, as they are written on the sheet."""
    named = [f"{each.code}  {getattr(each, current_language())}" for each in categories().values()]
    third = -(-len(named) // 3)
    columns = [blocks.text("\n".join(named[begin : begin + third])) for begin in range(0, len(named), third)]
    return [blocks.heading(gettext("Category codes")), blocks.beside(*columns)]
