"""API tokens: made and ended by their holder, worth nothing when ended, expired or of a closed account."""

import re
from datetime import timedelta

from eventops import clock
from eventops.access import SYSTEM
from eventops.people import actions, tokens
from eventops.people.models import ApiToken

from ..cast import Cast, Door


def make(browser: Door, **said: str) -> str:
    page = browser.post("/profile/tokens", data={"label": "Länken", "days": "90", **said})
    token = re.search(r'id="new-token">(evo_[\w-]{43})<', page.text)
    assert token, page.text
    return token[1]


def opens(token: str) -> bool:
    return tokens.account_of(token) is not None


def test_a_token_is_shown_once_and_acts_as_its_maker(cast: Cast) -> None:
    browser = cast.olle.door
    token = make(browser)
    assert tokens.account_of(token) == (cast.olle.account, None)
    page = browser.get("/profile/tokens").text
    assert "Länken" in page and token not in page and tokens.digest(token) not in page


def test_a_token_may_be_for_one_event_only(cast: Cast) -> None:
    token = make(cast.olle.door, event_slug="sommar")
    assert tokens.account_of(token) == (cast.olle.account, "sommar")


def test_a_token_for_an_event_that_is_not_there_is_refused_and_what_was_typed_stays(cast: Cast) -> None:
    page = cast.olle.door.post("/profile/tokens", data={"label": "Länken", "event_slug": "somar", "days": "90"})
    assert page.status_code == 422 and "There is no event called somar." in page.text
    assert 'value="Länken"' in page.text and 'value="somar"' in page.text
    assert cast.olle.account.tokens == []


def test_an_ended_token_opens_nothing(cast: Cast) -> None:
    token = make(cast.olle.door)
    [row] = cast.olle.account.tokens
    cast.olle.door.post(f"/profile/tokens/{row.id}/revoke")
    assert not opens(token)
    assert "Ended" in cast.olle.door.get("/profile/tokens").text


def test_a_token_expires_on_its_day(cast: Cast) -> None:
    token = make(cast.olle.door, days="2")
    with clock.at(clock.now() + timedelta(days=1, hours=23)):
        assert opens(token)
    with clock.at(clock.now() + timedelta(days=2, minutes=1)):
        assert not opens(token)


def test_the_tokens_of_a_closed_account_open_nothing(cast: Cast) -> None:
    token = make(cast.olle.door)
    actions.deactivate_account(cast.olle.account, SYSTEM)
    assert not opens(token)


def test_what_only_looks_like_a_token_opens_nothing(cast: Cast) -> None:
    token = make(cast.olle.door)
    assert not any(opens(other) for other in ("", "evo_", token.upper(), token[:-1], token.removeprefix("evo_")))


def test_nobody_ends_the_token_of_another(cast: Cast) -> None:
    token = make(cast.olle.door)
    [row] = cast.olle.account.tokens
    assert cast.karin.door.post(f"/profile/tokens/{row.id}/revoke").status_code == 404
    assert opens(token)


def test_a_token_opens_no_page_of_the_office_so_it_cannot_make_itself_a_longer_one(cast: Cast) -> None:
    token, _ = actions.issue_token(cast.ada.account, SYSTEM, label="Länk", event_slug="sommar")
    shown = {"Authorization": f"Bearer {token}"}
    visitor = cast.visitor()
    assert visitor.get("/people/accounts", headers=shown).status_code == 403
    visitor.post("/profile/tokens", data={"label": "Längre"}, headers=shown)
    assert [row.label for row in cast.ada.account.tokens] == ["Länk"]


def test_ending_a_token_twice_is_on_the_record_once(cast: Cast) -> None:
    _, row = actions.issue_token(cast.olle.account, SYSTEM, label="Länk")
    actions.revoke_token(row, SYSTEM)
    first = row.revoked_at
    actions.revoke_token(row, SYSTEM)
    assert isinstance(row, ApiToken) and row.revoked_at == first
