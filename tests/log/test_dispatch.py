"""The unit board and dispatch: what units do and since when, whom to send and why, and that none is in two places."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from eventops import clock
from eventops.access import SYSTEM
from eventops.extensions import db
from eventops.log import actions
from eventops.log.actions import Opening
from eventops.log.models import Entry, EntryKind, Incident, State, UnitState, UnitStatus, WelfareCheck
from eventops.roster.actions.unit import UnitSaid, add_unit
from eventops.roster.models import UnitKind
from tests.cast import Cast
from tests.listening import Ear

from .duty import unit

BASE = "/events/sommar"


def opened(cast: Cast, **said: Any) -> Incident:
    category = said.pop("category", "O1")
    return actions.open_incident(cast.event, SYSTEM, Opening(category=category, title="Bråk", **said))[0]


def act(cast: Cast, sign: str, what: str, who: str = "olle", **data: Any) -> Any:
    return getattr(cast, who).door.post(f"{BASE}/units/{sign}/{what}", data=data, headers={"HX-Request": "true"})


def on_scene(cast: Cast, incident: Incident, sign: str, minutes: int) -> None:
    """Let a unit have been on scene for so long."""
    with clock.at(clock.now() - timedelta(minutes=minutes)):
        actions.set_unit(cast.event, SYSTEM, incident, sign, UnitStatus.ON_SCENE)


def rows(cast: Cast, who: str = "olle") -> dict[str, str]:
    """The group that each unit stands in."""
    page = getattr(cast, who).door.get(f"{BASE}/live/units").text
    found = {}
    for group in re.split(r"<section ", page)[1:]:
        name = re.search(r'data-group="(\w+)"', group)
        assert name
        found |= dict.fromkeys(re.findall(r'data-unit="([^"]+)"', group), name[1])
    return found


def test_each_unit_stands_under_what_it_does_and_moves_by_one_act(cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    unit(cast, cast.sara, "P22")
    opened(cast)
    assert rows(cast) == {"P21": "available", "P22": "available"}
    for what, group in (("assigned", "en_route"), ("on_scene", "on_scene"), ("released", "available")):
        assert act(cast, "P21", what, incident=1).status_code == 204
        assert rows(cast)["P21"] == group
    act(cast, "P22", "break")
    assert rows(cast)["P22"] == "break"
    act(cast, "P22", "out")
    act(cast, "P22", "available")
    said = db.session.scalars(db.select(UnitState).order_by(UnitState.number)).all()
    assert [(each.call_sign, each.availability.value, each.by) for each in said] == [
        ("P22", "break", "Olle"), ("P22", "out", "Olle"), ("P22", "available", "Olle"),
    ]  # fmt: skip


def test_a_unit_on_a_break_is_sent_with_a_warning_and_its_break_is_over(cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    opened(cast)
    act(cast, "P21", "break")
    answer = act(cast, "P21", "assigned", incident=1)
    assert "P21 was on a break since" in answer.headers["HX-Trigger"]
    act(cast, "P21", "released")
    assert rows(cast)["P21"] == "available"
    act(cast, "P21", "assigned", incident=1)
    assert "P21 is on #1" in act(cast, "P21", "break").headers["HX-Trigger"]


def test_a_unit_taken_from_elsewhere_is_told_to_who_takes_it_and_stands_once(cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    first, second = opened(cast), opened(cast, audience="command")
    act(cast, "P21", "assigned", incident=2)
    page = cast.sara.door.post(
        f"{BASE}/incidents/1/units", data={"call_sign": "P21", "status": "assigned"}, headers={"HX-Request": "true"}
    ).text
    assert "P21 leaves another incident for this one." in page  # sara does not hear the command
    assert [each.status for each in (*first.units, *second.units)] == [UnitStatus.ASSIGNED, UnitStatus.RELEASED]
    assert "leaves #1 for this one" in act(cast, "P21", "assigned", incident=2).headers["HX-Trigger"]
    assert rows(cast) == {"P21": "en_route"}


def test_two_dispatchers_sending_one_unit_leave_it_in_one_place(cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    incidents = [opened(cast), opened(cast)]
    act(cast, "P21", "assigned", incident=1)
    act(cast, "P21", "assigned", "oskar", incident=2)
    act(cast, "P21", "on_scene", incident=1)
    there = [unit.status for each in incidents for unit in each.units if unit.status is not UnitStatus.RELEASED]
    assert there == [UnitStatus.ON_SCENE]


def test_closing_an_incident_frees_its_units_so_that_reopening_finds_none_in_two_places(cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    first, second = opened(cast), opened(cast)
    act(cast, "P21", "on_scene", incident=1)
    actions.change_state(cast.event, SYSTEM, first, State.CLOSED)
    act(cast, "P21", "assigned", incident=2)
    actions.change_state(cast.event, SYSTEM, first, State.REOPENED)
    assert [each.status for each in first.units] == [UnitStatus.RELEASED]
    assert [each.status for each in second.units] == [UnitStatus.ASSIGNED]


def test_suggestions_come_nearest_first_with_every_reason_in_words(cast: Cast) -> None:
    near, far = (60.4851, 15.4311), (60.4951, 15.4311)
    for player, sign, place in ((cast.frida, "P21", far), (cast.sara, "P22", near), (cast.oskar, "P23", near)):
        unit(cast, player, sign)
        actions.report_position(cast.event, SYSTEM, sign, *place)
    opened(cast, lat=60.485, lon=15.431)
    opened(cast)
    act(cast, "P23", "on_scene", incident=2)
    page = cast.olle.door.get(f"{BASE}/incidents/1/suggestions").text
    told = dict(re.findall(r'value="(P\d+)".*?suggestion__why">([^<]+)<', page))
    assert list(told) == ["P22", "P21", "P23"]
    assert told["P22"].startswith("10 m · free for") and "Patrol" in told["P22"]
    assert told["P21"].startswith("1.1 km")
    assert "On scene #2" in told["P23"] and "sent 1 times" in told["P23"]


def test_suggestions_work_where_nobody_has_a_place(cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    unit(cast, cast.sara, "P22")
    opened(cast)
    act(cast, "P21", "break")
    page = cast.olle.door.get(f"{BASE}/incidents/1/suggestions").text
    assert re.findall(r'value="(P\d+)"', page) == ["P22", "P21"]
    assert "on a break for 0 min" in page
    assert cast.frida.door.get(f"{BASE}/incidents/1/suggestions").status_code == 403


def test_a_unit_that_is_not_heard_of_is_asked_once_and_the_operator_answers_for_it_by_radio(cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    unit(cast, cast.sara, "P22")
    on_scene(cast, opened(cast, category="O2"), "P21", 31)
    on_scene(cast, opened(cast), "P22", 29)
    for who in ("olle", "oskar"):
        for sign in ("P21", "P22"):
            assert act(cast, sign, "ask", who).status_code == 204
    check = db.session.scalars(db.select(WelfareCheck)).one()
    assert (check.call_sign, check.answered_at) == ("P21", None)
    act(cast, "P21", "contact")
    act(cast, "P21", "ask")  # it was heard of just now
    line = db.session.scalars(db.select(Entry).filter_by(kind=EntryKind.CONTACT)).one()
    assert (line.on_behalf, line.channel, line.audience) == ("P21", "radio", "police")
    assert (check.answered_by, check.answered_at is not None) == ("Olle", True)
    seen = cast.kim.door.get(f"{BASE}/incidents/1").text
    assert "P21 On scene" in seen and "is asked how it fares" not in seen and "reached by radio" not in seen
    assert "is asked how it fares" in cast.olle.door.get(f"{BASE}/incidents/1").text


def test_a_partner_hears_no_state_no_welfare_and_no_place_of_the_police(app: Flask, cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    incident = opened(cast)
    kim, olle = Ear(app, cast.kim), Ear(app, cast.olle)
    act(cast, "P21", "break")
    actions.report_position(cast.event, SYSTEM, "P21", 60.48512, 15.43123)
    on_scene(cast, incident, "P21", 31)
    act(cast, "P21", "ask")
    assert {each["type"] for each in olle.changes()} >= {"unit_state", "unit_position", "incident", "welfare_check"}
    assert kim.changes() == []
    board = cast.kim.door.get(f"{BASE}/live/units").text
    assert rows(cast, "kim") == {} and "data-since=\"2" not in board and "60.48512" not in board
    assert cast.kim.door.get(f"{BASE}/map/units.json").status_code == 404
    assert cast.olle.door.get(f"{BASE}/map/units.json").get_json()["units"][0]["lat"] == 60.48512
    assert act(cast, "P21", "break", "kim").status_code == 403
    assert act(cast, "P21", "ask", "kim").status_code == 404


def test_plain_clothes_are_not_sent_to_what_partners_know_of(cast: Cast) -> None:
    unit(cast, cast.frida, "P91")
    add_unit(cast.event, SYSTEM, UnitSaid("P91", UnitKind.PLAIN_CLOTHES))
    incident = opened(cast, category="O2")
    assert "Partners are not to know of P91" in act(cast, "P91", "assigned", incident=1).headers["HX-Trigger"]
    actions.change_audience(cast.event, SYSTEM, incident, "police")
    assert "HX-Trigger" not in act(cast, "P91", "assigned", incident=1).headers
    answer = cast.olle.door.post(f"{BASE}/incidents/1/audience", data={"audience": "all"})
    assert "Partners are not to know of P91" in answer.text
    assert "P91" not in rows(cast, "kim")


def test_only_the_last_place_is_kept_and_none_after_the_event(cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    for lat in (60.48111, 60.48222):
        actions.report_position(cast.event, SYSTEM, "P21", lat, 15.43)
    told = cast.olle.door.get("/api/v1/events/sommar/changes?feed=police&after=0").text
    assert "60.48222" in told and "60.48111" not in told
    assert "60.48" not in str([each.snapshot() for each in db.session.scalars(db.select(UnitState))])
    actions.close_event(cast.event, SYSTEM)
    assert "60.48222" not in cast.olle.door.get("/api/v1/events/sommar/changes?feed=police&after=0").text
    assert cast.olle.door.get(f"{BASE}/map/units.json").get_json()["units"] == []


@pytest.mark.parametrize("who, seen", [("olle", {"log": 50, "side": 30}), ("oskar", {})])
def test_panes_are_as_the_account_left_them(cast: Cast, who: str, seen: dict[str, int]) -> None:
    cast.olle.door.post(f"{BASE}/live/panes", data={"log": 50, "side": 30, "low": 900})
    page = getattr(cast, who).door.get(f"{BASE}/live").text
    assert dict((name, int(size)) for name, size in re.findall(r"--pane-(\w+): (\d+);", page)) == seen


def test_the_logs_limits_are_another_by_agreement_and_the_roster_keeps_its_own(cast: Cast) -> None:
    door = cast.petra.door
    said = {"welfare": "20", "because": ""}
    assert "Say what the other numbers are agreed in." in door.post(f"{BASE}/log/limits", data=said).text
    assert door.post(f"{BASE}/log/limits", data={**said, "because": "KC 12/6"}).status_code == 302
    assert "Replaced by Petra: KC 12/6" in door.get(f"{BASE}/log/limits").text
    assert 'data-welfare="1200.0"' in cast.olle.door.get(f"{BASE}/live/units").text
    assert door.get(f"{BASE}/roster/limits").status_code == 200
    assert cast.olle.door.get(f"{BASE}/log/limits").status_code == 403


