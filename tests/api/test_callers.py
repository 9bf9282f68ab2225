"""Who may call, how trouble is told, and what a program is told about its events."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask_babel import force_locale, gettext

from eventops import clock
from eventops.access import SYSTEM
from eventops.events import actions as events
from eventops.events.models import Membership
from eventops.extensions import db
from eventops.people import actions as people
from eventops.people.models import ApiToken
from tests.cast import Cast

from .conftest import HOME, Program

NEW = {"category": "O1", "title": "Bråk"}
WRITES = [
    ("POST", "/incidents"), ("PATCH", "/incidents/1"), ("POST", "/incidents/1/entries"), ("POST", "/entries"),
    ("POST", "/incidents/1/units"), ("PATCH", "/incidents/1/units/1710"), ("POST", "/entries/1/strike"),
]  # fmt: skip
READS = ["/incidents", "/incidents/1", "/changes?feed=all", "/map.geojson"]


def problem(answer: Any, status: int) -> dict[str, Any]:
    """A problem document."""
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    told: dict[str, Any] = answer.get_json()
    assert told["status"] == status
    assert told["title"]
    return told


@pytest.mark.parametrize("method, path", [*WRITES, *(("GET", path) for path in READS)])
def test_nobody_gets_in_without_a_token(app: Flask, cast: Cast, method: str, path: str) -> None:
    answer = app.test_client().open(HOME + path, method=method, json={} if method != "GET" else None)
    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("method, path", [*WRITES, *(("GET", path) for path in READS)])
def test_the_event_does_not_exist_for_a_stranger(program: Any, method: str, path: str) -> None:
    problem(program("stig").send(method, path, json={} if method != "GET" else None), 404)


def test_the_event_does_not_exist_for_a_revoked_member_from_that_moment_on(olle: Program, cast: Cast) -> None:
    assert olle.get("/incidents").status_code == 200
    held = db.select(Membership).filter_by(account_id=cast.olle.account.id, event_id=cast.event.id)
    events.revoke(cast.event, SYSTEM, db.session.scalars(held).one())
    problem(olle.get("/incidents"), 404)
    assert [item["slug"] for item in olle.get("/api/v1/events").get_json()["items"]] == ["vinter"]


def test_a_token_for_one_event_opens_no_other(program: Any) -> None:
    bound = program("olle", "vinter")
    problem(bound.get("/incidents"), 404)
    assert bound.get("/api/v1/events/vinter/incidents").status_code == 200
    assert [item["slug"] for item in bound.get("/api/v1/events").get_json()["items"]] == ["vinter"]


@pytest.mark.parametrize("how", ["revoked", "expired", "closed", "garbled"])
def test_a_token_that_no_longer_holds_is_nobodys(program: Any, cast: Cast, how: str) -> None:
    olle = program("olle")
    token = db.session.scalars(db.select(ApiToken)).one()
    if how == "revoked":
        people.revoke_token(token, SYSTEM)
    elif how == "closed":
        people.deactivate_account(cast.olle.account, SYSTEM)
    elif how == "expired":
        with clock.at(clock.now() - timedelta(days=2)):
            olle.token, _ = people.issue_token(cast.olle.account, SYSTEM, label="x", days=1)
    else:
        olle.token += "x"
    problem(olle.get("/incidents"), 401)


def test_a_member_without_the_permission_is_told_so(program: Any, olle: Program) -> None:
    olle.open()
    for method, path in WRITES:
        problem(program("eva").send(method, path, json={}), 403)
    for path in READS[:3]:
        problem(program("aron").get(path), 403)


def test_a_signed_in_browser_needs_the_csrf_header_to_write(cast: Cast) -> None:
    door = cast.olle.door
    assert door.get(f"{HOME}/incidents").status_code == 200
    told = {"client_id": str(uuid4()), **NEW}
    problem(door.post(f"{HOME}/incidents", json=told, headers={"X-CSRFToken": "wrong"}), 400)
    assert door.post(f"{HOME}/incidents", json=told).status_code == 201


def test_a_session_beside_a_bad_token_opens_nothing(cast: Cast) -> None:
    answer = cast.olle.door.get(f"{HOME}/incidents", headers={"Authorization": "Bearer nonsense"})
    problem(answer, 401)


def test_a_body_that_is_no_json_object_of_ours_is_refused(olle: Program) -> None:
    problem(olle.send("POST", "/incidents", data="{}", content_type="text/plain"), 415)
    problem(olle.send("POST", "/incidents", data="a=1", content_type="application/x-www-form-urlencoded"), 415)
    problem(olle.send("POST", "/incidents"), 415)
    for body in (b"{", b"", b"\xff", b'{"title": "\\ud800"}', b'{"lat": NaN}'):
        problem(olle.send("POST", "/incidents", data=body, content_type="application/json"), 400)
    for body in (b"[]", b"17", b"null", b'"text"'):
        problem(olle.send("POST", "/incidents", data=body, content_type="application/json"), 422)


def test_a_body_that_is_too_large_is_refused(olle: Program) -> None:
    told = {"client_id": str(uuid4()), **NEW, "text": "x" * 300_000}
    problem(olle.post("/incidents", **told), 413)


def test_a_method_that_is_not_there_names_those_that_are(olle: Program) -> None:
    answer = olle.send("DELETE", "/incidents/1")
    problem(answer, 405)
    assert {"GET", "PATCH"} <= set(answer.headers["Allow"].split(", "))


def test_a_route_that_is_not_there_is_a_problem_too(olle: Program) -> None:
    problem(olle.get("/nothing"), 404)
    problem(olle.get("/api/v2"), 404)
    problem(olle.get("/api/v1/events/ingen/incidents"), 404)


def test_a_path_that_no_database_can_hold_is_refused(olle: Program) -> None:
    assert olle.get("/api/v1/events/ingen%00/incidents").status_code in (400, 404)


def test_trouble_is_told_in_the_accounts_language(program: Any, cast: Cast) -> None:
    kim = program("kim")
    people.set_language(cast.kim.account, SYSTEM, "sv")
    asked = {"headers": {"Accept-Language": "en"}}
    for language, told in (("sv", kim), ("en", program("olle"))):
        with force_locale(language):
            expected = gettext("There is nothing here that you may see.")
        assert told.send("GET", "/incidents/99", **asked).get_json()["title"] == expected


def test_a_callers_events_come_with_role_partner_and_feeds(olle: Program, program: Any) -> None:
    mine = olle.get("/api/v1/events").get_json()["items"]
    assert [(item["slug"], item["phase"], item["role"]) for item in mine] == [
        ("sommar", "live", "operator"), ("vinter", "planning", "operator"),
    ]  # fmt: skip
    assert "command" in mine[0]["feeds"]
    kim = program("kim").get("/api/v1/events").get_json()["items"][0]
    assert (kim["partner"], kim["feeds"]) == ("kyrkan", ["all", "partner:kyrkan"])
    assert program("stig").get("/api/v1/events").get_json() == {"items": []}
