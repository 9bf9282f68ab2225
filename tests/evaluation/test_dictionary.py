"""The data dictionary: every member of every exported row is in it, and nothing that no row has."""

import re

from eventops.evaluation.actions import Asked, export_log
from eventops.evaluation.dictionary import tables
from eventops.evaluation.export import LogFile
from eventops.evaluation.export_models import Format
from eventops.extensions import db
from eventops.log.models import Entry
from eventops.planning import actions as planning
from eventops.planning.models import Objective

from .story import pages, sheets, taken_out, told

OF_OTHER_FILES = {"statistics", "disclosed"}


def paths(row, before=""):
    """The members of a row, nested ones by their path."""
    for key, value in row.items():
        if isinstance(value, dict):
            yield from paths(value, f"{before}{key}.")
        else:
            yield f"{before}{key}"


def test_every_exported_member_is_in_the_dictionary_and_the_other_way_round(app, cast):
    told(cast)
    event, karin = cast.event, cast.karin.actor(cast.event)
    with app.test_request_context():
        file = LogFile(event, karin, export_log(event, karin, Asked(Format.JSON)))
        found = {table: {path for row in file.rows_of(table) for path in paths(row)} for table in file.told}
    assert set(found) == set(tables()) - OF_OTHER_FILES
    known = {code: {each.key for each in table.meanings} for code, table in tables().items()}
    of_incidents = {f"about.{key}" for key in known["incidents"]}
    for table, members in found.items():
        extra = members - known[table] - (of_incidents if table == "lines" else set())
        assert extra - {"about", "struck"} == set(), table
        if members:
            assert known[table] - members == set(), table


def test_every_column_is_explained_in_both_languages():
    for table in tables().values():
        for each in table.meanings:
            assert each.about_sv and each.about_en, (table.code, each.key)
            assert bool(each.sv) == bool(each.en) == bool(each.width), (table.code, each.key)
            assert each.type in ("text", "integer", "number", "boolean", "datetime", "list"), (table.code, each.key)


def test_a_workbook_has_a_sheet_for_each_table_and_says_what_it_is(cast):
    told(cast)
    found = sheets(taken_out(cast.karin, "xlsx", recipient="Länsstyrelsen", purpose="Månadsrapport"))
    assert list(found)[:2] == ["Log", "Incidents"]
    assert list(found)[-1] == "Data dictionary"
    assert {"Units", "Interventions", "Decisions", "Tasks", "Crowd", "Roster", "Plan", "Outcome"} <= set(found)
    explained = {(row["Tabell / Table"], row["English"]) for row in found["Data dictionary"]}
    assert {("lines", heading) for heading in found["Log"][0]} <= explained
    assert "Ingen skadas allvarligt" in str(found["Plan"])
    own = sheets(taken_out(cast.kim, "xlsx"))
    assert not {"Roster", "Outcome", "Indicators"} & set(own)


def test_one_table_or_all_of_them_as_csv(cast):
    told(cast)
    assert b"Ingen skadas allvarligt" in taken_out(cast.karin, "csv", part="plan")
    assert taken_out(cast.karin, "csv", part="every").startswith(b"PK")
    answer = cast.kim.door.post("/events/sommar/evaluation/export", data={"format": "csv", "part": "roster"})
    assert answer.status_code == 422


def test_the_report_is_a_paper_for_who_hears_the_police(cast):
    told(cast)
    aim = {"text": "Liten röra", "computed": "struck", "target_value": 50}
    planning.add(cast.event, cast.karin.actor(cast.event), Objective, aim)
    lines = db.session.scalar(db.select(db.func.count(Entry.id)).filter_by(event_id=cast.event.id))
    read = pages(taken_out(cast.karin, "report"))
    text = " ".join(read)
    for words in ("Evaluation report", "Contents", "Objectives", "Incidents by group", "Preliminary", "End of report"):
        assert words in text, words
    assert re.search(rf"Liten röra.*?{100 / lines:.2f} %.*?\bmet\b", text, re.S)  # one line of them was struck
    assert f"{len(read)} / {len(read)}" in read[-1]
    refused = cast.kim.door.post("/events/sommar/evaluation/export", data={"format": "report"})
    assert refused.status_code == 422
