"""Public police notices become incidents of the past in an event's log, once each."""

import gzip
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from eventops import audit, clock
from eventops.access import SYSTEM
from eventops.changes import change
from eventops.errors import Conflict
from eventops.events.models import Event
from eventops.extensions import db
from eventops.log.commands import polisen_events
from eventops.log.imports import Report
from eventops.log.models import Category, Entry, Incident, State
from eventops.log.polisen import CHUNK, import_notices, mapping
from eventops.push import Notice as Told

from ..services import real_data


def row(id: int, type: str = "Brand", place: str = "Borlänge", **changed: Any) -> dict[str, Any]:
    return {
        "id": id,
        "datetime": "2023-06-29 23:40:05 +02:00",
        "name": f"29 juni 22.15, {type}, {place}",
        "summary": "Det brinner i en container.",
        "url": f"/aktuellt/handelser/2023/juni/29/{id}/",
        "type": type,
        "location": {"name": place, "gps": "60.486,15.432"},
        **changed,
    }


@pytest.fixture
def take(event: Event, tmp_path: Path) -> Any:
    """Import some rows into the live event."""

    def take(*rows: Any, **how: Any) -> Report:
        file = tmp_path / "notices.jsonl"
        file.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in rows))
        return import_notices(event, SYSTEM, file, **how)

    return take


def incidents(event: Event) -> list[Incident]:
    return list(db.session.scalars(db.select(Incident).filter_by(event_id=event.id).order_by(Incident.number)))


def is_whole(event: Event) -> bool:
    head = db.session.get_one(audit.Chain, event.chain)
    return audit.first_broken(audit.records(event.chain), head.length, head.head) is None


def test_a_notice_becomes_a_closed_incident_with_its_time_place_and_words(take: Any, event: Event) -> None:
    take(row(7))
    [incident] = incidents(event)
    assert (incident.title, incident.category_code, incident.state) == ("Brand, Borlänge", "B1", State.CLOSED)
    assert incident.occurred_at == datetime(2023, 6, 29, 20, 15, tzinfo=UTC)
    assert (incident.lat, incident.lon, incident.place_text, incident.audience) == (60.486, 15.432, "Borlänge", "all")
    assert incident.sector is not None and incident.sector.code == "A"
    line = db.session.scalars(db.select(Entry).filter_by(incident_id=incident.id)).one()
    assert line.text == "Det brinner i en container.\nhttps://polisen.se/aktuellt/handelser/2023/juni/29/7/"


def test_each_notice_has_its_own_number_record_and_push(take: Any, event: Event) -> None:
    before = db.session.get_one(audit.Chain, event.chain).length
    take(*(row(number) for number in range(20)))
    assert [incident.number for incident in incidents(event)] == list(range(1, 21))
    facts = [json.loads(record.facts or "") for record in audit.records(event.chain) if record.number > before]
    assert [(each["number"], each["state"]) for each in facts] == [(number, "closed") for number in range(1, 21)]
    bodies = db.session.scalars(db.select(Told.body).filter_by(chain=event.chain, feed="all").order_by(Told.seq)).all()
    assert [json.loads(body)["number"] for body in bodies[-20:]] == list(range(1, 21))
    assert is_whole(event)


def test_importing_twice_takes_nothing_twice(take: Any, event: Event) -> None:
    rows = [row(number) for number in range(CHUNK + 3)]
    first, second = take(*rows), take(*rows, row(9999))
    assert (first.read, first.taken, first.already) == (CHUNK + 3, CHUNK + 3, 0)
    assert (second.read, second.taken, second.already) == (CHUNK + 4, 1, CHUNK + 3)
    assert len(incidents(event)) == CHUNK + 4


def test_the_same_notice_twice_in_a_file_is_taken_once(take: Any, event: Event) -> None:
    report = take(row(1), row(1), row(2))
    assert (report.read, report.taken, report.already) == (3, 2, 1)


def test_faulty_rows_are_named_by_line_and_the_others_are_taken(take: Any, event: Event) -> None:
    tomorrow = clock.now() + timedelta(days=2)
    report = take(
        row(1),
        "{",
        row(2, location={"name": "Borlänge"}),
        row(3, datetime=tomorrow.strftime("%Y-%m-%d %H:%M:%S +00:00"), name="Brand, Borlänge"),
        row(4, place="B" * 300),
        row(5, summary="s" * 9_999),
        row(6),
    )
    assert [line for line, _ in report.refused] == [2, 3, 4, 5, 6]
    assert [reason for _, reason in report.refused[1:]] == [
        "gps is missing",
        "it has not happened yet",
        "type and location are longer than 200 characters",
        "summary and url are longer than 10000 characters",
    ]
    assert (report.read, report.taken) == (7, 2)
    assert len(incidents(event)) == 2


def test_types_without_an_honest_category_are_counted_and_filed_under_the_fallback(take: Any, event: Event) -> None:
    report = take(row(1, "Övrigt"), row(2, "Sammanfattning natt"), row(3, "Övrigt"), row(4, "Nytt påhitt"), row(5))
    assert report.unmapped == Counter({"Övrigt": 2, "Sammanfattning natt": 1, "Nytt påhitt": 1})
    assert [incident.category_code for incident in incidents(event)] == ["X1", "X1", "X1", "X1", "B1"]


def test_types_are_known_however_they_are_spaced_and_capitalised(take: Any, event: Event) -> None:
    take(row(1, "Trafikolycka,  personskada"), row(2, "LARM INBROTT"))
    assert [incident.category_code for incident in incidents(event)] == ["R1", "T4"]


def test_every_type_maps_to_a_category_that_exists(app: Flask) -> None:
    known = set(db.session.scalars(db.select(Category.code)))
    assert {*mapping().types.values(), mapping().fallback} <= known


def test_a_dry_run_reports_the_same_and_saves_nothing(take: Any, event: Event) -> None:
    rows = [row(1), row(1), "{", row(2, "Övrigt")]
    rehearsed = take(*rows, dry_run=True)
    assert incidents(event) == []
    assert rehearsed == take(*rows)
    assert take(*rows, dry_run=True).already == 3
    assert is_whole(event)


def test_nothing_is_taken_into_a_log_that_is_not_open(cast: Any, tmp_path: Path) -> None:
    (tmp_path / "notices.json").write_text(json.dumps([row(1)]))
    with pytest.raises(Conflict):
        import_notices(cast.planned, SYSTEM, tmp_path / "notices.json")
    assert incidents(cast.planned) == []


def test_an_import_that_breaks_off_can_be_run_again(event: Event, tmp_path: Path) -> None:
    (tmp_path / "notices.jsonl").write_text("\n".join(json.dumps(row(number)) for number in range(2 * CHUNK)))

    def pull_the_plug(rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_notices(event, SYSTEM, tmp_path / "notices.jsonl", progress=pull_the_plug)
    assert len(incidents(event)) == CHUNK
    report = import_notices(event, SYSTEM, tmp_path / "notices.jsonl")
    assert (report.taken, report.already) == (CHUNK, CHUNK)


def test_what_was_imported_is_found_in_swedish(take: Any, cast: Any, event: Event) -> None:
    take(row(1, summary="Två kvinnor anträffade skadade."), row(2))
    page = cast.olle.door.get(f"/api/v1/events/{event.slug}/incidents", query_string={"q": "kvinna"}).json
    assert [item["title"] for item in page["items"]] == ["Brand, Borlänge"]
    assert page["items"][0]["number"] == 1


def test_the_command_prints_the_report(app: Flask, event: Event, tmp_path: Path) -> None:
    file = tmp_path / "notices.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, [row(1), {}, row(2, "Övrigt")])).encode()))
    run = CliRunner().invoke(polisen_events, [str(file), "--event", event.slug])
    assert run.exit_code == 0, run.output
    assert [line.split() for line in run.stdout.splitlines()] == [
        ["Rows", "read", "3"],
        ["Taken", "2"],
        ["Already", "there", "0"],
        ["Refused", "1"],
        ["line", "2:", "id", "is", "missing"],
        ["Unmapped", "types", "1", "(filed", "under", "X1)"],
        ["1", "Övrigt"],
    ]


def test_the_command_refuses_an_event_that_is_not_there_and_a_log_that_is_not_open(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "notices.jsonl"
    file.write_text(json.dumps(row(1)))
    reasons = {"host": "There is no event called host.", "vinter": "The log opens when the event goes live."}
    for slug, why in reasons.items():
        run = CliRunner().invoke(polisen_events, [str(file), "--event", slug])
        assert (run.exit_code, run.stderr) == (1, f"Error: {why}\n")


def test_the_command_wants_a_file_that_is_there(app: Flask) -> None:
    assert CliRunner().invoke(polisen_events, ["nowhere.json", "--event", "sommar"]).exit_code == 2


def test_what_was_published_is_public_whatever_it_is_about(take: Any, event: Event) -> None:
    """Partners are told neutrally of sexual offences (domain 4b), but not of what everybody has read."""
    assert take(row(1, type="Sexualbrott")).taken == 1
    assert [(each.category_code, each.audience) for each in incidents(event)] == [("S1", "all")]


def test_every_real_notice_is_taken_once(event: Event, tmp_path: Path) -> None:
    file, many = real_data("polisen-events-2023-2024.jsonl.gz"), 44_587
    if db.engine.dialect.name == "postgresql":  # which takes its time: every tenth will do
        with gzip.open(file, "rt") as notices:
            (tmp_path / "some.jsonl").write_text("".join(list(notices)[::10]))
        file, many = tmp_path / "some.jsonl", 4_459
    report = import_notices(event, SYSTEM, file)
    assert (report.read, report.taken, report.already, report.refused) == (many, many, 0, [])
    assert import_notices(event, SYSTEM, file).already == many
    with change(event, SYSTEM) as record:
        record.nothing()
        assert record.count("incident") == many + 1
    assert is_whole(event)
