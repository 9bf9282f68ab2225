"""A screen locked by its key: nothing of it is seen or reached, and nothing typed is lost when it is unlocked."""

from playwright.sync_api import Page, expect

from tests.cast import PASSWORD

from .conftest import Site
from .test_entry_line import LIVE, ready

TYPED = "O1 sektor B halvskriven rad"


def locked(site: Site) -> Page:
    page = ready(site)
    page.keyboard.type(TYPED)
    with page.expect_response("**/lock"):
        page.keyboard.press("Control+Alt+KeyL")
    expect(page.locator("#lock-password")).to_be_focused()
    return page


def test_a_locked_screen_shows_nothing_and_gives_back_what_was_typed(site: Site) -> None:
    page, other = locked(site), site.sign_in("oskar", LIVE)
    expect(other.locator("#connection")).to_have_attribute("data-state", "live")
    expect(page.locator("#line")).to_be_hidden()
    for key in ("Escape", "Escape", "n", "?"):
        page.keyboard.press(key)
    expect(page.locator("#lock")).to_be_visible()
    expect(page.locator("#log")).to_be_hidden()
    other.keyboard.press("n")
    other.keyboard.type("kommer under låset")
    other.keyboard.press("Enter")
    expect(other.locator("#log .log-row")).to_have_count(1)
    other.keyboard.type("O1 p1 hemlig nödsituation")
    other.keyboard.press("Enter")
    expect(page.locator("#lock")).to_contain_text("Priority 1 waits to be acknowledged")
    expect(page.get_by_text("hemlig nödsituation")).to_be_hidden()

    page.fill("#lock-password", "fel lösenord helt")
    page.keyboard.press("Enter")
    expect(page.locator("#lock-wrong")).to_contain_text("The password is wrong.")
    page.fill("#lock-password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#lock")).to_be_hidden()
    expect(page.locator("#line")).to_have_value(TYPED)
    expect(page.locator("#log")).to_contain_text("kommer under låset")
    expect(page.locator("#open-incidents")).to_contain_text("hemlig nödsituation")
    page.locator("#line").press("Enter")
    expect(other.locator("#log .log-row, #open-incidents .incident-row")).to_have_count(5)
    site.complaints.clear()  # the browser tells of the password that was wrong


def test_what_was_typed_waits_for_its_account_while_somebody_else_has_the_screen(site: Site) -> None:
    page = locked(site)
    page.reload()
    expect(page.get_by_role("heading", name="The screen is locked")).to_be_visible()
    page.get_by_role("button", name="Hand over").click()
    for who, stands in (("oskar", ""), ("olle", TYPED)):
        page.wait_for_url("**/login*")
        page.fill("input[name=email]", f"{who}@example.org")
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        page.goto(LIVE)
        expect(page.locator("#line")).to_have_value(stands)
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("button", name="Sign out").click()
    site.complaints.clear()  # and of what was asked for under the lock


def test_without_contact_the_lock_says_so_and_what_waits_arrives_once_when_it_is_unlocked(site: Site) -> None:
    page, other = ready(site), site.sign_in("oskar", LIVE)
    told = page.get_by_text("so the password cannot be tried")
    page.context.set_offline(True)
    page.keyboard.type("skriven utan kontakt")
    page.keyboard.press("Enter")
    expect(page.locator("[data-outbox] .outbox__row")).to_have_count(1)
    page.keyboard.press("Control+Alt+KeyL")
    page.fill("#lock-password", PASSWORD)
    page.keyboard.press("Enter")
    expect(told).to_be_visible()
    expect(page.locator("[data-lock-waits]")).to_contain_text("not yet sent: 1")
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Hand over").click()
    expect(told).to_be_visible()
    expect(page.locator("#lock")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#connection")).to_have_attribute("data-state", "live", timeout=20_000)
    expect(told).to_be_hidden()
    page.fill("#lock-password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#lock")).to_be_hidden()
    expect(page.locator("[data-outbox] .outbox__row")).to_have_count(0, timeout=20_000)
    expect(other.locator("#log .log-row")).to_have_count(1)
    expect(other.locator("#log")).to_contain_text("skriven utan kontakt")
    site.complaints.clear()  # the browser tells of each request it could not make
