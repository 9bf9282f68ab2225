"""The entry line by keyboard alone: understood while it is written, and never lost, whatever happens to the contact."""

import re

from playwright.sync_api import Page, expect

from .conftest import Site

LIVE = "/events/sommar/live"


def ready(site: Site, who: str = "olle") -> Page:
    page = site.sign_in(who, LIVE)
    expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    page.keyboard.press("n")
    expect(page.locator("#line")).to_be_focused()
    return page


def texts(page: Page) -> list[str]:
    """What the lines of the log say, newest first."""
    return page.locator("#log .log-row [data-field=text]").all_inner_texts()


def test_an_incident_is_written_completed_saved_and_joined_without_a_mouse(site: Site) -> None:
    page, other = ready(site), site.sign_in("oskar", LIVE)
    expect(other.locator("#connection")).to_have_attribute("data-state", "live")
    page.keyboard.type("figh")
    expect(page.get_by_role("option").first).to_contain_text("O1")
    page.keyboard.press("Tab")
    expect(page.locator("#line")).to_have_value("O1 ")
    page.keyboard.type("p2 @P12 bråk vid grind 1")
    chips = page.locator(".live-entry__chips")
    for told in ("O1 Fight", "2 Urgent", "P12", "Grind 1"):
        expect(chips).to_contain_text(told)
    page.keyboard.press("Enter")
    expect(page.locator("#line")).to_have_value("")
    expect(other.locator("#incident-1")).to_contain_text("bråk vid grind 1")
    expect(other.locator("#incident-1 [data-field=priority]")).to_contain_text("2")

    page.keyboard.type("O1 slagsmål bråk vid grind 1")
    expect(page.locator("[data-join]")).to_contain_text("#1")
    page.keyboard.press("Alt+Digit1")
    expect(page.locator("#line")).to_have_value(re.compile("^#1 O1 slagsmål"))
    page.locator("#line").fill('#1 "de har lugnat sig"')
    page.keyboard.press("Enter")
    line = other.locator("#log .log-row").first
    expect(line).to_contain_text("de har lugnat sig")
    expect(line.locator("[data-field=incident]")).to_have_text("#1")
    expect(line.locator("[data-field=text]")).to_have_class("quoted")


def test_what_is_refused_comes_back_to_be_put_right(site: Site) -> None:
    page = ready(site)
    page.keyboard.type("#77 hej")
    page.keyboard.press("Enter")
    expect(page.locator("#line-error")).to_have_text("There is no incident #77.")
    expect(page.locator("#line")).to_have_value("#77 hej")
    site.complaints.clear()  # the browser tells of each answer that is no success


def test_without_contact_lines_wait_in_the_browser_and_arrive_once_and_in_order(site: Site) -> None:
    page, other = ready(site), site.sign_in("oskar", LIVE)
    page.context.set_offline(True)
    said = [f"rad {number} utan kontakt" for number in range(1, 11)]
    for line in said:
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    waiting = page.locator("[data-outbox] .outbox__row")
    expect(waiting).to_have_count(10)
    expect(waiting.first).to_contain_text("waits for contact")
    page.context.set_offline(False)
    expect(waiting).to_have_count(0, timeout=20_000)
    expect(other.locator("#log .log-row")).to_have_count(10)
    assert texts(other) == said[::-1]
    expect(page.locator("#connection")).to_have_attribute("data-state", "live", timeout=20_000)
    site.complaints.clear()  # the browser tells of each request it could not make


def test_lines_that_wait_outlive_the_page_and_the_server(site: Site) -> None:
    page = ready(site)
    page.route("**/live/line", lambda route: route.abort())
    page.keyboard.type("O2 stök vid grind 1")
    page.keyboard.press("Enter")
    expect(page.locator("[data-outbox] .outbox__row")).to_have_count(1)
    page.unroute("**/live/line")
    page.reload()
    expect(page.locator("#incident-1")).to_contain_text("stök vid grind 1", timeout=20_000)
    expect(page.locator("[data-outbox] .outbox__row")).to_have_count(0)
    site.complaints.clear()  # the browser tells of the request that was cut off
