"""One event through the browser: plan, publish, go live, log, second browser, partner, export."""

import re

from playwright.sync_api import expect

from .conftest import Site
from .test_live import open_incident


def test_a_commander_plans_publishes_goes_live_and_logs(site: Site) -> None:
    karin = site.sign_in("karin", "/events/vinter/")
    karin.get_by_role("button", name="Go live").click()
    expect(karin.locator("body")).to_contain_text("Publish the plan first")
    karin.get_by_role("navigation").get_by_role("link", name="Plan", exact=True).click()
    karin.get_by_role("link", name="Problem picture").click()
    karin.get_by_role("link", name="Add an objective").click()
    karin.get_by_label("Objective", exact=True).fill("Ingen skadas allvarligt")
    karin.keyboard.press("Tab")
    karin.locator("#act-objectives-new").click()
    expect(karin.locator("#objectives")).to_contain_text("Ingen skadas allvarligt")
    karin.get_by_role("navigation", name="Sections of the plan").get_by_role("link", name="Risks").click()
    karin.get_by_role("link", name="Add a risk").click()
    karin.get_by_label("Risk", exact=True).fill("Trängsel vid scenen")
    for name in ("Likelihood", "Consequence"):
        karin.get_by_label(name, exact=True).select_option(index=2)
    karin.locator("#act-risks-new").click()
    expect(karin.locator("#risks")).to_contain_text("Trängsel vid scenen")
    karin.get_by_role("link", name="The plan as a whole").click()
    karin.get_by_role("button", name="Publish version 1").click()
    expect(karin.locator("#versions")).to_contain_text("Still red")
    site.complaints.clear()  # the browser says that the first try was refused
    for box in karin.locator("#readiness input[name=check]").all():
        box.check()
    karin.get_by_label("Why it may stand red").fill("Ett litet evenemang")
    karin.get_by_role("button", name="Accept the ticked").click()
    expect(karin.locator("#readiness")).to_contain_text("Accepted by Karin (commander): Ett litet evenemang")
    karin.get_by_role("button", name="Publish version 1").click()
    expect(karin.locator("#versions")).to_contain_text("Karin")
    karin.goto("/events/vinter/")
    karin.get_by_role("button", name="Go live").click()
    karin.wait_for_url(re.compile("/events/vinter/live"))

    olle, kim = site.sign_in("olle", "/events/vinter/live"), site.sign_in("kim", "/events/vinter/live")
    for page in (olle, kim):
        expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    open_incident(karin, "O1", "Bråk vid grinden")
    open_incident(karin, "B1", "Brand i soptunna")
    expect(olle.locator("#open-incidents .incident-row")).to_have_count(2)
    expect(kim.locator("#open-incidents .incident-row")).to_have_count(1)
    expect(kim.locator("body")).not_to_contain_text("Bråk vid grinden")


def test_what_is_taken_out_is_a_file_with_a_speaking_name(site: Site) -> None:
    olle = site.sign_in("olle", "/events/sommar/live")
    open_incident(olle, "B1", "Brand i soptunna")
    expect(olle.locator("#log .log-row")).to_have_count(1)
    olle.goto("/events/sommar/evaluation")
    with olle.expect_download() as taken:
        olle.get_by_role("button", name=re.compile("^CSV")).click()
    assert re.match(r"sommar-log-.*\.csv", taken.value.suggested_filename)
    assert "Brand i soptunna" in taken.value.path().read_text("utf-8-sig")
