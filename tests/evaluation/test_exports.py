"""What leaves by the export door: the same as on the screens, for the same eyes, in every form."""

import hashlib
import io
import json
import re

import openpyxl
import pytest
from flask.cli import ScriptInfo

from eventops.audit import AuditRecord, Chain
from eventops.cli import cli
from eventops.evaluation import paper
from eventops.evaluation.actions import Asked, export_log
from eventops.evaluation.cover import on_paper
from eventops.evaluation.export import LogFile
from eventops.evaluation.export_models import Export, Format
from eventops.extensions import db
from eventops.log import actions as log
from eventops.log.models import Entry

from .story import (
    CLOSED_TO_CHURCH,
    EXPORT,
    OPEN,
    TO_CHURCH,
    archived,
    noted,
    opened,
    pages,
    sheets,
    table,
    taken_out,
    text_of,
    told,
)

FORMS = ("csv", "xlsx", "geojson", "json", "pdf", "zip")


@pytest.mark.parametrize("form", FORMS)
def test_a_partner_takes_out_its_own_lines_and_nothing_else(cast, form):
    told(cast)
    text = text_of(form, taken_out(cast.kim, form))
    assert OPEN in text
    assert TO_CHURCH in text
    assert not [marker for marker in CLOSED_TO_CHURCH if marker in text]


def test_the_commander_takes_out_everything_in_every_form(cast):
    told(cast)
    files = archived(cast.karin)
    assert files.keys() == {"csv", "incidents.csv", "xlsx", "geojson", "json", "pdf", "audit.jsonl"}
    for form in ("csv", "xlsx", "geojson", "json", "pdf"):
        assert not [marker for marker in (OPEN, TO_CHURCH, *CLOSED_TO_CHURCH) if marker not in files[form]], form


def test_taking_the_log_out_is_on_the_record_and_pushed_to_nobody(cast):
    told(cast)
    pushed = db.session.get_one(Chain, "sommar").counts
    to = {"recipient": "Kyrkorådet", "purpose": "Dialog"}
    content = taken_out(cast.kim, "csv", first="2026-06-19", last="2026-06-19", **to)
    chain = db.session.get_one(Chain, "sommar", populate_existing=True)
    record, after = (
        db.session.scalars(db.select(AuditRecord).filter_by(chain="sommar", number=chain.length - back)).one()
        for back in (1, 0)
    )
    facts, file = json.loads(record.facts), json.loads(after.facts)
    assert (record.what, record.by) == ("log.exported", "Kim (partner_coordinator)")
    assert {key: facts[key] for key in ("format", "from", "through", "incidents", "lines", "feeds")} == {
        "format": "csv", "from": "2026-06-19", "through": "2026-06-19", "incidents": 2, "lines": 3,
        "feeds": ["all", "partner:kyrkan"],
    }  # fmt: skip
    assert (facts["recipient"], facts["purpose"], facts["digest"]) == ("Kyrkorådet", "Dialog", None)
    assert (after.what, file["digest"]) == ("export.made", hashlib.sha256(content).hexdigest())
    assert chain.counts == {**pushed, "export": 1}


def test_the_file_has_a_name_that_says_what_it_is(cast):
    with cast.karin.door.post(EXPORT, data={"format": "json"}) as answer:
        name = answer.headers["Content-Disposition"].removeprefix("attachment; filename=")
        assert re.fullmatch(r"sommar-log-\d{4}-\d\d-\d\d-\d{4}\.json", name)
        assert answer.headers["Cache-Control"] == "no-store"


def test_strangers_find_nothing_and_those_without_the_right_are_refused(cast):
    data = {"format": "csv"}
    assert cast.stig.door.post(EXPORT, data=data).status_code == 404
    assert cast.frida.door.post(EXPORT, data=data).status_code == 403
    assert cast.aron.door.post(EXPORT, data=data).status_code == 403
    assert cast.karin.door.post(EXPORT, data={"format": "exe"}).status_code == 400
    assert not db.session.scalars(db.select(AuditRecord).filter_by(what="log.exported")).all()


def test_days_that_run_backwards_are_refused_beside_the_field(cast):
    data = {"format": "csv", "first": "2026-06-20", "last": "2026-06-19"}
    answer = cast.karin.door.post(EXPORT, data=data)
    assert answer.status_code == 422
    assert "The last day comes before the first." in answer.text
    assert 'value="2026-06-20"' in answer.text


def test_only_the_chosen_days_come_out_and_a_day_ends_at_six(cast):
    karin = cast.karin.actor(cast.event)
    noted(cast.event, karin, 0, "på kvällen")
    noted(cast.event, karin, 7 * 60, "fem på natten")
    noted(cast.event, karin, 9 * 60, "sju på morgonen")
    rows = table(taken_out(cast.karin, "csv", first="2026-06-19", last="2026-06-19"))
    assert [row["Text"] for row in rows] == ["på kvällen", "fem på natten"]


def test_a_csv_opens_in_swedish_excel_with_its_letters_and_local_times(cast):
    told(cast)
    content = taken_out(cast.karin, "csv")
    rows = table(content)
    assert content.startswith("\ufeffLine;Occurred;".encode())
    assert b"\r\n" in content
    assert rows[0]["Text"] == f"Trängsel {OPEN}"
    assert rows[0]["Occurred"] == "2026-06-19T22:00:00+02:00"
    assert (rows[0]["Latitude"], rows[0]["Category code"], rows[0]["Category"]) == ("60.485", "C1", "High density")


def test_the_language_of_the_file_is_the_users(cast):
    told(cast)
    assert cast.kim.door.post("/language", data={"language": "sv", "next": "/"}).status_code == 302
    content = json.loads(taken_out(cast.kim, "json"))
    assert content["incidents"][0]["category_name"] == "Hög täthet (≥3,5 p/m²)"


@pytest.mark.parametrize("lead", ["=1+1", "+46 70", "-2", "@SUM(A1)", "＝1"])
def test_a_text_that_looks_like_a_formula_stays_a_text(cast, lead):
    karin = cast.karin.actor(cast.event)
    noted(cast.event, karin, 0, f"{lead};\"x\"")
    assert table(taken_out(cast.karin, "csv"))[0]["Text"] == f"'{lead};\"x\""
    book = openpyxl.load_workbook(io.BytesIO(taken_out(cast.karin, "xlsx")))
    cell = next(cell for cell in book["Log"][2] if cell.value == f"{lead};\"x\"")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


HOSTILE = "سلام \u202eomvänd\u202c 🔥\x07klocka <script>alert(1)</script> #let x = 1 *fet* \\ $y$ @ref `kod` "


def test_hostile_text_comes_out_whole_and_does_nothing(cast):
    karin = cast.karin.actor(cast.event)
    noted(cast.event, karin, 0, HOSTILE + "ö" * 9000)
    opened(cast.event, karin, 1, "=HYPERLINK(1) #panic()")
    files = archived(cast.karin)
    for form in ("csv", "xlsx", "geojson", "json", "pdf"):
        assert "<script>alert(1)</script> #let x = 1 *fet*" in files[form], form
        assert files[form].replace("\u200b", "").replace(" ", "").count("ö") >= 9000, form
    assert "#panic()" in files["pdf"]
    assert "‹fire›" in files["pdf"]
    assert "‹right-to-leftoverride›" in files["pdf"].replace(" ", "")


def test_struck_lines_are_shown_struck_with_who_when_and_why(cast):
    told(cast)
    lines = sheets(taken_out(cast.karin, "xlsx"))["Log"]
    row = next(row for row in lines if row["Text"] == "fel sektor markörstruken")
    assert (row["Struck by"], row["Reason for striking"]) == ("Karin", "avsåg sektor B")
    assert str(row["Struck at"]) == "2026-06-19 22:08:00"
    paper = text_of("pdf", taken_out(cast.karin, "pdf"))
    assert "Struck 2026-06-19 22:08:00 by K (Karin, Commander): avsåg sektor B" in paper
    entry = next(each for each in json.loads(taken_out(cast.karin, "json"))["entries"] if each["struck"])
    assert entry["struck"]["reason"] == "avsåg sektor B"


def test_erased_lines_are_shown_as_erased_in_every_form(cast):
    told(cast)
    entry = db.session.scalars(db.select(Entry).where(Entry.text.contains("markörpolis"), Entry.kind == "note")).one()
    log.erase(cast.event, cast.karin.actor(cast.event), entry, ground="BDL 4 kap. 10 §")
    files = archived(cast.karin)
    for form in ("csv", "xlsx", "geojson", "json", "pdf"):
        assert "Vi avvaktar" not in files[form], form
        assert "erased" in files[form].lower(), form


def test_every_page_of_the_paper_is_numbered_and_the_last_one_ends_the_log(cast):
    karin = cast.karin.actor(cast.event)
    for minute in range(90):
        noted(cast.event, karin, minute, f"Rad {minute}. " + "Läget är lugnt och patrullen står kvar vid grinden. " * 3)
    told(cast)
    read = pages(taken_out(cast.karin, "pdf"))
    head = db.session.scalars(db.select(Export.head)).one()
    assert len(read) > 2
    assert all(f"Page {number} / {len(read)}" in text for number, text in enumerate(read, start=1))
    assert all(head[:16] in text for text in read)
    assert head in "".join(read[0].replace("-", "").split())  # wherever its line was broken
    assert "End of log" in read[-1]
    assert not [text for text in read[:-1] if "End of log" in text]
    assert all("Entered" in text for text in read[1:-1])


def test_the_length_of_the_trail_is_told_only_to_those_who_may_audit(cast):
    told(cast)
    assert "Records" in pages(taken_out(cast.karin, "pdf"))[0]
    assert "Records" not in pages(taken_out(cast.kim, "pdf"))[0]


def test_a_long_log_is_bound_of_parts_and_loses_nothing(app, cast, monkeypatch):
    told(cast)
    event, karin = cast.event, cast.karin.actor(cast.event)
    monkeypatch.setattr(paper, "PART", 4)
    with app.test_request_context():
        taken = export_log(event, karin, Asked(Format.PDF))
        file = LogFile(event, karin, taken)
        rows = {"lines": list(file.lines()), "incidents": list(file.incidents())}
        read = pages(paper.pdf(on_paper(event, karin, taken, file.rows), lambda name: iter(rows[name])))
    assert all(f"{number} / {len(read)}" in text for number, text in enumerate(read, start=1))
    assert len(read) == 4
    text = " ".join(read)
    assert not [marker for marker in (OPEN, TO_CHURCH, *CLOSED_TO_CHURCH) if marker not in text]
    assert [count for count in map(read[-1].count, ("End of log", "Slut på loggen")) if count] == [1]


def test_an_empty_log_says_so_and_still_ends(cast):
    paper = text_of("pdf", taken_out(cast.karin, "pdf"))
    assert "The log has no lines." in paper
    assert "End of log" in paper
    assert table(taken_out(cast.karin, "csv")) == []


def test_geojson_has_a_feature_for_each_incident_with_its_lines(cast):
    told(cast)
    collection = json.loads(taken_out(cast.karin, "geojson"))
    first = collection["features"][0]
    assert [each["properties"]["number"] for each in collection["features"]] == [1, 2, 3, 4, 5]
    assert first["geometry"] == {"type": "Point", "coordinates": [15.431, 60.485]}
    assert [line["kind"] for line in first["properties"]["entries"]] == ["opened", "note", "state"]
    assert collection["features"][1]["geometry"] is None
    assert [line["text"] for line in collection["entries"]] == ["fel sektor markörstruken", "avsåg sektor B"]


def test_the_archive_holds_the_audit_trail_for_those_who_may_read_it_and_says_nothing_that_was_said(cast):
    told(cast)
    trail = [json.loads(row) for row in archived(cast.karin)["audit.jsonl"].splitlines()]
    assert trail[-1]["what"] == "log.exported"
    assert [record["number"] for record in trail] == list(range(1, len(trail) + 1))
    assert "markör" not in str(trail)
    assert "audit.jsonl" not in archived(cast.olle)


def test_the_command_line_takes_out_everything_or_what_a_member_may_see(app, cast, tmp_path):
    told(cast)

    def run(*more):
        arguments = ["export", *more, "--format", "json", "-o", str(tmp_path / "log.json"), "--language", "sv"]
        return app.test_cli_runner().invoke(cli, arguments, obj=ScriptInfo(create_app=lambda: app))

    answer = run("sommar")
    assert answer.exit_code == 0, answer.output
    assert "9 lines, 5 incidents, head" in answer.output
    assert "Hög täthet" in (tmp_path / "log.json").read_text()
    assert run("sommar", "--as", "kim@example.org").exit_code == 0
    assert "markörpolis" not in (tmp_path / "log.json").read_text()
    records = db.session.scalars(db.select(AuditRecord).filter_by(what="log.exported").order_by(AuditRecord.id)).all()
    assert [record.by for record in records] == ["system", "Kim (partner_coordinator)"]
    for refused in (("ingen",), ("sommar", "--as", "stig@example.org"), ("sommar", "--as", "frida@example.org")):
        assert run(*refused).exit_code == 1
    assert list(tmp_path.glob(".log*")) == []
