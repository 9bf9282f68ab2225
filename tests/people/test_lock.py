"""A locked screen: its session opens nothing until the account shows again that it is there."""

from flask.testing import FlaskClient

from eventops.access import SYSTEM
from eventops.audit import AuditRecord
from eventops.extensions import db
from eventops.people import actions

from ..cast import PASSWORD, Cast

PAGE = {"Accept": "text/html,application/xhtml+xml", "Accept-Language": "en"}


def told() -> list[tuple[str, str]]:
    rows = db.session.scalars(db.select(AuditRecord).filter_by(chain="office").order_by(AuditRecord.number))
    return [(row.what, row.by) for row in rows if row.what.startswith("account.") and "lock" in row.what]


def locked(cast: Cast) -> FlaskClient:
    browser = cast.olle.door
    assert browser.get("/events/sommar/live", headers=PAGE).status_code == 200
    assert browser.post("/lock").status_code == 204
    return browser


def test_a_locked_session_opens_no_page_and_no_door_until_the_password_is_shown(cast: Cast) -> None:
    browser = locked(cast)
    stopped = browser.get("/events/sommar/live", headers=PAGE)
    assert (stopped.status_code, stopped.location) == (302, "/confirm?next=/events/sommar/live")
    assert browser.get("/events/sommar/live/understood?line=O1").status_code == 423
    assert browser.post("/events/sommar/live/line", data={"line": "hej"}).status_code == 423
    assert browser.get("/api/v1/events/sommar/incidents").status_code == 423
    page = browser.get("/confirm", headers=PAGE).text
    assert "The screen is locked" in page and "Hand over to somebody else" in page

    assert browser.post("/confirm", data={"password": "fel lösenord helt"}, headers=PAGE).status_code == 422
    assert browser.get("/events/sommar/live", headers=PAGE).status_code == 302
    back = browser.post("/confirm?next=/events/sommar/live", data={"password": PASSWORD}, headers=PAGE)
    assert back.location == "/events/sommar/live"
    assert browser.get("/events/sommar/live", headers=PAGE).status_code == 200
    assert told() == [("account.locked", "Olle"), ("account.unlocked", "Olle")]


def test_locking_twice_is_locking_once_and_only_this_browser_is_locked(cast: Cast) -> None:
    other = cast.visitor()
    other.post("/login", data={"email": cast.olle.email, "password": PASSWORD})
    browser = locked(cast)
    assert browser.post("/lock").status_code == 204
    assert other.get("/events/sommar/live", headers=PAGE).status_code == 200
    assert told() == [("account.locked", "Olle")]


def test_a_token_is_not_locked_by_the_screen_of_its_account(cast: Cast) -> None:
    token, _ = actions.issue_token(cast.olle.account, SYSTEM, label="radio", event_slug="sommar")
    answer = locked(cast).get("/api/v1/events/sommar/incidents", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200 and answer.json == {"items": [], "next": None}


def test_a_locked_screen_is_handed_over_by_signing_in_as_somebody_else(cast: Cast) -> None:
    browser = locked(cast)
    browser.post("/logout")
    browser.post("/login", data={"email": cast.petra.email, "password": PASSWORD})
    assert "petra@example.org" in browser.get("/profile", headers=PAGE).text


def test_the_idle_time_can_be_agreed_for_an_event_and_stands_on_its_pages(cast: Cast) -> None:
    page = cast.olle.door.get("/events/sommar/live", headers=PAGE).text
    assert 'id="lock"' in page and 'data-after="15' in page
