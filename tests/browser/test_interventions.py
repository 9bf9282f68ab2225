"""An intervention taken by keyboard alone: on every screen at once, with a clock that turns by itself."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import Site

LIST = "/events/sommar/interventions"
EARLIER = """(row, minutes) => { for (const name of ['clockSince', 'clockUntil', 'clockAmber'])
  row.dataset[name] = new Date(Date.parse(row.dataset[name]) - minutes * 60000).toISOString(); }"""


def test_an_intervention_is_taken_by_keyboard_and_its_clock_counts_on_every_screen(site: Site) -> None:
    olle, oskar = site.sign_in("olle", LIST), site.sign_in("oskar", LIST)
    expect(oskar.locator("#connection")).to_have_attribute("data-state", "live")
    olle.keyboard.press("n")
    olle.wait_for_url("**/interventions/new")
    olle.keyboard.press("5")
    olle.wait_for_url("**/interventions/new/lob")
    olle.keyboard.type("P12")
    olle.keyboard.press("Tab")
    olle.keyboard.type("Sov i rabatten")
    olle.keyboard.press("Control+Enter")
    olle.wait_for_url("**/interventions/1")
    assert not Axe().run(olle).response["violations"]
    check = oskar.locator("#clocks [data-quiet]")
    expect(check).to_have_count(1)
    expect(check).to_be_hidden()  # nobody needs to look yet
    check.evaluate(EARLIER, 12)
    expect(check).to_be_visible()
    expect(check).to_contain_text("Look to 0:12 of 0:15")
    expect(check.locator("[data-stage-amber]")).to_be_visible()
    check.evaluate(EARLIER, 4)
    expect(check.locator("[data-stage-red]")).to_be_visible()
    expect(check).to_be_hidden()  # what turned red was asked about, and the server knows better
    olle.locator("summary", has_text="Looked to").focus()
    olle.keyboard.press("Enter")
    olle.locator("[name=check-text]").fill("Sover")
    olle.keyboard.press("Control+Enter")
    expect(olle.locator("body")).to_contain_text("Sover")
