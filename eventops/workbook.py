"""Tables as a workbook, a sheet each, written row by row in constant memory."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from .formats import Column, Row, legible, starts_formula


class Book:
    """A workbook with its sheets."""

    def __init__(self, path: Path, title: str):
        as_written = {"strings_to_formulas": False, "strings_to_urls": False}
        self.book = Workbook(str(path), {"constant_memory": True, **as_written})
        self.book.set_properties({"title": legible(title)})
        self.heading = self.book.add_format({"bold": True, "bottom": 1, "valign": "vcenter", "bg_color": "#E6EDF0"})
        self.plain = self.book.add_format({"valign": "top"})
        self.wrapped = self.book.add_format({"valign": "top", "text_wrap": True})
        self.quoted = self.book.add_format({"valign": "top", "text_wrap": True, "quote_prefix": True})
        self.moment = cache(self._moment)

    def sheet(self, name: str, columns: Sequence[Column], rows: Iterable[Row], *, headed: bool = True) -> None:
        """Write a sheet; its heading stays in sight and filters, unless it has none."""
        sheet = self.book.add_worksheet(name)
        self._arrange(sheet, columns, headed)
        count = -1 + headed
        for count, row in enumerate(rows, start=int(headed)):
            for place, column in enumerate(columns):
                self._write(sheet, count, place, column, column.of(row))
        if headed:
            sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)

    def _arrange(self, sheet: Any, columns: Sequence[Column], headed: bool) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        if not headed:
            return
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.heading, self.heading)

    def close(self) -> None:
        """Finish the file."""
        self.book.close()

    def _write(self, sheet: Any, row: int, place: int, column: Column, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, place, value, self.plain)
        elif isinstance(value, int | float):
            sheet.write_number(row, place, value, self.plain)
        elif column.key.endswith(("_at", ".at")):
            at = datetime.fromisoformat(value)
            sheet.write_datetime(row, place, at.replace(tzinfo=None), self.moment(value[-6:]))
        else:
            text = legible(value)
            sheet.write_string(row, place, text, self.quoted if starts_formula(text) else self.wrapped)

    def _moment(self, offset: str) -> Any:
        """Wall-clock time as a real date, its offset from UTC shown beside it."""
        return self.book.add_format({"valign": "top", "num_format": f'yyyy-mm-dd hh:mm:ss" {offset}"', "align": "left"})
