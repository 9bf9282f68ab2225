"""The field page: a unit says from a phone what it does, reports, tells where it is, answers and calls for help."""

import io
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from PIL import Image

from eventops import clock
from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.log import actions
from eventops.log.actions import Giving, Opening, Owner
from eventops.log.models import (
    Attachment,
    Entry,
    EntryKind,
    ErrandState,
    Incident,
    OwnerKind,
    State,
    UnitState,
    UnitStatus,
    WelfareCheck,
)
from tests.cast import Cast, Player
from tests.listening import Ear

from .duty import unit

FIELD = "/events/sommar/field"
JSON = {"Accept": "application/json"}


def tap(player: Player, act: str, *, ago: float = 0, **data: Any) -> Any:
    """Tap a key on the phone; `ago` is how many minutes it waited for contact."""
    written = (clock.now() - timedelta(minutes=ago)).isoformat()
    return sent(player, act, written_at=written, **data)


def told() -> list[tuple[str, str | None, str | None]]:
    """The log's lines: text, whose, and why late."""
    db.session.expire_all()
    lines = db.session.scalars(db.select(Entry).order_by(Entry.number))
    return [(each.text or "", each.on_behalf, each.late_because) for each in lines]


def sent(player: Player, path: str = "report", **data: Any) -> Any:
    form = {"client_id": str(uuid4()), **data}
    return player.door.post(f"{FIELD}/{path}", data=form, headers=JSON, content_type="multipart/form-data")


def sent_to(cast: Cast, sign: str = "P21", **said: Any) -> Incident:
    opening = Opening(**{"category": "O1", "title": "Bråk vid grind", **said})
    incident, _ = actions.open_incident(cast.event, SYSTEM, opening)
    actions.set_unit(cast.event, SYSTEM, incident, sign, UnitStatus.ASSIGNED)
    return incident


def incidents() -> list[Incident]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Incident).order_by(Incident.number)))


def picture() -> tuple[io.BytesIO, str]:
    made = io.BytesIO()
    Image.new("RGB", (8, 6)).save(made, "JPEG")
    made.seek(0)
    return made, "bild.jpg"


def test_a_unit_follows_its_task_by_taps_and_the_board_hears_each(app: Flask, cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    incident = sent_to(cast)
    page = cast.frida.door.get(FIELD).text
    assert "Bråk vid grind" in page and ">P21</h2>" in page
    olle, dispatch = Ear(app, cast.olle), incident.units[0].id
    for act in ("en_route", "on_scene", "released"):
        assert tap(cast.frida, act, dispatch=dispatch).status_code == 201
    heard = [each["units"][0]["status"] for each in olle.changes() if each["type"] == "incident"]
    assert heard == ["en_route", "on_scene", "released"]
    assert tap(cast.frida, "break").status_code == 201
    assert "Free again" in cast.frida.door.get(f"{FIELD}/mine").text
    assert db.session.scalars(db.select(UnitState)).one().by == "Frida"


def test_a_tap_on_what_one_was_taken_from_meanwhile_changes_nothing(cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    first, second = sent_to(cast), sent_to(cast)
    answer = tap(cast.frida, "on_scene", dispatch=first.units[0].id)
    assert answer.status_code == 422 and "P21 was sent elsewhere meanwhile" in answer.get_json()["errors"][""]
    assert [each.status for each in (*first.units, *second.units)] == [UnitStatus.RELEASED, UnitStatus.ASSIGNED]


def test_taps_that_waited_keep_their_times_and_the_same_one_twice_counts_once(cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    with clock.at(clock.now() - timedelta(minutes=30)):
        incident = sent_to(cast)
    same, dispatch = str(uuid4()), incident.units[0].id
    for _ in range(2):
        assert tap(cast.frida, "en_route", ago=9, dispatch=dispatch, client_id=same).get_json() == {
            "saved": True, "note": None,
        }  # fmt: skip
    tap(cast.frida, "on_scene", ago=5, dispatch=dispatch, call_sign="P21")
    assert told()[2:] == [("P21 en_route", None, "offline"), ("P21 on_scene", None, "offline")]
    there = incidents()[0]
    assert 4 < (clock.now() - there.units[0].since).total_seconds() / 60 < 6
    assert there.state is State.ON_SCENE and (clock.now() - there.acknowledged_at).total_seconds() > 600  # when sent
    line = db.session.scalars(db.select(Entry).filter_by(text="P21 on_scene")).one()
    assert line.entered_at - line.occurred_at > timedelta(minutes=4)
    tap(cast.frida, "released", ago=4, dispatch=dispatch)
    tap(cast.frida, "break", ago=3)
    tap(cast.frida, "available", ago=2)
    states = db.session.scalars(db.select(UnitState).order_by(UnitState.number)).all()
    assert [(each.availability.value, round((clock.now() - each.at).total_seconds() / 60)) for each in states] == [
        ("break", 3), ("available", 2),
    ]  # fmt: skip


def test_a_tap_older_than_what_was_set_meanwhile_is_in_the_log_once_and_changes_nothing(cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    with clock.at(clock.now() - timedelta(minutes=30)):
        first = sent_to(cast)
    dispatch, same = first.units[0].id, str(uuid4())
    actions.set_unit(cast.event, SYSTEM, first, "P21", UnitStatus.ON_SCENE)  # by radio
    for _ in range(2):
        note = tap(cast.frida, "en_route", ago=10, dispatch=dispatch, client_id=same).get_json()["note"]
        assert re.fullmatch(r"P21 said at \d\d:\d\d by phone: En route\. It came later and changed nothing.*", note)
    assert told()[-1] == (note, "P21", "offline") and len([each for each in told() if each[0] == note]) == 1
    second = sent_to(cast, audience="command", title="Hemlig insats")  # and sent elsewhere
    assert "Released" in tap(cast.frida, "released", ago=5, dispatch=dispatch).get_json()["note"]
    assert "Break" in tap(cast.frida, "break", ago=4).get_json()["note"]
    assert [each.status for each in (*first.units, *second.units)] == [UnitStatus.RELEASED, UnitStatus.ASSIGNED]
    assert db.session.scalars(db.select(UnitState)).all() == []
    homeless = db.session.scalars(db.select(Entry).order_by(Entry.number.desc()).limit(1)).one()
    assert (homeless.incident, homeless.audience, homeless.author) == (None, "police", "Frida")


def test_that_all_was_well_before_it_was_asked_is_no_answer_to_the_question(cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    with clock.at(clock.now() - timedelta(minutes=45)):
        incident = sent_to(cast)
        actions.set_unit(cast.event, SYSTEM, incident, "P21", UnitStatus.ON_SCENE)
    dispatch = incident.units[0].id
    with clock.at(clock.now() - timedelta(minutes=10)):
        actions.ask_welfare(cast.event, SYSTEM, "P21", line="Fråga")
    assert tap(cast.frida, "well", ago=20, dispatch=dispatch).status_code == 201
    check = db.session.scalars(db.select(WelfareCheck)).one()
    assert check.answered_at is None
    tap(cast.frida, "well", ago=5, dispatch=dispatch)
    db.session.expire_all()
    assert (check.answered_by, round((clock.now() - check.answered_at).total_seconds() / 60)) == ("Frida", 5)


def test_a_unit_is_told_no_more_than_its_incidents_audience_allows(cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    incident = sent_to(cast, audience="command", title="Hemlig insats", place="Kajen")
    page = cast.frida.door.get(FIELD).text
    assert "Hemlig" not in page and "Kajen" not in page and "#1" not in page
    assert "tells you of by radio" in page
    tap(cast.frida, "on_scene", dispatch=incident.units[0].id)
    assert incidents()[0].units[0].status is UnitStatus.ON_SCENE


def test_who_is_on_no_unit_says_which_if_police_and_nothing_for_others(cast: Cast) -> None:
    unit(cast, cast.sara, "P21")
    sent_to(cast)
    cast.frida.door.post(f"{FIELD}/unit", data={"call_sign": "p21"})
    assert "Bråk vid grind" in cast.frida.door.get(FIELD).text
    cast.kim.door.post(f"{FIELD}/unit", data={"call_sign": "P21"})
    page = cast.kim.door.get(FIELD).text
    assert "P21" not in page and "You are on no unit now" in page
    assert tap(cast.kim, "on_scene").status_code == 404
    assert sent(cast.kim, "help").status_code == 404
    unit(cast, cast.frida, "P22")  # now the roster says
    cast.frida.door.post(f"{FIELD}/unit", data={"call_sign": "P21"})
    assert ">P22</h2>" in cast.frida.door.get(FIELD).text


def test_the_phone_asks_when_the_time_is_out_and_one_tap_answers(cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    incident = sent_to(cast)
    with clock.at(clock.now() - timedelta(minutes=45)):
        actions.set_unit(cast.event, SYSTEM, incident, "P21", UnitStatus.ON_SCENE)
    assert "data-ask-at" in cast.frida.door.get(f"{FIELD}/mine").text
    cast.frida.door.post("/events/sommar/units/P21/ask")
    assert "How do you fare?" in cast.frida.door.get(f"{FIELD}/mine").text
    tap(cast.frida, "well")
    assert "How do you fare?" not in cast.frida.door.get(f"{FIELD}/mine").text
    assert db.session.scalars(db.select(WelfareCheck)).one().answered_by == "Frida"
    lines = db.session.scalars(db.select(Entry).order_by(Entry.number.desc())).all()
    assert (lines[0].text, lines[1].text) == (
        "P21 answers that all is well.", "P21 has not been heard of for 30 min and is asked how it fares.",
    )  # fmt: skip


def test_a_call_for_help_alarms_everybody_until_it_is_acknowledged_by_name(app: Flask, cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    sent_to(cast, lat=60.485, lon=15.431)
    olle, kim, same = Ear(app, cast.olle), Ear(app, cast.kim), str(uuid4())
    for place in ({}, {"lat": "60.4861", "lon": "15.4322"}):  # the place comes a while after
        assert sent(cast.frida, "help", client_id=same, **place).status_code == 201
    call = incidents()[1]
    assert (call.priority, call.audience, call.acknowledged_at, call.lat) == (1, "police", None, 60.4861)
    assert call.title == "Help wanted by P21"
    assert any(each["what"] == "incident.opened" for each in olle.changes()) and kim.changes() == []
    actions.acknowledge(cast.event, cast.olle.actor(cast.event), call)
    assert "Olle has your call for help since" in cast.frida.door.get(FIELD).text
    sent(cast.frida, "help")  # worse: once more, on the same incident
    assert [each.acknowledged_at for each in incidents()[1:]] == [None]
    assert incidents()[0].units[0].status is UnitStatus.ASSIGNED  # it is still where it was


def test_a_report_with_picture_and_place_is_one_incident_however_often_it_is_sent(cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    same, when = str(uuid4()), (clock.now() - timedelta(minutes=20)).isoformat()
    for _ in range(2):
        answer = sent(
            cast.frida, client_id=same, category="B1", text="Rök bakom scenen", priority="2", lat="60.485",
            lon="15.431", written_at=when, file=picture(),
        )  # fmt: skip
        assert answer.status_code == 201, answer.text
    told = incidents()
    assert [(each.title, each.priority, each.sector.code if each.sector else None) for each in told] == [
        ("Rök bakom scenen", 2, "A")
    ]
    assert db.session.scalars(db.select(Attachment)).one().incident is told[0]
    line = db.session.scalars(db.select(Entry).filter_by(kind=EntryKind.OPENED)).one()
    assert (line.on_behalf, line.late_because, line.occurred_at.isoformat()) == ("P21", "offline", when)


def test_what_one_may_not_see_can_be_reported_all_the_same(cast: Cast) -> None:
    page = cast.frida.door.get(FIELD).text
    assert page.count('name="category"') > 50
    assert sent(cast.frida, category="V1", file=picture()).status_code == 201
    assert sent(cast.kim, category="O1", text="Bråk").status_code == 201
    command = next(each for each in db.session.scalars(db.select(Incident.audience)))
    assert command == "police"
    assert incidents()[1].audience == "partner:kyrkan"


def test_a_wrong_report_keeps_its_words_and_opens_nothing(cast: Cast) -> None:
    answer = sent(cast.frida, text="Rök")
    assert (answer.status_code, answer.get_json()["errors"]["category"]) == (422, "Choose a category.")
    bad = sent(cast.frida, category="B1", text="Rök", file=(io.BytesIO(b"MZ"), "x.exe"))
    assert bad.status_code == 422 and "file" in bad.get_json()["errors"]
    assert incidents() == []
    plain = cast.frida.door.post(f"{FIELD}/report", data={"client_id": str(uuid4()), "text": "Det jag skrev"})
    assert plain.status_code == 422 and "Det jag skrev" in plain.text


def test_ones_tasks_are_ticked_done_and_ones_shift_stands_there(cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    giving = Giving("Håll grind 2 öppen", Owner(OwnerKind.UNIT, "P21"), audience="police")
    errand, _ = actions.give_errand(cast.event, SYSTEM, giving, line="Uppgift")
    page = cast.frida.door.get(FIELD).text
    assert "Håll grind 2 öppen" in page and "My shift" in page
    door = cast.frida.door
    answer = door.post(f"/events/sommar/tasks/{errand.number}/steps", data={"state": "done", "back": "field"})
    assert answer.location.endswith("/field")
    assert errand.state is ErrandState.DONE
    assert "Håll grind 2" not in door.get(FIELD).text


def test_a_place_is_kept_for_the_own_unit_only(cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    assert sent(cast.frida, "position", lat="60.4", lon="15.4").status_code == 201
    assert sent(cast.frida, "position", lat="600", lon="15.4").status_code == 422
    assert sent(cast.kim, "position", lat="60.4", lon="15.4").status_code == 404
    told = cast.olle.door.get("/events/sommar/map/units.json").get_json()["units"]
    assert [(each["call_sign"], each["lat"]) for each in told] == [("P21", 60.4)]
    assert not re.search(r"60\.4\b", cast.karin.door.get("/events/sommar/audit").text)
