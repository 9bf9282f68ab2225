"""In which language and theme one is spoken to."""

import re

import pytest

from ..cast import Cast, Door


def language(browser: Door, asked: str = "", path: str = "/login") -> str:
    page = browser.get(path, headers={"Accept-Language": asked} if asked else {}).text
    found = re.search(r'<html lang="(\w+)"', page)
    assert found
    return found[1]


def theme(browser: Door, path: str = "/login") -> str:
    found = re.search(r'data-bs-theme="(\w+)"', browser.get(path).text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("asked", "spoken"), [("en-GB,en;q=0.8", "en"), ("sv-SE", "sv"), ("fi, en;q=0.5", "en"), ("fi", "sv"), ("", "sv")]
)
def test_a_visitor_is_spoken_to_as_the_browser_asks_and_else_in_swedish(cast: Cast, asked: str, spoken: str) -> None:
    assert language(cast.visitor(), asked) == spoken


def test_a_visitors_choice_is_kept_in_the_browser_and_leads_back(cast: Cast) -> None:
    browser = cast.visitor()
    assert (
        browser.post("/language", data={"language": "en", "next": "/login?next=/profile"}).location
        == "/login?next=/profile"
    )
    browser.post("/theme", data={"theme": "light"})
    assert (language(browser, "sv"), theme(browser)) == ("en", "light")


def test_nobody_is_led_to_another_site(cast: Cast) -> None:
    assert cast.visitor().post("/theme", data={"theme": "light", "next": "//evil.example/"}).location == "/"


def test_the_choice_of_an_account_follows_it_to_another_browser(cast: Cast) -> None:
    cast.olle.door.post("/language", data={"language": "sv"})
    cast.olle.door.post("/theme", data={"theme": "light"})
    other = cast.visitor()
    other.post("/login", data={"email": cast.olle.email, "password": "korrekt häst batteri"})
    assert (language(other, "en", "/profile"), theme(other, "/profile")) == ("sv", "light")


def test_a_language_that_is_not_spoken_here_changes_nothing(cast: Cast) -> None:
    browser = cast.visitor()
    browser.post("/language", data={"language": "xx"})
    assert language(browser, "sv") == "sv"
    refused = cast.olle.door.post("/language", data={"language": "xx"})
    assert refused.status_code == 422 and cast.olle.account.language == "en"
