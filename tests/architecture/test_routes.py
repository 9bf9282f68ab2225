"""Every route states whom it lets in, and none that only shows writes."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event as listening

from eventops.access import SYSTEM, Permission
from eventops.extensions import db
from eventops.log import actions
from eventops.log.actions import Opening
from tests.cast import Cast

PUBLIC = {  # open to everybody, and why
    "static",  # the assets
    "security.login", "security.logout", "security.verify", "security.mf_recovery", "security.tf_select",
    "security.two_factor_token_validation", "security.two_factor_rescue", "security.wan_signin",
    "security.wan_signin_response",  # signing in
    "people.language", "people.theme", "people.token",  # before signing in, too
    "by_link.front", "by_link.new_part", "by_link.part", "by_link.drop_part",
    "by_link.sign",  # partners without account: one preprocessor lets in who has a good link
    "by_report.front", "by_report.report", "by_report.nothing",
    "by_report.withdraw",  # a partner's periodic report, by a link alike
    "own.front", "own.reply", "own.swap", "own.withdraw", "own.take", "own.feed",  # one's own shifts, by a link alike
    "by_wall.front", "by_wall.picture", "by_wall.incidents",  # wall displays, by a link of their own
    "by_wall.tile", "by_wall.plan_image",
    "by_promise.page",  # what the public is promised, read without account
    "by_survey.front",  # a survey, by a link on a poster: nobody is to be known there
    "health.alive", "health.ready", "health.measures",  # for the machine's keeper; metrics asks for itself
    "reference.openapi", "reference.docs",  # the description of the API
    "installed.manifest", "installed.offline", "installed.worker",  # the app itself, also where nobody is signed in
}  # fmt: skip
VALUES = {"event": "sommar", "number": 1, "place": 1, "shift": 1, "filename": "css/app.css", "z": 1, "x": 1, "y": 1}


def stated(app: Flask, endpoint: str) -> Any:
    return "public" if endpoint == "static" else getattr(app.view_functions[endpoint], "requires", None)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_route_states_its_permission(app: Flask) -> None:
    silent = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if stated(app, rule.endpoint) not in ("public", "account", "admin", *Permission)
    ]
    assert silent == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_the_known_routes_are_open_to_everybody(app: Flask) -> None:
    opened = {rule.endpoint for rule in app.url_map.iter_rules() if stated(app, rule.endpoint) == "public"}
    assert opened - PUBLIC == set()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_routes_inside_an_event_ask_for_a_permission_in_it(app: Flask) -> None:
    loose = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "<event>" in rule.rule and not isinstance(stated(app, rule.endpoint), Permission)
    ]
    assert loose == []


def pages(app: Flask) -> list[str]:
    """The address of everything that can be got with GET, filled in from VALUES."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static" and not rule.endpoint.startswith("security."):
            values = {name: VALUES.get(name, 1) for name in rule.arguments}
            found.append(adapter.build(rule.endpoint, values))
    return sorted(set(found))


def test_no_get_writes(app: Flask, cast: Cast) -> None:
    actions.open_incident(cast.event, SYSTEM, Opening(category="B1", title="Brand"))
    doors = [cast.karin.door, cast.aron.door, cast.ada.door]
    written: list[str] = []
    writes = ("INSERT", "UPDATE", "DELETE", "BEGIN IMMEDIATE")

    def watch(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith(writes):
            written.append(statement)

    listening.listen(db.engine, "before_cursor_execute", watch)
    for door in doors:
        for address in pages(app):
            answer = door.get(address)
            assert answer.status_code < 500, (address, answer.text)
            assert written == [], address
            answer.close()


def test_strangers_learn_of_nothing_inside_an_event(app: Flask, cast: Cast) -> None:
    actions.open_incident(cast.event, SYSTEM, Opening(category="B1", title="Brand"))
    inside = [address for address in pages(app) if "/sommar" in address]
    assert len(inside) > 15
    told = {address: cast.stig.door.get(address).status_code for address in inside}
    assert {address: status for address, status in told.items() if status != 404} == {}


def test_those_who_are_not_signed_in_are_asked_to(app: Flask, cast: Cast) -> None:
    visitor = cast.visitor()
    for address in (address for address in pages(app) if "/sommar" in address):
        answer = visitor.get(address)
        assert answer.status_code == (401 if address.startswith("/api/") else 302), address
