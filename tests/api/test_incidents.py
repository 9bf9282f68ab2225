"""Opening, listing, reading and amending incidents by the API, line by line of the contract."""

from typing import Any
from uuid import uuid4

import pytest

from eventops.access import SYSTEM
from eventops.audit import Chain
from eventops.extensions import db
from eventops.log import actions as log
from eventops.log.models import Entry, Incident
from tests.cast import Cast

from .conftest import Program

SNAPSHOT = {
    "type", "number", "client_id", "category", "title", "priority", "state", "audience", "sector", "lat", "lon",
    "place", "occurred_at", "opened_at", "opened_by", "closed_at", "disposition", "review_at", "acknowledged_at",
    "acknowledged_by", "merged_into", "revision", "units",
}  # fmt: skip


def wrong(answer: Any) -> set[str]:
    """The pointers of a 422."""
    assert answer.status_code == 422, answer.text
    assert answer.content_type == "application/problem+json"
    return {error["pointer"] for error in answer.get_json()["errors"]}


def test_opening_answers_201_with_the_snapshot_and_where_it_is(olle: Program) -> None:
    client_id = str(uuid4())
    answer = olle.post(
        "/incidents", client_id=client_id, category="O1", title="Bråk", priority=2, lat=60.485, lon=15.431,
        occurred_at="2026-08-08T21:30:00+02:00", audience="all", text="Två grupper", place="Norra grinden",
    )  # fmt: skip
    told = answer.get_json()
    assert answer.status_code == 201
    assert set(told) == SNAPSHOT
    assert told | {"client_id": client_id, "category": "O1", "priority": 2, "audience": "all", "sector": "A"} == told
    assert told["occurred_at"] == "2026-08-08T19:30:00+00:00"
    assert told["opened_by"] == "Olle"
    shown = olle.get(answer.headers["Location"])
    assert shown.status_code == 200
    assert [line["text"] for line in shown.get_json()["entries"]] == ["Två grupper"]


def test_only_the_client_id_the_category_and_the_title_are_needed(olle: Program) -> None:
    told = olle.open()
    assert (told["priority"], told["audience"], told["state"], told["sector"]) == (1, "police", "new", None)
    left_open = dict.fromkeys(("priority", "occurred_at", "lat", "lon", "sector", "audience", "text"))
    assert olle.open(**left_open)["priority"] == 1


def test_the_same_client_id_again_answers_200_with_the_same_body_and_no_second_row(olle: Program) -> None:
    client_id = str(uuid4())
    first = olle.post("/incidents", client_id=client_id, category="O1", title="Bråk")
    second = olle.post("/incidents", client_id=client_id.upper(), category="O2", title="Något annat")
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.data == first.data
    assert second.headers["Location"] == first.headers["Location"]
    assert db.session.scalar(db.select(db.func.count(Incident.id))) == 1
    assert db.session.get_one(Chain, "sommar").counts["feed:police"] == 1


def test_a_request_that_was_answered_and_is_sent_again_later_gets_the_answer_it_missed(olle: Program) -> None:
    client_id = str(uuid4())
    first = olle.post("/incidents", client_id=client_id, category="O1", title="Bråk", audience="police")
    olle.patch(f"/incidents/{first.json['number']}", title="Slagsmål", state="closed", priority=4)
    again = olle.post("/incidents", client_id=client_id, category="O1", title="Bråk", audience="police")
    assert (again.status_code, again.data) == (200, first.data)


def test_the_answer_of_then_is_not_given_to_those_who_were_not_told_then(olle: Program, program: Any) -> None:
    client_id = str(uuid4())
    number = olle.open(client_id=client_id, title="Bråk med PLANTED", audience="police")["number"]
    olle.patch(f"/incidents/{number}", title="Bråk", audience="all")
    again = program("kim").post("/incidents", client_id=client_id, category="O1", title="Bråk")
    assert (again.status_code, again.json["title"]) == (200, "Bråk")
    assert b"PLANTED" not in again.data


def test_every_wrong_member_is_pointed_at_in_one_answer(olle: Program) -> None:
    said = {
        "client_id": "17", "category": 3, "title": "x" * 201, "priority": 5, "occurred_at": "2026-08-08T21:30:00",
        "lat": "60", "lon": 181, "sector": ["A"], "audience": True, "text": "x" * 10_001, "colour": "red",
    }  # fmt: skip
    assert wrong(olle.post("/incidents", **said)) == {f"/{name}" for name in said}
    assert wrong(olle.post("/incidents")) == {"/client_id", "/category", "/title"}


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("category", "ZZ"), ("sector", "Q"), ("audience", "everybody"), ("audience", "partner:ingen"), ("title", "  "),
        ("title", "a\0b"), ("text", "a\0b"), ("priority", True), ("priority", 1.5), ("priority", "1"), ("lat", 91),
        ("occurred_at", "0001-01-01T00:00:00+14:00"), ("occurred_at", "yesterday"), ("occurred_at", 1754680000),
        ("occurred_at", "2199-06-18T22:40:00+02:00"), ("client_id", None), ("title", None),
    ],
)  # fmt: skip
def test_a_wrong_value_is_pointed_at(olle: Program, member: str, value: object) -> None:
    said = {"client_id": str(uuid4()), "category": "O1", "title": "Bråk", "lon": 15.4, "lat": 60.4, member: value}
    assert wrong(olle.post("/incidents", **said)) == {f"/{member}"}
    assert db.session.scalar(db.select(db.func.count(Incident.id))) == 0


def test_half_a_point_is_refused(olle: Program) -> None:
    said = {"client_id": str(uuid4()), "category": "O1", "title": "Bråk"}
    assert wrong(olle.post("/incidents", **said, lat=60.4)) == {"/lon"}


def test_a_log_that_is_not_live_refuses_with_409(program: Any) -> None:
    olle = program("olle")
    olle.home = "/api/v1/events/vinter"
    answer = olle.post("/incidents", client_id=str(uuid4()), category="O1", title="Bråk")
    assert answer.status_code == 409
    assert answer.get_json()["title"] == "The log opens when the event goes live."


def test_the_list_is_paged_by_cursor_newest_first(olle: Program) -> None:
    for _ in range(7):
        olle.open()
    seen, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        page = olle.get("/incidents", query_string={"limit": 3, **({"cursor": cursor} if cursor else {})}).get_json()
        seen += [item["number"] for item in page["items"]]
        cursor, pages = page["next"], pages + 1
    assert (seen, pages) == ([7, 6, 5, 4, 3, 2, 1], 3)
    assert set(page["items"][0]) == SNAPSHOT


def test_the_list_is_narrowed_by_every_filter(olle: Program) -> None:
    olle.open(title="Slagsmål vid grinden", lat=60.485, lon=15.431, occurred_at="2026-08-08T20:00:00Z")
    olle.open(title="Vilset barn", category="O2", priority=3, sector="B", occurred_at="2026-08-08T21:00:00Z")
    olle.patch("/incidents/2", state="closed")
    for asked, found in {
        "state=open": [1], "state=closed": [2], "state=new,closed": [2, 1], "category=O2": [2],
        "category=O1,O2": [2, 1],
        "priority=3": [2], "sector=A": [1], "sector=Q": [], "since=2026-08-08T21:00:00Z": [2],
        "until=2026-08-08T21:00:00Z": [1], "since=2026-08-08T22:00:00%2B02:00": [2, 1], "q=grind": [1],
        "q=slagsm%C3%A5let": [1], "q=%22%27*": [2, 1], "bbox=15.43,60.48,15.44,60.49": [1], "bbox=0,0,1,1": [],
    }.items():  # fmt: skip
        answer = olle.get(f"/incidents?{asked}")
        assert answer.status_code == 200, answer.text
        assert [item["number"] for item in answer.get_json()["items"]] == found, asked


@pytest.mark.parametrize(
    "asked",
    ["limit=0", "limit=501", "limit=x", "cursor=-1", "cursor=99999999999999999999", "state=broken", "priority=9",
     "bbox=1", "bbox=1,2,3,nan", "bbox=10,0,1,1", "since=2026-08-08", "until=x", "sida=2", "q=%00"],
)  # fmt: skip
def test_a_wrong_filter_is_pointed_at(olle: Program, asked: str) -> None:
    assert wrong(olle.get(f"/incidents?{asked}")) == {"/" + asked.split("=")[0]}


def test_amending_changes_what_is_given_and_leaves_the_rest(olle: Program) -> None:
    before = olle.open(lat=60.485, lon=15.431, place="Grinden")
    answer = olle.patch("/incidents/1", title="Slagsmål", priority=3, state="on_scene")
    assert answer.status_code == 200
    told = answer.get_json()
    same = set(before) - {"title", "priority", "state", "revision", "acknowledged_at", "acknowledged_by"}
    assert {name: told[name] for name in same} == {name: before[name] for name in same}
    assert (told["title"], told["priority"], told["state"], told["revision"]) == ("Slagsmål", 3, "on_scene", 4)
    assert told["acknowledged_by"] == "Olle"  # who acts on it has seen it
    lines = olle.get("/incidents/1").get_json()["entries"]
    assert [line["kind"] for line in lines] == ["state", "priority", "edited", "opened"]


def test_amending_moves_and_gives_to_another_audience(olle: Program) -> None:
    olle.open()
    wanted = {"lat": 60.486, "lon": 15.436, "audience": "all", "category": "O2", "place": "Vid scenen"}
    told = olle.patch("/incidents/1", **wanted).get_json()
    assert (told["sector"], told["audience"], told["category"], told["place"]) == ("B", "all", "O2", "Vid scenen")
    assert olle.patch("/incidents/1", sector="A").get_json()["sector"] == "A"


def test_an_amendment_happens_as_a_whole_or_not_at_all(olle: Program) -> None:
    before = olle.open()
    assert olle.patch("/incidents/1", title="Nytt", priority=4, state="reopened").status_code == 409
    assert wrong(olle.patch("/incidents/1", title="Nytt", sector="Q")) == {"/sector"}
    after = olle.get("/incidents/1").get_json()
    assert after.pop("entries")[0]["number"] == 1
    assert after == before
    assert db.session.scalar(db.select(db.func.count(Entry.id))) == 1


def test_an_empty_amendment_changes_nothing(olle: Program) -> None:
    before = olle.open()
    assert olle.patch("/incidents/1").get_json() == before


@pytest.mark.parametrize("member", ["title", "category", "priority", "state", "audience", "lat", "sector", "place"])
def test_nothing_can_be_amended_to_null(olle: Program, member: str) -> None:
    olle.open()
    assert wrong(olle.patch("/incidents/1", **{member: None})) == {f"/{member}"}


def test_what_a_partner_may_not_know_does_not_exist_for_it(olle: Program, program: Any) -> None:
    olle.open(audience="police", title="Hemligt")
    olle.open(audience="all", title="Öppet")
    olle.write("/incidents/2/entries", "Bara polisen", audience="police")
    kim = program("kim")
    assert [item["title"] for item in kim.get("/incidents").get_json()["items"]] == ["Öppet"]
    assert kim.get("/incidents?q=bara").get_json()["items"] == []
    assert [line["kind"] for line in kim.get("/incidents/2").get_json()["entries"]] == ["opened"]
    for answer in (kim.get("/incidents/1"), kim.patch("/incidents/1", priority=4), kim.get("/incidents/99")):
        assert answer.status_code == 404
    assert kim.post("/incidents/1/entries", client_id=str(uuid4()), text="x").status_code == 404
    assert kim.get("/incidents/99999999999999999999").status_code == 404


def test_a_client_id_that_belongs_to_something_hidden_is_refused(olle: Program, program: Any) -> None:
    hidden = olle.open(audience="police")
    answer = program("kim").post("/incidents", client_id=hidden["client_id"], category="O2", title="x")
    assert answer.status_code == 409
    assert answer.get_json()["errors"][0]["pointer"] == "/client_id"
    assert "Bråk" not in answer.text


def test_an_erased_incident_shows_no_content(olle: Program, cast: Cast) -> None:
    olle.open(title="Anna Andersson", text="Anna Andersson ringde")
    line = db.session.scalars(db.select(Entry)).one()
    log.erase(cast.event, SYSTEM, line, ground="BDL 4:10")
    answers = [olle.get(path).text for path in ("/incidents", "/incidents/1", "/changes?feed=police")]
    assert not any("Anna" in text for text in answers)
