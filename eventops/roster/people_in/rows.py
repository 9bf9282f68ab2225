"""The rows of a list of people: what each says, column by column, and what is wrong with it."""

import time as waiting
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ... import clock
from ...errors import N_, Refused
from ...events.models import Event
from ...people.models import CredentialKind
from ...sheets import Sheet
from ..models import Function
from . import cells
from . import columns as c

SOME = 50  # rows between which others get their turn
SHIFT = (c.POST, c.DAY, c.STARTS, c.ENDS)
CREDENTIAL = (c.KIND, c.NUMBER, c.AREA, c.FROM, c.UNTIL)
DATED = (CredentialKind.GUARD_APPOINTMENT,)  # what nobody holds without end


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell; with a `warning` the row is taken all the same."""

    column: str
    reason: Refused
    text: str = ""  # what stands there
    warning: bool = False


@dataclass
class Row:
    """What a row of the file says: the values by column, only of cells that say something."""

    line: int
    cells: dict[str, str]
    said: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Who it is about, as it stands there."""
        return self.cells.get(c.NAME, "").strip()

    @property
    def refused(self) -> bool:
        """Whether it is left out."""
        return any(not fault.warning for fault in self.faults)

    @property
    def has_shift(self) -> bool:
        """Whether it puts somebody on a shift."""
        return any(column in self.said for column in SHIFT)

    def wrong(self, column: str, message: str, *, warning: bool = False, **values: Any) -> None:
        """Note what is wrong in a column."""
        self.blame(column, Refused(message, field=column, **values), warning=warning)

    def blame(self, column: str, reason: Refused, *, warning: bool = False) -> None:
        """Note why an action would refuse it, by a column."""
        self.faults.append(Fault(column, reason, self.cells.get(column, "").strip(), warning))


def read_rows(event: Event, sheet: Sheet, understood: Sequence[str]) -> Iterator[Row]:
    """The rows below the headings; `understood` is what each column is, "" for what is not taken."""
    years = {(day.date.month, day.date.day): day.date.year for day in event.days}
    columns = [(place, code) for place, code in enumerate(understood) if code]
    today = clock.now().date()
    for number, (line, found) in enumerate(sheet.rows[c.heading_row(sheet.rows) + 1 :]):
        if number % SOME == SOME - 1:
            waiting.sleep(0.001)  # others' turn
        row = Row(line, {code: found[place] for place, code in columns if place < len(found) and found[place].strip()})
        if row.cells:
            _read(row, years, today)
            yield row


def _read(row: Row, years: Mapping[tuple[int, int], int], today: date) -> None:
    for column, cell in row.cells.items():
        try:
            words = cells.text(cell, c.COLUMNS[column].most)
            if words:
                row.said[column] = _value(column, words, years, today)
        except Refused as reason:
            row.blame(column, reason)
    if c.NAME not in row.said and not any(fault.column == c.NAME for fault in row.faults):
        row.wrong(c.NAME, N_("Give the name."))
    _whole_shift(row)
    _whole_credential(row)


def _value(column: str, words: str, years: Mapping[tuple[int, int], int], today: date) -> Any:
    if column == c.DAY:
        return cells.day(words, years)
    if column == c.BORN:
        return cells.born(words, today)
    return cells.READ.get(column, str)(words)


def _whole_shift(row: Row) -> None:
    """A shift has a post, a day, a start and an end."""
    lacking = [column for column in SHIFT if column not in row.cells]
    if row.has_shift:
        for column in lacking:
            row.wrong(column, N_("Give post, day, start and end, or none of them."))


def _whole_credential(row: Row) -> None:
    """A credential has a kind, and an appointment its last day."""
    if not any(column in row.cells for column in CREDENTIAL):
        return
    if c.KIND not in row.cells:
        if row.said.get(c.FUNCTION) is not Function.GUARD:
            return row.wrong(c.KIND, N_("Say what kind of credential it is."))
        row.said[c.KIND] = CredentialKind.GUARD_APPOINTMENT
    if c.UNTIL not in row.cells and row.said.get(c.KIND) in DATED:
        row.wrong(c.UNTIL, N_("Give the last day of the appointment."))
    return None
