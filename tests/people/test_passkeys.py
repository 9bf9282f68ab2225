"""Passkeys, in a real browser with a virtual authenticator."""

from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from ..cast import PASSWORD, Cast
from .test_sign_in import on_record

IN_THE_PHONE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The app, served; by name, because passkeys belong to names."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(chrome: Browser, address: str) -> Iterator[Page]:
    """A browser window in English, with an authenticator in the device."""
    context = chrome.new_context(base_url=address, locale="en-GB")
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": IN_THE_PHONE})
    yield page
    context.close()


def sign_in(page: Page, email: str) -> None:
    page.goto("/login?next=/profile")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/profile")


def sign_out(page: Page) -> None:
    page.goto("/profile")
    page.locator("[popovertarget=person-menu]").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login")


def add_passkey(page: Page, name: str) -> None:
    page.goto("/profile/passkeys")
    page.get_by_label("Name of the passkey").fill(name)
    page.get_by_role("button", name="Add").click()
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("row", name=name).wait_for()


def test_a_passkey_is_made_and_signs_in_without_address_or_password(page: Page, cast: Cast) -> None:
    sign_in(page, cast.olle.email)
    add_passkey(page, "My phone")
    sign_out(page)
    page.goto("/login?next=/profile")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/profile")
    assert page.get_by_role("heading", name="Olle").is_visible()
    [added] = on_record("account.passkey_added")
    assert '"passkey":"My phone"' in (added.facts or "")
    assert '"via":"passkey"' in (on_record("account.signed_in")[-1].facts or "")


def test_a_passkey_confirms_that_it_is_still_the_same_person(page: Page, cast: Cast) -> None:
    sign_in(page, cast.olle.email)
    add_passkey(page, "My phone")
    page.goto("/confirm?next=/profile/tokens")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: url.endswith("/profile/tokens"))


def test_a_removed_passkey_lets_nobody_in(page: Page, cast: Cast) -> None:
    sign_in(page, cast.olle.email)
    add_passkey(page, "My phone")
    page.get_by_role("button", name="Remove My phone").click()
    page.get_by_text("No passkeys yet").wait_for()
    assert on_record("account.passkey_removed")
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("That passkey is not known here.").wait_for()
    page.goto("/profile")
    assert page.url.endswith("/login?next=/profile")


def test_a_device_without_the_passkey_is_told_so(page: Page, cast: Cast) -> None:
    page.goto("/login")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("Nothing was chosen, or it took too long.").wait_for()
