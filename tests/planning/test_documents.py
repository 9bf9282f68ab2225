"""Documents: files known by their content, kept by their digest, never written over, seen by their audience only."""

import hashlib
import io
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask

from eventops import files
from eventops.access import SYSTEM
from eventops.backup import pack
from eventops.errors import Refused
from eventops.extensions import db
from eventops.log.integrity import verify
from eventops.planning import actions
from eventops.planning.comparison import differences
from eventops.planning.models import Document, DocumentFile
from eventops.planning.queries import plan_of
from tests.cast import Cast, Player

PLAN = "/events/vinter/plan"
MOST = 2**20


def packed(*members: tuple[str, str]) -> bytes:
    held = io.BytesIO()
    with ZipFile(held, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return held.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 20
ODT = packed(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<x/>"))
GOOD = {
    "plan.pdf": PDF, "karta.PNG": PNG, "foto.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 20,
    "order.docx": packed(("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<x/>")),
    "lista.xlsx": packed(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<x/>")), "brev.odt": ODT,
    "text.txt": "Räddningsväg".encode(), "lista.csv": b"a;b\r\n1;2\r\n",
    "yta.kml": b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"></kml>',
    "yta.geojson": b'{"type":"FeatureCollection","features":[]}',
}  # fmt: skip
BAD = {
    "plan.pdf": b"MZ\x90\0" + b"\0" * 60, "karta.png": PDF, "order.docx": packed(("a.txt", "x")),
    "brev.odt": GOOD["order.docx"], "text.txt": b"\0\1\2", "yta.kml": b"<html></html>",
    "yta.geojson": b'{"type":"Hus"}', "prog.exe": b"MZ",
    "sida.html": b"<html></html>", "bild.svg": b"<svg/>", "utan": b"text",
}  # fmt: skip


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The planned event, with a document for the police and one for the church."""
    for title, audience in (("Insatsorder MARK-POLIS", "police"), ("Utrymningsplan", "partner:kyrkan")):
        actions.add(cast.planned, SYSTEM, Document, {"title": title, "kind": "order", "audience": audience})
    return cast


def send(player: Player, number: int, name: str, content: bytes, **more: str) -> Any:
    sent = {f"file-{number}-file": (io.BytesIO(content), name), **{f"file-{number}-{k}": v for k, v in more.items()}}
    return player.door.post(f"{PLAN}/documents/{number}/files", data=sent, content_type="multipart/form-data")


def fetched(player: Player, number: int, version: int) -> bytes:
    with player.door.get(f"{PLAN}/documents/{number}/files/{version}") as answer:
        assert answer.status_code == 200
        return bytes(answer.data)


def filed(cast: Cast) -> list[DocumentFile]:
    return list(db.session.scalars(db.select(DocumentFile).order_by(DocumentFile.id)))


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_its_name_says_is_kept_by_its_digest(name: str, tmp_path: Path) -> None:
    kept = files.keep(tmp_path, name, GOOD[name], most=MOST)
    assert kept.digest == hashlib.sha256(GOOD[name]).hexdigest() and kept.size == len(GOOD[name])
    assert files.path_of(tmp_path, kept.digest).read_bytes() == GOOD[name]


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_something_else_is_refused_and_not_kept(name: str, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        files.keep(tmp_path, name, BAD[name], most=MOST)
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("name", ["../../etc/plan.pdf", "C:\\Users\\plan.pdf"])
def test_the_way_to_a_file_is_not_part_of_its_name(name: str, tmp_path: Path) -> None:
    assert files.keep(tmp_path, name, PDF, most=MOST).name == "plan.pdf"


def test_versions_are_numbered_and_the_first_is_there_as_it_was(planned: Cast) -> None:
    assert send(planned.petra, 1, "order.txt", b"ett").status_code == 302
    assert send(planned.karin, 1, "order-2.txt", b"tre").status_code == 302
    assert [(each.version, each.name, each.filed_by) for each in filed(planned)] == [
        (1, "order.txt", "Petra"), (2, "order-2.txt", "Karin"),
    ]  # fmt: skip
    door = planned.olle.door
    assert [fetched(planned.olle, 1, version) for version in (1, 2)] == [b"ett", b"tre"]
    page = door.get(f"{PLAN}/documents").text
    assert "order-2.txt" in page and "Earlier versions" in page and filed(planned)[1].digest[:12] in page
    assert door.get(f"{PLAN}/documents/1/files/3").status_code == 404


def test_a_file_is_saved_and_never_shown_by_the_browser(planned: Cast) -> None:
    send(planned.petra, 1, "sida.txt", b"<script>alert(1)</script>")
    with planned.petra.door.get(f"{PLAN}/documents/1/files/1") as answer:
        assert answer.mimetype == "text/plain"
    assert answer.headers["Content-Disposition"] == "attachment; filename=sida.txt"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_sending_the_same_twice_files_it_once_and_the_same_file_is_no_new_version(planned: Cast) -> None:
    same = "0b0f5c1e-6f0e-4c0e-9d55-0d8a2f6f9b11"
    for _ in range(2):
        assert send(planned.petra, 1, "order.txt", b"ett", client_id=same).status_code == 302
    answer = send(planned.petra, 1, "annat-namn.txt", b"ett")
    assert answer.status_code == 422 and "This is the very file of version 1." in answer.text
    assert len(filed(planned)) == 1


def test_a_file_that_is_too_large_is_refused(planned: Cast, app: Flask, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="The file is too large"):
        files.keep(tmp_path / "own", "stor.txt", b"x" * (MOST + 1), most=MOST)
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = send(planned.petra, 1, "stor.txt", b"x" * 2000)
    assert answer.status_code == 413 and "That is too large." in answer.text and filed(planned) == []


def test_what_is_wrong_with_a_file_is_said_at_its_document(planned: Cast) -> None:
    answer = send(planned.petra, 1, "order.pdf", b"ingen pdf")
    assert answer.status_code == 422 and "Send a file of one of these kinds" in answer.text
    answer = planned.petra.door.post(f"{PLAN}/documents/1/files", data={})
    assert answer.status_code == 422 and "Choose a file." in answer.text
    assert filed(planned) == []


def test_who_does_not_see_the_document_does_not_get_its_file(planned: Cast) -> None:
    send(planned.petra, 1, "order.txt", b"hemligt")
    send(planned.petra, 2, "plan.txt", b"utrym")
    door = planned.kim.door
    assert "MARK-POLIS" not in door.get(f"{PLAN}/documents").text
    assert door.get(f"{PLAN}/documents/1/files/1").status_code == 404
    assert fetched(planned.kim, 2, 1) == b"utrym"
    assert planned.tove.door.get(f"{PLAN}/documents/2/files/1").status_code == 404
    assert door.get("/events/sommar/plan/documents/1/files/1").status_code == 404


def test_who_may_not_write_the_document_files_no_version_of_it(planned: Cast) -> None:
    assert send(planned.olle, 1, "order.txt", b"ett").status_code == 403
    assert send(planned.kim, 1, "order.txt", b"ett").status_code == 404
    assert send(planned.kim, 2, "plan.txt", b"ett").status_code == 422
    assert filed(planned) == []


def test_a_frozen_plan_names_the_file_and_a_new_version_of_it_is_a_difference(planned: Cast) -> None:
    send(planned.petra, 1, "order.txt", b"ett")
    before = plan_of(planned.planned).data()
    send(planned.petra, 1, "order.txt", b"tva")
    [difference] = differences(before, plan_of(planned.planned).data())
    assert (difference.section, difference.name, [turn.field for turn in difference.turns]) == (
        "documents", "1", ["filed"],
    )  # fmt: skip
    assert hashlib.sha256(b"tva").hexdigest() in difference.turns[0].after


def test_the_files_are_on_the_record_and_in_the_backup(planned: Cast, app: Flask, tmp_path: Path) -> None:
    send(planned.petra, 1, "order.txt", b"ett")
    assert verify("vinter").fault is None
    db.session.remove()
    pack(db.engine, app.config["INSTANCE"], tmp_path / "backup.zip")
    digest = hashlib.sha256(b"ett").hexdigest()
    with ZipFile(tmp_path / "backup.zip") as archive:
        assert archive.read(f"attachments/{digest[:2]}/{digest}") == b"ett"
