"""The month's report tells counts only, none that is small, not even by subtraction; what was sent stays as it was."""

import csv
import random
import re
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO, StringIO
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from ortools.sat.python import cp_model
from pypdf import PdfReader

from eventops.access import SYSTEM
from eventops.cooperation import municipal_acts
from eventops.cooperation.cells import Suppressed
from eventops.cooperation.models import MonthReport, MonthSending
from eventops.cooperation.municipal_acts import Named
from eventops.extensions import db
from eventops.intervals import ratio
from eventops.log import actions as log
from eventops.log.actions import Opening
from eventops.log.integrity import verify
from tests.cast import Cast

PAGE = "/events/sommar/cooperation/months"
ZONE = ZoneInfo("Europe/Stockholm")
# group, place, sector, how many in June 2024, in May, in June 2023
HAPPENED = [
    ("O1", "Falun", None, 30, 12, 20), ("O1", "Stora torget, Borlänge", None, 25, 30, 0), ("O1", None, "A", 3, 6, 7),
    ("T1", "Falun kommun", None, 2, 9, 9), ("T1", "Borlänge", None, 11, 12, 13), ("T1", "Mora", None, 40, 41, 42),
    ("V1", "Mora", None, 6, 6, 0), ("N1", "borlänge", None, 1, 0, 0),
]  # fmt: skip


def reach(table: Suppressed) -> dict[tuple[int, int], tuple[int, int]]:
    """What somebody can know at least and at most of each cell that is left out: solved, not by the table's own way."""
    model, cells = cp_model.CpModel(), dict[tuple[int, int], Any]()
    for row in range(table.rows + 1):
        for column in range(table.columns + 1):
            told = table.told(row, column)
            cells[row, column] = model.new_int_var(1, 9_999, "") if told is None else told
    for row in range(table.rows + 1):
        model.add(sum(cells[row, column] for column in range(table.columns)) == cells[row, table.columns])
    for column in range(table.columns + 1):
        model.add(sum(cells[row, column] for row in range(table.rows)) == cells[table.rows, column])
    return {
        at: (_solved(model, cell, least=True), _solved(model, cell, least=False))
        for at, cell in cells.items()
        if not isinstance(cell, int)
    }


def _solved(model: cp_model.CpModel, cell: Any, *, least: bool) -> int:
    (model.minimize if least else model.maximize)(cell)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)


def test_no_small_count_can_be_reckoned_from_what_a_table_tells() -> None:
    draw = random.Random(23)
    tables = [[[3]], [[0, 0]], [[1, 1], [1, 1]], [[4, 90], [80, 70]], [[3, 0, 0], [50, 60, 70]], [[2, 7, 7]]]
    for _ in range(60):
        top, width = draw.choice([3, 6, 12, 40]), draw.randint(1, 4)
        sizes = [draw.choice([0, draw.randint(0, top)]) for _ in range(width * draw.randint(1, 4))]
        tables.append([sizes[at : at + width] for at in range(0, len(sizes), width)])
    for body in tables:
        table = Suppressed(body, 5)
        for at, (least, most) in reach(table).items():
            assert table[at] >= 5 or most >= 5 > 0 < most - least, (body, at, least, most)
        told = [table.told(row, column) for row in range(table.rows + 1) for column in range(table.columns + 1)]
        assert not set(told) & {1, 2, 3, 4}
    assert Suppressed([[10, 20], [30, 40]], 5).hidden == set()


@pytest.fixture
def june(cast: Cast) -> Cast:
    """Two municipalities, and what happened in three months: a month begins at six in the morning of its first day."""
    karin = cast.karin.actor(cast.event)
    for name, places in (("Falun", ["A"]), ("Borlänge", [])):
        municipal_acts.add(cast.event, karin, Named(name, None, places), str(uuid4()))
    openings = []
    for category, place, sector, *counts in HAPPENED:
        for count, (year, month) in zip(counts, ((2024, 6), (2024, 5), (2023, 6)), strict=True):
            for at in range(count):
                moment = datetime(year, month, 2 + at % 25, 23, 30, tzinfo=ZONE)
                openings.append(Opening(category, "Hände", audience="police", occurred_at=moment, place=place,
                                        sector=sector))  # fmt: skip
    edge = datetime(2024, 7, 1, 5, 59, tzinfo=ZONE)  # the night of June's last day
    openings += [Opening("O1", "Natten", audience="police", occurred_at=edge, place="Falun")]
    openings += [Opening("O1", "Morgonen", audience="police", occurred_at=edge + timedelta(minutes=1), place="Falun")]
    openings += [Opening("O1", "Bara ledningen", audience="command", occurred_at=edge, place="Falun")]
    log.open_incidents(cast.event, SYSTEM, openings, closed=True)
    return cast


def begun(cast: Cast, month: str = "2024-06") -> str:
    answer = cast.petra.door.post(PAGE, data={"month": month, "client_id": str(uuid4())})
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def figures(cast: Cast, page: str, who: str = "petra") -> dict[tuple[str, str], dict[str, str]]:
    """The CSV by group and municipality."""
    file = getattr(cast, who).door.get(f"{page}/report.csv?language=en").data.decode("utf-8-sig")
    rows = csv.DictReader(StringIO(file), delimiter=";")
    return {(row["Group"], row["Municipality"]): row for row in rows}


def test_a_month_is_told_by_municipality_with_its_changes_and_no_small_count(june: Cast) -> None:
    page = begun(june)
    told = figures(june, page)
    spans = ("The month", "The month before", "The same month a year before")
    assert [told["Public order", "Falun"][span] for span in spans] == ["··", "18", "27"]  # sector A lies in Falun
    assert [told["Public order", "All"][span] for span in spans] == ["59", "48", "27"]
    assert told["Theft and fraud", "Falun"]["The month"] == "··"
    assert told["Narcotics and alcohol", "Borlänge"]["The month"] == "··"
    assert told["Narcotics and alcohol", "All"]["The month"] == "··"
    names = ("Falun", "Borlänge", "Elsewhere")
    thefts = [told["Theft and fraud", name]["The month"] for name in names]
    assert thefts.count("··") >= 2 or told["Theft and fraud", "All"]["The month"] == "··"
    html = june.karin.door.get(page).text
    found = ratio(59, 30, 48, 31)
    assert found and found.high
    signed = [f"{'+' if each > 1 else '−'}{abs(round((each - 1) * 100))}" for each in found]
    assert f"{signed[0]} % ({signed[1]} % – {signed[2]} %)" in html.replace("\u00a0", " ")
    assert figures(june, page, "karin") == told  # who hears the command is told nothing more


def test_who_does_not_lead_reads_what_was_sent_to_them_and_no_draft(june: Cast) -> None:
    page = begun(june)
    for name, status in (("kim", 404), ("olle", 404), ("eva", 404), ("stig", 404), ("karin", 200)):
        assert getattr(june, name).door.get(page).status_code == status
        assert getattr(june, name).door.get(f"{page}/report.pdf").status_code == status
    assert june.kim.door.post(PAGE, data={"month": "2024-05"}).status_code == 403
    assert page.rsplit("/", 1)[-1] not in re.findall(r"months/(\d+)", june.kim.door.get(PAGE).text)
    write(june, page, audience="all", summary="Mer bråk i Falun")
    send(june, page, "Länsstyrelsen i Dalarnas län")
    assert "Mer bråk i Falun" in june.kim.door.get(page).text
    assert "Länsstyrelsen" in june.kim.door.get(PAGE).text
    assert june.stig.door.get(page).status_code == 404


def write(cast: Cast, page: str, **said: str) -> Any:
    seen = re.search(r'name="seen" type="hidden" value="(\d+)"', cast.petra.door.get(page).text)
    assert seen
    return cast.petra.door.post(page, data={"audience": "police", **said, "seen": seen[1]})


def send(cast: Cast, page: str, recipient: str, **said: str) -> Any:
    seen = re.search(r'name="send-seen" type="hidden" value="(\d+)"', cast.petra.door.get(page).text)
    assert seen
    told = {"client_id": str(uuid4()), "recipient": recipient, "way": "E-post", "language": "sv", "seen": seen[1]}
    return cast.petra.door.post(f"{page}/send", data={f"send-{name}": each for name, each in {**told, **said}.items()})


def test_what_was_sent_stays_and_a_correction_is_a_new_version(june: Cast) -> None:
    page = begun(june)
    write(june, page, summary="Anders 19811218-9876 hette han")
    assert "seems to hold personal data (personal number)" in june.petra.door.get(page).text
    stale = {"audience": "police", "summary": "Gammalt", "seen": "1"}
    assert june.petra.door.post(page, data=stale).status_code == 422
    write(june, page, summary="Fler bråk än i maj.")
    key = str(uuid4())
    for _ in range(2):
        assert send(june, page, "Länsstyrelsen", client_id=key, reference="Dnr 12").status_code == 302
    sent = db.session.scalars(db.select(MonthSending)).one()
    paper = june.petra.door.get(f"{page}/report.pdf?language=sv").data
    assert sent.digest == sha256(paper).hexdigest()
    text = "".join(each.extract_text() for each in PdfReader(BytesIO(paper)).pages)
    assert "Fler bråk än i maj." in text and "Lägesrapport" in text and "Falun" in text
    assert "Bara ledningen" not in text and "Utkast" not in text
    english = PdfReader(BytesIO(june.petra.door.get(f"{page}/report.pdf?language=en").data))
    assert "Public order" in "".join(each.extract_text() for each in english.pages)
    before = figures(june, page)
    late = datetime(2024, 6, 20, 12, tzinfo=ZONE)
    log.open_incidents(june.event, SYSTEM, [Opening("O1", "Sent", occurred_at=late, place="Falun")], closed=True)
    assert figures(june, page) == before  # it arrived after the report
    assert write_sent(june, page).status_code == 422
    assert june.petra.door.post(f"{page}/correct", data={"correct-because": " "}).status_code == 422
    answer = june.petra.door.post(f"{page}/correct", data={"correct-because": "Efterregistrerat"})
    again = str(answer.location)
    assert figures(june, again)["Public order", "All"]["The month"] == "60"
    assert "Fler bråk än i maj." in june.petra.door.get(again).text
    assert [(each.version, each.because) for each in db.session.scalars(db.select(MonthReport))] == [
        (1, None), (2, "Efterregistrerat"),
    ]  # fmt: skip
    assert june.petra.door.post(PAGE, data={"month": "2024-06"}).status_code == 422
    assert verify("sommar", kept_in=june.app.config["INSTANCE"]).fault is None


def write_sent(cast: Cast, page: str) -> Any:
    return cast.petra.door.post(page, data={"audience": "police", "summary": "Omskrivet", "seen": "4"})
