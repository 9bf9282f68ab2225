"""A short log with something for every audience, and the ways to take it out and read it back."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pypdf

from eventops import clock
from eventops.events.models import Event
from eventops.log import actions as log
from eventops.log.actions import Opening
from eventops.log.models import Entry, Incident, State

START = datetime(2026, 6, 19, 20, 0, tzinfo=UTC)  # 22:00 in Stockholm
EXPORT = "/events/sommar/evaluation/export"
OPEN, CLOSED_TO_CHURCH = "markörallas", ("markörpolis", "markörledning", "markörtrafik", "markörstruken")
TO_CHURCH = "markörkyrkan"


def at(minutes: float) -> Any:
    """So many minutes into the story."""
    return clock.at(START + timedelta(minutes=minutes))


def opened(event: Event, actor: Any, minutes: float, title: str, **more: Any) -> Incident:
    """An incident opened so many minutes in."""
    with at(minutes):
        return log.open_incident(event, actor, replace(Opening(category="O2", title=title, audience="all"), **more))[0]


def noted(event: Event, actor: Any, minutes: float, text: str, **more: Any) -> Entry:
    """A line written so many minutes in."""
    with at(minutes):
        return log.add_entry(event, actor, text=text, **more)[0]


def told(cast: Any) -> None:
    """Five incidents and their lines: for everybody, for police, for command, for transport and for the church."""
    event, karin = cast.event, cast.karin.actor(cast.event)
    everybodys = opened(event, karin, 0, f"Trängsel {OPEN}", category="C1", priority=1, lat=60.485, lon=15.431)
    opened(event, karin, 1, "Bråk markörpolis", category="O1", audience="police", place="Grind 4")
    opened(event, karin, 2, "Beslut markörledning", audience="command")
    opened(event, karin, 3, "Växel markörtrafik", audience="partner:trafiken")
    opened(event, karin, 4, f"Samtal {TO_CHURCH}", category="P6", audience="partner:kyrkan")
    noted(event, karin, 5, "Vi avvaktar markörpolis", incident=everybodys, audience="police")
    with at(6):
        log.change_state(event, karin, everybodys, State.ON_SCENE)
    wrong = noted(event, karin, 7, "fel sektor markörstruken", audience="police")
    with at(8):
        log.strike(event, karin, wrong, reason="avsåg sektor B")


def taken_out(player: Any, form: str, **more: str) -> bytes:
    """The file that somebody gets by the form on the report."""
    with player.door.post(EXPORT, data={"format": form, **more}) as answer:
        assert answer.status_code == 200, answer.text
        assert answer.content_length == len(answer.data)  # a browser keeps no more than is announced
        return answer.data


def archived(player: Any) -> dict[str, str]:
    """What can be read in each file of the archive that somebody gets, by the file's ending."""
    with zipfile.ZipFile(io.BytesIO(taken_out(player, "zip"))) as archive:
        files = {name.rsplit("/", 1)[-1]: archive.read(name) for name in archive.namelist()}
    return {name.removeprefix("log."): text_of(name.rsplit(".")[-1], content) for name, content in files.items()}


def text_of(form: str, content: bytes) -> str:
    """Everything that can be read in an exported file."""
    return READERS[form](content)


def sheets(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """A workbook's sheets as rows by heading."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = {}
    for sheet in book.worksheets[1:]:  # the first says what the workbook is
        heads, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(heads, row, strict=True)) for row in rows]
    return found


def table(content: bytes) -> list[dict[str, str]]:
    """A CSV's rows by heading."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def pages(content: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def _zipped(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        return "\n".join(names + [READERS[name.rsplit(".")[-1]](archive.read(name)) for name in names])


READERS: dict[str, Any] = {
    "csv": lambda content: str(table(content)),
    "json": lambda content: json.dumps(json.loads(content), ensure_ascii=False),
    "jsonl": lambda content: content.decode(),
    "geojson": lambda content: json.dumps(json.loads(content), ensure_ascii=False),
    "xlsx": lambda content: str(sheets(content)),
    "pdf": lambda content: " ".join(pages(content)).replace("\n", " ").replace("\xad", ""),
    "zip": _zipped,
}
