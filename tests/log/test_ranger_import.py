"""A Ranger IMS export becomes a log: once, with its own times and names, and again when there is more in it."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from eventops import audit
from eventops.access import SYSTEM
from eventops.errors import Conflict
from eventops.events.models import Event
from eventops.extensions import db
from eventops.log import actions
from eventops.log.commands import ranger_ims
from eventops.log.integrity import verify
from eventops.log.json_text import PIECE
from eventops.log.models import Category, Entry, EntryKind, Incident, State
from eventops.log.ranger_import import CHUNK, IMPORTED, KEPT, RangerReport, Wish, import_export, mapping

from ..services import real_data

HOUR = "2025-08-27T{:02}:{:02}:00+00:00"


def said(id: int, text: str, *, minute: int = 0, system: bool = False, **also: Any) -> dict[str, Any]:
    return {
        "id": id, "created": HOUR.format(20, minute), "author": "Hubcap", "system_entry": system, "text": text,
        "stricken": False, "has_attachment": False, **also,
    }  # fmt: skip


def incident(number: int, *entries: dict[str, Any], **also: Any) -> dict[str, Any]:
    return {
        "event": "2025", "number": number, "created": HOUR.format(20, 0), "last_modified": HOUR.format(20, 30),
        "state": "new", "priority": 5, "summary": f"Tent on fire {number}", "ranger_handles": ["Loosy", "Tool"],
        "location": {
            "type": "garett", "name": "Camp Dusty", "concentric": "3", "radial_hour": 7, "radial_minute": 5,
            "description": "blue tower",
        },
        "incident_types": ["fire"], "field_reports": [], "report_entries": list(entries), **also,
    }  # fmt: skip


def report(number: int, *entries: dict[str, Any], **also: Any) -> dict[str, Any]:
    return {
        "event": "2025", "number": number, "created": HOUR.format(20, 10), "summary": "Walk of the perimeter",
        "incident": None, "report_entries": list(entries), **also,
    }  # fmt: skip


def export(*incidents: Any, reports: tuple[Any, ...] = (), name: str = "2025") -> dict[str, Any]:
    return {
        "events": [{
            "access": {"readers": [], "writers": [], "reporters": []}, "concentric_streets": {"3": "Cinnamon"},
            "event": {"id": name, "name": name}, "field_reports": list(reports), "incidents": list(incidents),
        }],
        "incident_types": [{"name": "Junk", "hidden": False}],
    }  # fmt: skip


@pytest.fixture
def take(event: Event, tmp_path: Path) -> Any:
    """Import an export into the live event."""

    def take(content: Any, **how: Any) -> RangerReport:
        file = tmp_path / "export.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), "utf-8")
        return import_export(event, SYSTEM, file, **how)

    return take


def incidents(event: Event) -> list[Incident]:
    return list(db.session.scalars(db.select(Incident).filter_by(event_id=event.id).order_by(Incident.number)))


def lines(event: Event) -> list[Entry]:
    return list(db.session.scalars(db.select(Entry).filter_by(event_id=event.id).order_by(Entry.number)))


def history(event: Event) -> list[dict[str, Any]]:
    return [json.loads(each.facts or "") for each in audit.records(event.chain) if each.what == KEPT]


STORY = export(
    incident(
        1, said(1, "Changed state to: dispatched", minute=2, system=True),
        said(2, "Flames at <script>alert(1)</script> the kitchen.", minute=1),
        said(3, "Wrong camp.", minute=3, stricken=True), said(4, "Photo", minute=4, has_attachment=True),
        said(5, "Changed state to: closed", minute=25, system=True), state="closed",
    ),
    incident(2, said(6, "x" * 10_001), incident_types=["Junk"], location=None, priority=5, ranger_handles=[]),
    reports=(report(1, said(7, "All quiet.", minute=11)), report(2, said(8, "Embers left.", minute=12), incident=1)),
)  # fmt: skip


def test_an_incident_keeps_its_words_times_and_authors_and_what_the_program_did_is_on_the_record_only(
    take: Any, event: Event
) -> None:
    told = take(STORY)
    assert (told.read, told.taken, told.refused, told.lines, told.struck, told.files) == (4, 4, [], 9, 1, 1)
    first, second = incidents(event)
    assert (first.title, first.category_code, first.state) == ("Tent on fire 1", "B1", State.CLOSED)
    assert {each.audience for each in [*incidents(event), *lines(event)]} == {"police"}
    assert first.place_text == "Camp Dusty, 7:05 & Cinnamon, blue tower"
    assert first.occurred_at == datetime(2025, 8, 27, 20, 0, tzinfo=UTC)
    assert first.closed_at == datetime(2025, 8, 27, 20, 25, tzinfo=UTC)
    assert (second.category_code, second.state, second.place_text) == ("X1", State.NEW, None)
    of_it = [each for each in lines(event) if each.incident is first]
    log = [(each.kind.value, each.occurred_at.minute, each.on_behalf) for each in of_it]
    by = "Hubcap"
    assert log == [
        ("opened", 0, None), ("note", 1, by), ("note", 3, by), ("strike", of_it[3].occurred_at.minute, None),
        ("note", 4, by), ("state", 2, by), ("state", 25, by), ("note", 10, None), ("note", 12, by),
    ]  # fmt: skip
    opened = lines(event)[0].text or ""
    assert "rangers: Loosy, Tool" in opened and "priority: 5" in opened and first.priority == 1
    assert {each.late_because for each in lines(event) if each.kind is not EntryKind.STRIKE} == {IMPORTED}
    assert [len(each.text or "") for each in lines(event) if set(each.text or "") == {"x"}] == [10_000, 1]
    [loose] = [each.text for each in lines(event) if each.incident is None and each.on_behalf is None]
    assert loose == "Ranger IMS 2025, field report #1: Walk of the perimeter"
    assert [[each["text"] for each in facts["entries"]] for facts in history(event)] == [
        ["Changed state to: dispatched", "Changed state to: closed"], [],
    ]  # fmt: skip
    assert verify(event.chain).fault is None


def test_a_newer_export_adds_what_is_new_and_the_same_one_nothing(take: Any, event: Event) -> None:
    take(STORY)
    before = [each.client_id for each in lines(event)]
    again = take(STORY)
    assert (again.taken, again.already, again.lines, again.kept) == (0, 4, 0, 0)
    assert [each.client_id for each in lines(event)] == before
    newer = deepcopy(STORY)
    one, two = newer["events"][0]["incidents"]
    one["report_entries"][1]["stricken"] = True
    two["report_entries"] += [said(9, "Changed state to: on_scene", system=True, created="2026-11-01T10:00:00Z")]
    two |= {"state": "on_scene", "last_modified": "2099-01-01T00:00:00Z"}
    newer["events"][0]["field_reports"][0]["report_entries"].append(said(10, "Still quiet."))
    newer["events"][0]["incidents"].append(incident(3))
    told = take(newer)
    assert (told.taken, told.added_to, told.already) == (1, 3, 1)
    assert (told.lines, told.struck, told.kept) == (1, 1, 1)
    assert [each.state for each in incidents(event)] == [State.CLOSED, State.ON_SCENE, State.NEW]
    assert verify(event.chain).fault is None


def test_what_somebody_here_did_since_stands_and_what_was_erased_does_not_come_back(take: Any, event: Event) -> None:
    take(STORY)
    first, second = incidents(event)
    actions.change_state(event, SYSTEM, second, State.CLOSED)
    opened = next(each for each in lines(event) if each.incident is first)
    actions.erase(event, SYSTEM, opened, ground="LOU 2 kap.")
    newer = deepcopy(STORY)
    newer["events"][0]["incidents"][0]["report_entries"] += [
        said(11, "Changed summary to: somebody", system=True), said(12, "A name."),
    ]  # fmt: skip
    newer["events"][0]["incidents"][1] |= {"state": "on_scene"}
    told = take(newer)
    assert (told.lines, told.kept, told.states) == (0, 0, 0)
    assert [each.state for each in incidents(event)] == [State.CLOSED, State.CLOSED]


def test_the_later_program_is_read_too_with_its_ids_roles_and_addresses(take: Any, event: Event) -> None:
    rows = [
        {
            "event": "2026", "event_id": 3, "number": 7, "created": HOUR.format(20, 0), "started": HOUR.format(19, 0),
            "last_modified": HOUR.format(20, 5), "state": "on_hold", "priority": 5, "summary": None, "version": 2,
            "location": {"name": "Depot", "address": "Gate road", "description": None}, "incident_type_ids": [1, 99],
            "rangers": [{"handle": "Loosy", "role": "lead"}, {"handle": "Tool"}],
            "linked_incidents": [{"event_name": "2025", "event_id": 2, "number": 4, "summary": ""}],
            "report_entries": [said(1, "Generator down.", attachment={"name": "a.jpg", "previewable": True})],
        }
    ]  # fmt: skip
    types = [{"id": 1, "name": "Power", "hidden": False}]
    told = take({"incidents": rows, "incident_types": types}, wish=Wish("site", "all", "high-is-5"))
    [found] = incidents(event)
    assert (found.title, found.category_code) == ("Generator down.", "B4")
    assert (found.state, found.priority) == (State.ON_HOLD, 1)
    assert (found.place_text, found.audience, told.files) == ("Depot, Gate road", "all", 1)
    text = lines(event)[0].text or ""
    assert "rangers: Loosy (lead), Tool" in text and "incident_types: Power, #99" in text
    assert "linked_incidents: 2025 #4" in text
    assert take(rows, wish=Wish("site")).already == 1
    [lost] = [incident(8, incident_types=["Lost Child"])]
    take([lost], wish=Wish("site", "all"))
    assert incidents(event)[1].audience == "police"


def test_faulty_rows_are_named_by_line_and_the_others_are_taken_whole(take: Any, event: Event) -> None:
    faulty: dict[str, Any] = {
        "state is unknown: 'asleep'": incident(2, state="asleep"),
        "state is missing": {key: value for key, value in incident(3).items() if key != "state"},
        "number is missing": {key: value for key, value in incident(4).items() if key != "number"},
        "created says no time zone: '2025-08-27T20:00:00'": incident(5, created="2025-08-27T20:00:00"),
        "created is not a time: 'yesterday'": incident(6, created="yesterday"),
        "incident 1 is there twice": incident(1, said(99, "Something else.")),
        "not an object": "incident",
        "report_entries is not a list": incident(7, report_entries="none"),
        "text holds characters that are no text": incident(8, said(1, "a\0b")),
        "report entry 5 is there twice": incident(9, said(5, "a"), said(5, "b")),
        "it has not happened yet": incident(10, said(1, "later", created="2199-01-01T00:00:00Z")),
        "summary is longer than 5000 characters": incident(11, summary="s" * 10_000),
        "radial_hour is no hour or minute: 'noon'": incident(12, location={"radial_hour": "noon"}),
        "location is not an object": incident(13, location="there"),
    }
    content = json.dumps(export(incident(1), *faulty.values(), incident(20)), indent=1)
    told = take(content)
    assert [reason for _, reason in told.refused] == list(faulty)
    rows = content.splitlines()
    assert all(rows[line - 1].strip() in ("{", '"incident",') for line, _ in told.refused)
    assert [each.title for each in incidents(event)] == ["Tent on fire 1", "Tent on fire 20"]
    assert (told.read, told.taken) == (len(faulty) + 2, 2)


@pytest.mark.parametrize(
    "content",
    ["", "{", '{"events": [{"incidents": [{"n', "[1, 2", '"text"', "[] []", '{"events": [3]}', "\xff", "[" * 5_000],
    ids=["nothing", "open", "cut", "cut list", "text", "two", "no event", "no utf-8", "deep"],
)
def test_what_is_no_whole_json_is_refused_whole_in_one_line(content: str, event: Event, tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    file.write_bytes(content.encode("latin-1"))
    run = CliRunner().invoke(ranger_ims, [str(file), "--event", event.slug])
    assert run.exit_code == 1, run.output
    assert len(run.stderr.splitlines()) == 1 and run.stderr.startswith("Error: Line 1: "), run.stderr
    assert incidents(event) == []


def test_lists_longer_than_a_piece_are_read_wherever_they_are_cut(take: Any, event: Event) -> None:
    many = [incident(number, said(number, "y" * 500)) for number in range(1, 2 * CHUNK)]
    content = json.dumps(export(*many))
    assert len(content) > PIECE
    rehearsed = take(content, dry_run=True)
    assert incidents(event) == []
    assert rehearsed == take(content)
    assert [each.number for each in incidents(event)] == list(range(1, 2 * CHUNK))


def test_the_command_reports_chooses_the_event_and_refuses_in_a_line(event: Event, tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    both = export(incident(1, said(1, "Note."), incident_types=["Nonesuch"]))
    both["events"] += export(incident(1), name="2024")["events"]
    file.write_text(json.dumps(both))
    into = [str(file), "--event", event.slug]
    refusals = {
        (): "The file holds several events. Choose one of them: 2024, 2025.",
        ("--event-name", "2023"): "The file holds no such event. It holds: 2024, 2025.",
    }
    for more, why in refusals.items():
        run = CliRunner().invoke(ranger_ims, [*into, *more])
        assert (run.exit_code, run.stderr) == (1, f"Error: {why}\n")
    run = CliRunner().invoke(ranger_ims, [*into, "--event-name", "2025", "--dry-run"])
    assert run.stdout.startswith("Dry run: nothing was saved.") and incidents(event) == []
    run = CliRunner().invoke(ranger_ims, [*into, "--event-name", "2025"])
    assert [" ".join(line.split()) for line in run.stdout.splitlines()] == [
        "Rows read 1", "Taken 1", "Added to 0", "Already there 0", "Refused 0", "Lines written 1", "Lines struck 0",
        "State changes 0", "On record only 0", "Files missing 0", "Unmapped types 1 (filed under X1)", "1 Nonesuch",
    ]  # fmt: skip


def test_every_type_maps_to_a_category_and_nothing_enters_a_log_that_is_not_open(cast: Any, tmp_path: Path) -> None:
    known = set(db.session.scalars(db.select(Category.code)))
    assert {*mapping().types.values(), mapping().fallback} <= known
    (tmp_path / "export.json").write_text(json.dumps(export(incident(1))))
    with pytest.raises(Conflict):
        import_export(cast.planned, SYSTEM, tmp_path / "export.json")
    assert incidents(cast.planned) == []


def test_a_real_export_is_taken_once(event: Event) -> None:
    file = real_data("ranger-ims-export.json")
    told = import_export(event, SYSTEM, file)
    assert (told.read, told.taken, told.refused, told.lines, told.kept) == (300, 300, [], 345, 1200)
    assert told.unmapped == {"Admin": 300}
    again = import_export(event, SYSTEM, file)
    assert (again.already, again.lines, again.kept) == (300, 0, 0)
    assert verify(event.chain).fault is None


def test_what_was_taken_over_is_read_as_text_and_by_no_partner(take: Any, cast: Any, event: Event) -> None:
    take(export(*STORY["events"][0]["incidents"], incident(3, state="on_hold")))
    page = cast.olle.door.get(f"/events/{event.slug}/incidents/1?lang=en").text
    assert "&lt;script&gt;alert(1)" in page and "<script>alert(1)" not in page and "Hubcap" in page
    assert "Taken over from another system" in page or "Övertaget från ett annat system" in page
    assert cast.olle.door.get(f"/events/{event.slug}/incidents/3").status_code == 200
    assert cast.anders.door.get(f"/events/{event.slug}/incidents/1").status_code == 404
    assert "Hubcap" not in cast.anders.door.get(f"/events/{event.slug}/live").text
