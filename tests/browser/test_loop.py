"""What one edition learns reaches the plan of the next, by keyboard: a line of the log, a lesson, a measure."""

from playwright.sync_api import Page, expect

from .conftest import Site
from .test_live import open_incident

TITLE, NEXT = "Kön stod ut i gatan", "Öppna grind 2 klockan 15"


def learn(eva: Page) -> None:
    """From the line in the log to the lesson, which begins with what the line says."""
    row = eva.locator(".log-row", has_text=TITLE).first
    row.get_by_role("link", name="Learn from it").press("Enter")
    expect(eva.get_by_label("What happened")).to_have_value(TITLE)
    expect(eva.get_by_label("What happened")).to_be_focused()
    eva.get_by_label("Do next time").fill(NEXT)
    eva.get_by_role("button", name="Save").press("Enter")
    expect(eva.locator("#lessons-1")).to_contain_text(NEXT)
    expect(eva.locator("#lessons-1")).to_contain_text("Open")


def plan_the_next(petra: Page) -> None:
    """The next edition has the lesson waiting on the front of its plan; accepted, it is a measure."""
    petra.get_by_role("link", name="Plan the next edition").press("Enter")
    petra.get_by_label("Name", exact=True).fill("Sommar igen")
    petra.get_by_label("Short name").fill("sommar-igen")
    if petra.get_by_label("First day").count():
        petra.get_by_label("First day").fill("2028-07-01")
    petra.get_by_role("button", name="Make the new edition").press("Enter")
    petra.get_by_role("link", name="Go on to the plan").press("Enter")
    proposal = petra.locator("#proposals .part", has_text=NEXT)
    proposal.get_by_role("button", name="Accept as measure").press("Enter")
    expect(petra.locator("#measures-1")).to_contain_text(NEXT)


def test_a_line_becomes_a_lesson_and_the_next_edition_plans_by_it(site: Site) -> None:
    olle = site.sign_in("olle", "/events/sommar/live")
    open_incident(olle, "C3", TITLE)
    expect(olle.locator("#log .log-row")).to_have_count(1)
    eva = site.sign_in("eva", "/events/sommar/log")
    learn(eva)
    plan_the_next(site.sign_in("petra", "/events/sommar/plan"))
    eva.reload()
    expect(eva.locator("#lessons-1")).to_contain_text("Carried over")
