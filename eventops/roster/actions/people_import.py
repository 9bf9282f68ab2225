"""A file of people is handed in, its columns understood, and its rows forgotten when they are not needed any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ... import clock
from ...access import Actor
from ...changes import change
from ...errors import N_, Conflict, Refused
from ...events.models import Event
from ...extensions import db
from ...people.models import Organisation
from ...sheets import Sheet, Tables
from .. import enlisted
from ..models import PeopleImport
from ..people_in import columns, guess, heading_row

KEPT = timedelta(days=7)  # the rows of a file, for putting right what was refused


@dataclass(frozen=True)
class Understood:
    """A sheet and what its columns are understood as; `organisation` is that of rows that say none."""

    sheet: Sheet
    columns: Sequence[str]
    organisation: Organisation | None = None

    @property
    def headings(self) -> list[str]:
        """What the file calls its columns."""
        return headings(self.sheet)


def headings(sheet: Sheet) -> list[str]:
    """What a sheet calls its columns, without what cannot be kept."""
    cells = sheet.rows[heading_row(sheet.rows)][1] if sheet.rows else []
    return ["".join(sign for sign in " ".join(cell.split()) if sign.isprintable())[:120] for cell in cells]


def hand_in(event: Event, actor: Actor, file: str, tables: Tables) -> PeopleImport:
    """Keep a file of people to be looked at; what its columns are is guessed, or remembered from files before."""
    content = tables.packed()
    with change(event, actor) as record:
        _forget_old(event)
        handed = PeopleImport(event=event, file=file[-200:], handed_in_at=clock.now(), handed_in_by=actor.name)
        handed.sheet = next((place for place, sheet in enumerate(tables.sheets) if sheet.rows), 0)
        handed.content, handed.columns = content, _guessed(event, tables.sheets[handed.sheet])
        db.session.add(handed)
        record("people_import.handed_in", handed)
    return handed


def understand(
    event: Event, actor: Actor, handed: PeopleImport, codes: Sequence[str], organisation: Organisation | None
) -> None:
    """Say what each column is, and whose people they are where the file does not say."""
    with change(event, actor) as record:
        taken = [code for code in codes if code]
        if unknown := set(taken) - set(columns.COLUMNS):
            raise Refused(N_("There is no column called %(code)s."), code=unknown.pop())
        if twice := next((code for code in taken if taken.count(code) > 1), None):
            label = columns.COLUMNS[twice].label
            raise Refused(N_("Two columns are said to be %(column)s. Choose one."), column=label)
        names = [heading for heading, _ in handed.columns]
        handed.columns = [[name, code] for name, code in zip(names, [*codes, *[""] * len(names)], strict=False)]
        handed.organisation = organisation
        record("people_import.understood", handed)


def choose_sheet(event: Event, actor: Actor, handed: PeopleImport, number: int) -> None:
    """Take another sheet of the workbook; its columns are guessed anew."""
    with change(event, actor) as record:
        sheets = tables_of(handed).sheets
        if not 0 <= number < len(sheets) or not sheets[number].rows:
            raise Refused(N_("There is no table on that sheet."))
        handed.sheet, handed.columns = number, _guessed(event, sheets[number])
        record("people_import.understood", handed)


def lay_aside(event: Event, actor: Actor, handed: PeopleImport) -> None:
    """Forget the rows of a file; what was taken of it stays."""
    with change(event, actor) as record:
        if handed.dropped_at is not None:
            return record.nothing()
        handed.dropped_at, handed.content = clock.now(), None
        record("people_import.laid_aside", handed)


def tables_of(handed: PeopleImport) -> Tables:
    """The rows of a file. Refused when they are not kept any more."""
    if handed.content is None:
        raise Conflict(N_("The rows of this file are not kept any more. Hand it in again."))
    return Tables.unpacked(handed.content)


def understood(handed: PeopleImport) -> Understood:
    """What a file says, as its columns are understood."""
    sheet = tables_of(handed).sheets[handed.sheet]
    return Understood(sheet, [code for _, code in handed.columns], handed.organisation)


def first_understood(event: Event, tables: Tables, organisation: Organisation | None) -> Understood:
    """The same of a file that nobody has looked at."""
    sheet = next(sheet for sheet in tables.sheets if sheet.rows)
    return Understood(sheet, [code for _, code in _guessed(event, sheet)], organisation)


def _guessed(event: Event, sheet: Sheet) -> list[list[str]]:
    names = headings(sheet)
    return [list(pair) for pair in zip(names, guess(names, enlisted.remembered(event)), strict=True)]


def _forget_old(event: Event) -> None:
    old = db.update(PeopleImport).where(
        PeopleImport.event_id == event.id, PeopleImport.handed_in_at < clock.now() - KEPT
    )
    db.session.execute(old.values(content=None))
