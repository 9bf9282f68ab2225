"""Choosing and changing a password."""

import subprocess
import sys
from typing import Any

import pytest

from eventops.access import SYSTEM
from eventops.people import actions

from ..cast import PASSWORD, Cast, Door
from .test_sign_in import attempt, on_record, signed_in

NEW = "tre nya ord i rad"


def change_password(browser: Door, now: str = PASSWORD, new: str = NEW, again: str | None = None) -> Any:
    data = {"password": now, "new_password": new, "new_password_confirm": new if again is None else again}
    return browser.post("/profile/password", data=data)


def test_a_changed_password_is_the_one_that_works(cast: Cast) -> None:
    assert change_password(cast.olle.door).location == "/profile"
    assert attempt(cast.visitor(), cast.olle.email, PASSWORD).status_code == 422
    assert attempt(cast.visitor(), cast.olle.email, NEW).status_code == 302
    assert on_record("account.password_changed")[0].by == "Olle"


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(cast: Cast) -> None:
    here, elsewhere = cast.olle.door, cast.visitor()
    attempt(elsewhere, cast.olle.email)
    assert signed_in(elsewhere)
    change_password(here)
    assert signed_in(here) and not signed_in(elsewhere)


def test_with_the_wrong_current_password_the_form_comes_back_and_nothing_is_changed(cast: Cast) -> None:
    page = change_password(cast.olle.door, now="fel lösenord helt")
    assert page.status_code == 422 and "The password is wrong." in page.text
    assert 'name="new_password"' in page.text and NEW not in page.text
    assert attempt(cast.visitor(), cast.olle.email, PASSWORD).status_code == 302


def test_the_current_password_cannot_be_guessed_at_the_form(cast: Cast) -> None:
    answers = [change_password(cast.olle.door, now="fel lösenord helt").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


@pytest.mark.parametrize(
    ("weak", "why"),
    [
        ("kort", "at least 12 characters"),
        ("aaaaaaaaaaaaaaaa", "easy to guess"),
        ("olle@example.org", "easy to guess"),
        ("example.orgolleolle", "easy to guess"),
    ],
)
def test_a_weak_password_is_refused_with_what_to_do(cast: Cast, weak: str, why: str) -> None:
    page = change_password(cast.olle.door, new=weak)
    assert page.status_code == 422 and why in page.text
    assert attempt(cast.visitor(), cast.olle.email, PASSWORD).status_code == 302


def test_two_new_passwords_that_differ_are_refused(cast: Cast) -> None:
    page = change_password(cast.olle.door, again=NEW + "!")
    assert page.status_code == 422 and "The two passwords differ." in page.text


def test_a_password_means_the_same_however_its_letters_are_composed(cast: Cast) -> None:
    change_password(cast.olle.door, new="a\u030angbåt på väg hem")
    assert attempt(cast.visitor(), cast.olle.email, "\u00e5ngba\u030at på väg hem").status_code == 302


def test_a_one_time_password_opens_nothing_until_it_is_changed(cast: Cast) -> None:
    handed = actions.renew_password(cast.olle.account, SYSTEM)
    browser = cast.visitor()
    attempt(browser, cast.olle.email, handed)
    assert browser.get("/profile").location == "/profile/password"
    assert "for the first time only" in browser.get("/profile/password").text
    change_password(browser, now=handed)
    assert signed_in(browser)


def test_hashing_does_not_stop_the_other_screens() -> None:
    """In the production server a password is hashed beside the hub: what else goes on, goes on."""
    program = """
from gevent import monkey; monkey.patch_all()
import gevent, time
from eventops.people import passwords

longest = 0.0
def beat():
    global longest
    before = time.perf_counter()
    while True:
        gevent.sleep(0.001)
        now = time.perf_counter()
        longest, before = max(longest, now - before), now

gevent.spawn(beat)
gevent.sleep(0.01)
began = time.perf_counter()
gevent.joinall([gevent.spawn(passwords.hashed, "korrekt häst batteri") for _ in range(8)], raise_error=True)
print(longest < (time.perf_counter() - began) / 2)
"""
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "True", answer.stderr
