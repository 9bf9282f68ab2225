"""The entry line on trial: a session that ends while one writes, and text that was written to do harm."""

import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD

from .conftest import Site
from .test_entry_line import LIVE, ready, texts

MARKUP = "<script>window.harmed = 1</script><img src=x onerror='window.harmed = 1'>"
HOSTILE = f"{MARKUP} \u202egnirts \U0001f469\u200d\U0001f692 "


def test_a_line_sent_after_the_session_ended_waits_and_arrives_once_when_one_signs_in_again(site: Site) -> None:
    page, other = ready(site), site.sign_in("oskar", LIVE)
    page.keyboard.type("skriven medan sessionen")
    page.context.clear_cookies()
    page.keyboard.type(" tog slut")
    page.keyboard.press("Enter")
    waits = page.locator("[data-outbox] .outbox__row")
    expect(waits).to_have_count(1)
    expect(waits).to_contain_text("skriven medan sessionen tog slut")
    door = page.context.new_page()
    door.goto("/login")
    door.fill("input[name=email]", "olle@example.org")
    door.fill("input[name=password]", PASSWORD)
    door.keyboard.press("Enter")
    door.wait_for_url(lambda url: "/login" not in url)
    door.close()
    page.bring_to_front()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # a headless tab is never hidden
    expect(waits).to_have_count(0, timeout=20_000)
    expect(other.locator("#log .log-row")).to_have_count(1)
    assert texts(other) == ["skriven medan sessionen tog slut"]
    site.complaints[:] = [said for said in site.complaints if not any(code in said for code in ("401", "400", "403"))]


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_hostile_text_is_shown_as_it_was_written_and_breaks_no_page(site: Site, width: int, height: int) -> None:
    page = site.sign_in("olle", LIVE, viewport={"width": width, "height": height})
    expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    for line in (f"O1 {HOSTILE}{'x' * 200}", f"{HOSTILE}{'y' * 9000}"):
        page.fill("#line", line)
        page.press("#line", "Enter")
        expect(page.locator("#line")).to_have_value("")
    expect(page.locator("#log .log-row")).to_have_count(2)
    for path in (LIVE, "/events/sommar/incidents/1"):
        page.goto(path)
        expect(page.get_by_text("<script>").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("window.harmed") is None
