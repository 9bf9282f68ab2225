"""Writing and striking lines, sending units, and catching up with a feed by the API."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import orjson
import pytest

from eventops import clock, push
from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.people import actions as people
from eventops.people.models import Organisation, Person
from eventops.push import Notice
from eventops.roster import actions as roster
from eventops.roster.models import Function
from tests.cast import Cast

from .conftest import Program
from .test_incidents import wrong

LINE = {
    "type", "number", "client_id", "kind", "incident", "text", "audience", "occurred_at", "entered_at", "author",
    "role", "on_behalf", "receiver", "channel", "quoted", "late_because", "strikes",
}  # fmt: skip


@pytest.fixture
def patrol(cast: Cast) -> str:
    """The call sign of a patrol on the roster."""
    event, police = cast.event, db.session.scalars(db.select(Organisation).filter_by(slug="polisen")).one()
    person = people.add_person(SYSTEM, name="Pia Patrull", organisation=police)
    duty = roster.Duty("Patrull", Function.POLICE, clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=7))
    shift = roster.add_shift(event, SYSTEM, duty)
    kept = db.session.get_one(Person, person.id)
    roster.assign(event, SYSTEM, shift, kept, call_sign="1710", accepting="At night")
    return "1710"


def test_a_line_is_written_on_an_incident_and_on_its_own(olle: Program) -> None:
    olle.open()
    on_it = olle.write("/incidents/1/entries", "Läget lugnt")
    alone = olle.write("/entries", "Samling 20.00", kind="decision", audience="command", on_behalf="Karin")
    assert set(on_it) == LINE
    assert (on_it["incident"], on_it["kind"], on_it["audience"], on_it["author"]) == (1, "note", "police", "Olle")
    assert alone | {"incident": None, "kind": "decision", "audience": "command", "on_behalf": "Karin"} == alone


def test_the_same_line_again_answers_200_with_the_first(olle: Program) -> None:
    olle.open()
    said = {"client_id": str(uuid4()), "text": "Läget lugnt"}
    first, second = olle.post("/incidents/1/entries", **said), olle.post("/incidents/1/entries", **said)
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.data == first.data


def test_a_wrong_line_is_pointed_at(olle: Program) -> None:
    olle.open()
    new = str(uuid4())
    assert wrong(olle.post("/incidents/1/entries", text="x" * 10_001)) == {"/client_id", "/text"}
    assert wrong(olle.post("/entries", client_id=new, text="x", kind="state")) == {"/kind"}
    assert wrong(olle.post("/entries", client_id=new, text="  ")) == {"/text"}
    assert wrong(olle.post("/incidents/1/entries", client_id=new, text="x", audience="all")) == {"/audience"}


def test_striking_is_a_new_line_and_happens_once(olle: Program) -> None:
    line = olle.write("/entries", "Fel")
    said = {"client_id": str(uuid4()), "reason": "Fel plats"}
    path = f"/entries/{line['number']}/strike"
    first, second = olle.post(path, **said), olle.post(path, **said)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json() | {"kind": "strike", "strikes": line["number"], "text": "Fel plats"} == first.get_json()
    assert second.data == first.data
    assert olle.post(path, client_id=str(uuid4()), reason="igen").status_code == 409
    assert wrong(olle.post(path, client_id=str(uuid4()))) == {"/reason"}
    assert olle.post("/entries/99/strike", **said).status_code == 404


def test_striking_needs_its_own_permission(olle: Program, program: Any) -> None:
    olle.write("/entries", "x", audience="all")
    answer = program("sara").post("/entries/1/strike", client_id=str(uuid4()), reason="x")
    assert answer.status_code == 403


def test_a_unit_is_sent_and_followed_and_the_incident_follows_it(olle: Program, patrol: str) -> None:
    olle.open()
    sent = olle.post("/incidents/1/units", call_sign="1710")
    again = olle.post("/incidents/1/units", call_sign="1710")
    assert (sent.status_code, again.status_code) == (201, 200)
    assert (sent.get_json()["state"], again.get_json()) == ("assigned", sent.get_json())
    told = olle.patch("/incidents/1/units/1710", status="on_scene").get_json()
    assert [(unit["call_sign"], unit["status"]) for unit in told["units"]] == [("1710", "on_scene")]
    assert told["state"] == "on_scene"
    assert olle.patch("/incidents/1/units/9999", status="on_scene").status_code == 404
    assert wrong(olle.patch("/incidents/1/units/1710", status="lost")) == {"/status"}
    assert wrong(olle.post("/incidents/1/units", call_sign="9999")) == {"/call_sign"}


def test_a_feed_is_caught_up_in_order_with_the_very_bytes_that_were_pushed(olle: Program) -> None:
    for number in range(5):
        olle.open(title=f"Nummer {number}")
    answer = olle.get("/changes?feed=police&after=1&limit=2")
    told = answer.get_json()
    assert (told["feed"], told["upto"], told["more"]) == ("police", 3, True)
    assert [item["seq"] for item in told["items"]] == [2, 3]
    stored = db.session.scalars(db.select(Notice.body).filter_by(feed="police").order_by(Notice.seq)).all()
    assert ",".join(stored[1:3]) in answer.text
    rest = olle.get("/changes?feed=police&after=3").get_json()
    assert (rest["upto"], rest["more"], len(rest["items"])) == (5, False, 2)
    nothing = {"feed": "police", "upto": 5, "more": False, "items": []}
    assert olle.get("/changes?feed=police&after=5").get_json() == nothing


def test_a_change_carries_its_feed_number_verb_time_and_snapshot(olle: Program) -> None:
    opened = olle.open(audience="all")
    told = olle.get("/changes?feed=all").get_json()
    change = told["items"][-1]
    assert {name: change[name] for name in opened} == opened
    assert (change["feed"], change["seq"], change["what"]) == ("all", told["upto"], "incident.opened")
    assert set(change["entry"]) == LINE


def test_catching_up_needs_a_feed_of_ones_own(olle: Program, program: Any) -> None:
    olle.open()
    for name, feed in (("kim", "police"), ("kim", "partner:trafiken"), ("olle", "nonsense"), ("sara", "command")):
        assert program(name).get(f"/changes?feed={feed}").status_code == 404
    assert program("kim").get("/changes?feed=partner:kyrkan").get_json()["items"] == []
    assert wrong(olle.get("/changes")) == {"/feed"}
    assert wrong(olle.get("/changes?feed=all&limit=1001&after=-1")) == {"/limit", "/after"}


def test_what_leaves_an_audience_is_withdrawn_from_its_feed(olle: Program, program: Any) -> None:
    olle.open(audience="all", title="Hemligt nu")
    olle.patch("/incidents/1", audience="police", priority=4)
    answer = program("kim").get("/changes?feed=all")
    assert "Hemligt" not in answer.text
    about = [item["what"] for item in answer.get_json()["items"] if item["type"] == "incident"]
    assert about == ["incident.withdrawn", "incident.withdrawn"]


def test_a_thousand_missed_changes_come_in_one_answer(olle: Program, cast: Cast) -> None:
    chain = cast.event.chain
    for seq in range(1, 1201):
        body = {"feed": "police", "seq": seq, "id": uuid4().hex, "what": "x", "at": "", "type": "incident", "number": 1}
        told = orjson.dumps(body).decode()
        db.session.add(Notice(chain=chain, feed="police", seq=seq, topic="incident/1", line=None, body=told))
    db.session.flush()
    assert len(push.since(chain, "police", 0, 1000)) == 1000
    db.session.commit()
    told = olle.get("/changes?feed=police&limit=1000").get_json()
    assert (told["upto"], told["more"], len(told["items"])) == (1000, True, 1000)
