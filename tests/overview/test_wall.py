"""The wall: what a room may see and nothing else, by a link that no session stands behind, told when to look anew."""

import io
import re
from contextvars import Context
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from eventops import clock
from eventops.access import ALL, POLICE, SYSTEM
from eventops.errors import Refused
from eventops.extensions import db, socketio
from eventops.log import actions as log
from eventops.log import queries
from eventops.log.actions import Opening
from eventops.log.actions.crowd import Counted, count
from eventops.log.actions.intervention import Taken, intervene
from eventops.log.actions.wall import make_wall
from eventops.log.integrity import verify
from eventops.log.models import WallLink
from tests.cast import Cast, Player
from tests.log.duty import unit

LIVE = "/events/sommar"
VERSION = re.compile(r'data-version="(\w+)"')


def hung(cast: Cast, audience: str) -> str:
    """The address of a wall that Karin hung up by the front door."""
    page = cast.karin.door.post(f"{LIVE}/wall/links", data={"label": "Stabsrummet", "audience": audience}).text
    return page.split('id="new-link">')[1].split("</code>")[0].removeprefix("http://localhost")


def look(cast: Cast, address: str) -> str:
    return str(cast.visitor().get(address, headers={"Accept-Language": "en"}).text)


def look_as(player: Player, address: str) -> str:
    return str(player.door.get(address).text)


def screen(app: Flask, token: str) -> Any:
    """A wall's socket."""
    door = app.test_client()
    return Context().run(
        socketio.test_client, app, query_string="event=sommar", auth={"wall": token}, flask_test_client=door
    )


def heard(screen: Any) -> list[str]:
    return [f"{told['name']} {told['args']}" for told in screen.get_received()]


def test_a_wall_shows_numbers_and_states_and_no_free_text_no_name_and_nothing_hidden(cast: Cast) -> None:
    unit(cast, cast.frida, "P21")
    secret = Opening(category="O2", title="Hemlig rubrik", sector="A", place="Bakom tältet", audience=ALL)
    log.open_incident(cast.event, SYSTEM, secret)
    log.open_incident(cast.event, SYSTEM, Opening(category="O1", title="Bara polisen", sector="B", audience=POLICE))
    coarse = next(each for each in queries.categories() if {"sexual", "minor"} & set(each.compartments))
    hidden = Opening(category=coarse.code, title="Känsligt", sector="B", audience=POLICE, lat=60.4853, lon=15.4361)
    log.open_incident(cast.event, SYSTEM, hidden)
    count(cast.event, SYSTEM, Counted("A", came_in=500))
    with clock.at(clock.now() - timedelta(hours=7)):
        intervene(cast.event, SYSTEM, Taken("lob", decider="P12 Persson", ground="Berusad"), called="LOB")
    walls = {each: hung(cast, each) for each in (ALL, POLICE)}
    shown = {each: [look(cast, f"{where}{part}") for part in ("", "/picture", "/incidents.json")]
             for each, where in walls.items()}  # fmt: skip
    for texts in shown.values():
        for text in texts:
            for secret in ("Hemlig", "Bakom", "Bara polisen", "Känsligt", "Persson", "Frida", "15.4361", coarse.sv,
                           coarse.en):  # fmt: skip
                assert secret not in text, secret
    assert "#1" in shown[ALL][1] and "O2 Disturbance" in shown[ALL][1] and "500" in shown[ALL][1]
    assert "#2" not in shown[ALL][1] and "#2" in shown[POLICE][1]
    assert "Staffing now" not in shown[ALL][1] and "1/" in shown[POLICE][1].split("Staffing now")[1]
    assert "Clocks near" not in shown[ALL][1] and "Clocks near" in shown[POLICE][1]
    assert "<form" not in shown[POLICE][0] and "csrf" not in shown[POLICE][0] and "<input" not in shown[POLICE][0]


def test_a_wall_shows_the_site_plans_of_its_room_and_loads_itself_anew_when_one_is_laid(cast: Cast) -> None:
    walls = {each: hung(cast, each) for each in (ALL, POLICE)}
    before = {each: VERSION.findall(look(cast, f"{where}/picture")) for each, where in walls.items()}
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(written, "PNG")
    said = {"name": "Hemlig insatsplan", "audience": POLICE, "file": (io.BytesIO(written.getvalue()), "plan.png")}
    answer = cast.petra.door.post(f"{LIVE}/map/plans/new", data=said, content_type="multipart/form-data")
    number = int(answer.location.rpartition("/")[2])
    for each, where in walls.items():
        page, inner = look(cast, where), each == POLICE
        assert (f'"number": {number}, ' in page and '"plans": [{' in page) is inner, each
        assert "Hemlig" not in page and "Petra" not in page
        assert (VERSION.findall(look(cast, f"{where}/picture")) != before[each]) is inner
        with cast.visitor().get(f"{where}/plans/{number}/picture") as picture:
            assert picture.status_code == (200 if inner else 404)
            assert not inner or picture.get_data() == written.getvalue()
    assert "/map/plans/0/picture" in look_as(cast.karin, f"{LIVE}/wall")


def test_a_wall_is_told_that_something_is_new_and_never_what(cast: Cast) -> None:
    token = hung(cast, ALL).rsplit("/", 1)[1]
    wall = screen(cast.app, token)
    log.open_incident(cast.event, SYSTEM, Opening(category="O2", title="Hemlig rubrik", audience=ALL))
    log.open_incident(cast.event, SYSTEM, Opening(category="O1", title="Bara polisen", audience=POLICE))
    assert heard(wall) == ["stir [{}]"]


def test_a_link_ends_at_once_and_stays_on_the_record(cast: Cast) -> None:
    where = hung(cast, POLICE)
    wall = screen(cast.app, where.rsplit("/", 1)[1])
    assert wall.is_connected() and cast.visitor().get(where).status_code == 200
    page = cast.karin.door.get(f"{LIVE}/wall/links").text
    assert "Stabsrummet" in page and where not in page
    cast.karin.door.post(f"{LIVE}/wall/links/1/revoke")
    assert not wall.is_connected()
    answers = [cast.visitor().get(f"{where}{part}").status_code for part in ("", "/picture", "/incidents.json")]
    assert answers == [404, 404, 404]
    assert not screen(cast.app, where.rsplit("/", 1)[1]).is_connected()
    held = db.session.scalars(db.select(WallLink)).one()
    assert (held.revoked_by, verify("sommar").fault) == ("Karin", None)


def test_who_hangs_up_a_wall_cannot_show_more_than_they_hear(cast: Cast) -> None:
    assert cast.olle.door.get(f"{LIVE}/wall/links").status_code == 403
    with pytest.raises(Refused):
        make_wall(cast.event, cast.anders.actor(cast.event), "Kontoret", POLICE, "test")
    wrong = cast.karin.door.post(f"{LIVE}/wall/links", data={"label": " ", "audience": "all"})
    assert wrong.status_code == 422 and "Say in which room it hangs" in wrong.text
    forged = hung(cast, ALL)[:-3] + "abc"
    assert cast.visitor().get(forged).status_code == 404


def test_a_member_sees_the_wall_with_what_the_member_may_see(cast: Cast) -> None:
    log.open_incident(cast.event, SYSTEM, Opening(category="O1", title="Bara polisen", audience=POLICE))
    assert "#1" in cast.olle.door.get(f"{LIVE}/wall").text
    assert "#1" not in cast.kim.door.get(f"{LIVE}/wall/picture").text
    assert "light" in cast.kim.door.get(f"{LIVE}/wall?theme=light").text
