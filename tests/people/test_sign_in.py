"""Getting in and out: the sign-in page, its limits, and what of it is on the record."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy
from flask import Flask
from flask.testing import FlaskClient

from eventops.access import SYSTEM
from eventops.audit import AuditRecord
from eventops.extensions import db
from eventops.people import actions

from ..cast import PASSWORD, Cast

WRONG = "The address or the password is wrong, or the account is closed."


def attempt(browser: FlaskClient, email: str, password: str = PASSWORD, **more: Any) -> Any:
    asked = {"Accept-Language": "en"}
    return browser.post("/login", data={"email": email, "password": password}, headers=asked, **more)


def signed_in(browser: FlaskClient) -> bool:
    return browser.get("/profile").status_code == 200


def on_record(what: str) -> list[AuditRecord]:
    return list(db.session.scalars(db.select(AuditRecord).filter_by(chain="office", what=what)))


def test_who_knows_the_password_gets_in_and_is_sent_where_they_were_going(cast: Cast) -> None:
    browser = cast.visitor()
    stopped = browser.get("/profile")
    assert stopped.status_code == 302 and stopped.location == "/login?next=/profile"
    answer = attempt(browser, "Olle@Example.org ", query_string={"next": "/profile"})
    assert (answer.status_code, answer.location) == (302, "/profile")
    assert "olle@example.org" in browser.get("/profile").text


def test_nobody_is_sent_to_another_site_after_signing_in(cast: Cast) -> None:
    answer = attempt(cast.visitor(), cast.olle.email, query_string={"next": "https://evil.example/"})
    assert answer.status_code == 302 and "evil.example" not in answer.location


def test_a_wrong_password_and_an_unknown_address_look_the_same(cast: Cast) -> None:
    pages = [attempt(cast.visitor(), email, "fel lösenord helt") for email in (cast.olle.email, "oscar@example.org")]
    assert [page.status_code for page in pages] == [422, 422]
    known, unknown = (_without_what_always_differs(page.text) for page in pages)
    assert WRONG in known and known == unknown.replace("oscar", "olle")


def test_the_typed_address_stays_and_the_password_does_not(cast: Cast) -> None:
    page = attempt(cast.visitor(), cast.olle.email, "fel lösenord helt").text
    assert 'value="olle@example.org"' in page and "fel lösenord helt" not in page


def test_a_closed_account_is_refused_like_an_unknown_one_and_its_open_sessions_end(cast: Cast) -> None:
    browser = cast.olle.door
    actions.deactivate_account(cast.olle.account, SYSTEM)
    assert not signed_in(browser)
    page = attempt(cast.visitor(), cast.olle.email)
    assert page.status_code == 422 and WRONG in page.text


def test_signing_out_ends_the_session(cast: Cast) -> None:
    browser = cast.olle.door
    assert signed_in(browser)
    assert browser.post("/logout").location == "/login"
    assert not signed_in(browser)


def test_signing_out_takes_a_post(cast: Cast) -> None:
    browser = cast.olle.door
    assert browser.get("/logout").status_code == 405
    assert signed_in(browser)


def test_a_form_without_its_token_signs_nobody_in(cast: Cast, app: Flask) -> None:
    browser = FlaskClient(app)
    answer = attempt(browser, cast.olle.email)
    assert answer.status_code == 400 and "Nothing was saved" in answer.text
    assert not signed_in(browser)


def test_the_form_itself_carries_the_token_that_is_needed(cast: Cast, app: Flask) -> None:
    browser = FlaskClient(app)
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/login").text)
    assert token
    answer = browser.post("/login", data={"email": cast.olle.email, "password": PASSWORD, "csrf_token": token[1]})
    assert answer.status_code == 302 and signed_in(browser)


def test_a_stolen_session_does_not_work_in_another_browser_but_a_phone_may_change_network(cast: Cast) -> None:
    browser = cast.olle.door
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    assert browser.get("/profile", environ_base=elsewhere).status_code == 200
    assert browser.get("/profile", headers={"User-Agent": "another"}).status_code == 302


def test_only_what_changes_the_session_sets_it(cast: Cast, app: Flask) -> None:
    """Or an answer on its way, of a style sheet, takes away what another has just put there, such as a message."""
    browser = FlaskClient(app)
    assert browser.get("/login").headers.getlist("Set-Cookie")
    for path in ("/static/css/mark.svg", "/login/passkey"):
        assert browser.get(path, buffered=True).headers.getlist("Set-Cookie") == []
    for path in ("/static/css/mark.svg", "/profile"):
        assert cast.olle.door.get(path, buffered=True).headers.getlist("Set-Cookie") == []


def test_after_five_failures_an_account_waits_wherever_they_come_from(cast: Cast) -> None:
    for number in range(5):
        page = attempt(cast.visitor(), cast.olle.email, "fel", environ_base={"REMOTE_ADDR": f"203.0.113.{number}"})
        assert page.status_code == 422
    refused = attempt(cast.visitor(), "OLLE@example.org", environ_base={"REMOTE_ADDR": "203.0.113.99"})
    assert refused.status_code == 429 and refused.headers["Retry-After"] == "60"
    assert "Too many tries" in refused.text
    assert attempt(cast.visitor(), cast.karin.email, environ_base={"REMOTE_ADDR": "203.0.113.99"}).status_code == 302


def test_after_ten_failures_an_address_waits_whomever_they_were_for(cast: Cast) -> None:
    for number in range(10):
        assert attempt(cast.visitor(), f"nobody{number}@example.org", "fel").status_code == 422
    assert attempt(cast.visitor(), cast.olle.email).status_code == 429


def test_a_crew_that_signs_in_from_one_room_is_not_counted(cast: Cast) -> None:
    assert [attempt(cast.visitor(), cast.olle.email).status_code for _ in range(12)] == [302] * 12


def test_signing_in_failing_and_signing_out_are_on_the_record_with_the_address(cast: Cast) -> None:
    browser = cast.visitor()
    attempt(browser, cast.olle.email, "fel lösenord helt")
    attempt(browser, cast.olle.email)
    browser.post("/logout")
    number = cast.olle.account.id
    for what, by in (
        ("account.sign_in_failed", "not signed in"),
        ("account.signed_in", "Olle"),
        ("account.signed_out", "Olle"),
    ):
        [record] = on_record(what)
        assert record.by == by and record.subjects == f" account/{number} "
        assert '"email":"olle@example.org"' in record.facts and '"address":"127.0.0.1"' in record.facts


def test_what_was_typed_is_never_on_the_record(cast: Cast) -> None:
    attempt(cast.visitor(), cast.olle.email, "fel lösenord helt")
    attempt(cast.visitor(), "lösenordet hamnade här@example.org", "fel")
    facts = " ".join(filter(None, db.session.scalars(db.select(AuditRecord.facts))))
    assert "fel lösenord" not in facts and "hamnade" not in facts


def test_signing_in_writes_nothing_to_the_account(cast: Cast) -> None:
    with statements() as seen:
        assert attempt(cast.visitor(), cast.olle.email).status_code == 302
    assert any(statement.startswith("INSERT INTO audit_record") for statement in seen)
    assert not [statement for statement in seen if re.match(r"UPDATE (account|passkey)\b", statement)]


def test_passwords_are_kept_as_argon2id_with_the_measured_settings(cast: Cast) -> None:
    account = actions.add_account(SYSTEM, email="ny@example.org", name="Ny", password=PASSWORD)
    assert account.password and account.password.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert attempt(cast.visitor(), "ny@example.org").status_code == 302


@pytest.mark.parametrize("path", ["/register", "/reset", "/login/rescue", "/login/select", "/fs-static/js/webauthn.js"])
def test_what_is_not_offered_is_not_there(cast: Cast, path: str) -> None:
    assert cast.visitor().get(path).status_code == 404


def test_the_sign_in_library_hands_out_no_tokens_of_its_own(cast: Cast) -> None:
    credentials = {"email": cast.olle.email, "password": PASSWORD}
    answer = cast.visitor().post(
        "/login?include_auth_token=1", json=credentials, headers={"Accept": "application/json"}
    )
    assert "authentication_token" not in answer.text


def _without_what_always_differs(page: str) -> str:
    return re.sub(r'(nonce="[^"]*")|(name="csrf_token" value="[^"]*")|("X-CSRFToken": "[^"]*")', "", page)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Everything that is said to the database meanwhile."""
    seen: list[str] = []

    def listen(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    sqlalchemy.event.listen(db.engine, "before_cursor_execute", listen)
    yield seen
    sqlalchemy.event.remove(db.engine, "before_cursor_execute", listen)
