"""A planner's year in the browser: the plan is written, refused, published and signed, and becomes the next one."""

import re

from playwright.sync_api import Page, expect

from tests.cast import PASSWORD

from .conftest import Site

PLAN = "/events/vinter/plan"


def go(page: Page, section: str) -> None:
    page.get_by_role("navigation", name="Sections of the plan").get_by_role("link", name=section).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(section)


def write(page: Page, kind: str, said: dict[str, str], *, signed_out: bool = False) -> None:
    """Open the form of a kind, say something by label (a choice by words in it), and send it, signed out meanwhile."""
    page.locator(f"#act-{kind}-new").press("Enter")
    form = page.locator(f"#{kind}-new form")
    for label, text in said.items():
        field = form.get_by_label(re.compile(rf"^\s*{re.escape(label)}( \(optional\))?\s*$"))
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(field.locator("option").filter(has_text=text).first.get_attribute("value"))
        else:
            field.fill(text)
    if signed_out:
        page.context.clear_cookies(name="session")
    form.get_by_role("button", name="Save").press("Enter")


def sign_in_again(page: Page, name: str) -> None:
    """What who is signed out is told to do: sign in beside, come back."""
    beside = page.context.new_page()
    beside.goto("/login")
    beside.get_by_label("E-mail address").fill(f"{name}@example.org")
    beside.get_by_label("Password").fill(PASSWORD)
    beside.keyboard.press("Enter")
    beside.wait_for_url(lambda url: "/login" not in url)
    beside.close()
    page.bring_to_front()


def write_the_chain(petra: Page) -> None:
    """A problem with its cause, objective and measure; the last is sent after the session has ended, and kept."""
    write(petra, "problems", {"Problem": "Halka vid grinden"})
    expect(petra.locator("#problems")).to_contain_text("Halka vid grinden")
    write(petra, "causes", {"Problem": "1 Halka"})
    expect(petra.locator("#causes-new .field--bad")).to_contain_text("This field is required.")
    expect(petra.get_by_label("Problem", exact=True)).to_have_value("1")
    petra.get_by_label("Hypothesis").fill("Ingen sandar efter mörkret")
    petra.get_by_label("Hypothesis").press("Tab")
    petra.locator("#act-causes-new").click()
    expect(petra.locator("#causes")).to_contain_text("Ingen sandar efter mörkret")
    write(petra, "objectives", {"Objective": "Ingen faller", "Indicator": "Fallolyckor", "Target": "0"})
    expect(petra.locator("#objectives")).to_contain_text("Ingen faller")
    write(petra, "measures", {
        "Measure": "Sanda var timme", "Owner": "Polisen", "Works on cause": "1 Ingen", "Requirement": "Torrt kl. 18",
        "Hours needed": "4", "Hours committed": "4", "Followed up on": "2027-03-01",
    }, signed_out=True)  # fmt: skip
    expect(petra.get_by_role("heading", level=1)).to_have_text("You are not signed in")
    sign_in_again(petra, "petra")
    petra.get_by_role("button", name="Send again").press("Enter")
    expect(petra.locator("#measures-1")).to_contain_text("Sanda var timme")


def decide_the_measure(petra: Page) -> None:
    """Only an owner with a mandate decides; where it is missing leads to the form where it is said."""
    expect(petra.locator("#measures-1")).to_contain_text("no mandate")
    go(petra, "Partners")
    petra.locator("#lacking").get_by_role("link", name="Polisen").click()
    expect(petra.get_by_label("Partner", exact=True)).to_have_value("polisen")
    petra.get_by_label("Role in this event").fill("Leder insatsen")
    petra.get_by_label("May decide and commit resources").check()
    petra.locator("#act-partner_roles-new").click()
    expect(petra.locator("#partner_roles .field--bad")).to_contain_text("Say who has the mandate.")
    expect(petra.get_by_label("Role in this event")).to_have_value("Leder insatsen")
    petra.get_by_label("Representative").fill("Karin Ek")
    petra.locator("#act-partner_roles-new").click()
    expect(petra.locator("#partner_roles")).to_contain_text("Mandate to decide")
    go(petra, "Problem picture")
    petra.get_by_role("button", name="Decide measure 1").click()
    expect(petra.locator("#measures-1")).to_contain_text("Decided by")


def publish(karin: Page) -> None:
    """Refused while something is red; what was ticked and written stays until it is accepted."""
    karin.get_by_label("What is new in this version").fill("Den första")
    karin.get_by_role("button", name="Publish version 1").click()
    expect(karin.locator("#versions")).to_contain_text("Still red")
    expect(karin.get_by_label("What is new in this version")).to_have_value("Den första")
    for box in karin.locator("#readiness input[name=check]").all():
        box.check()
    karin.get_by_role("button", name="Accept the ticked").click()
    expect(karin.locator("#readiness .field--bad")).to_contain_text("This field is required.")
    expect(karin.locator("#readiness input[name=check]:not(:checked)")).to_have_count(0)
    karin.get_by_label("Why it may stand red").fill("Ett litet evenemang")
    karin.get_by_role("button", name="Accept the ticked").click()
    expect(karin.locator("#readiness")).to_contain_text("Accepted by Karin (commander): Ett litet evenemang")
    karin.get_by_role("button", name="Publish version 1").click()
    expect(karin.locator("#plan-state")).to_contain_text("Nothing changed since")


def test_a_plan_is_written_published_signed_and_becomes_the_next_edition(site: Site) -> None:
    petra = site.sign_in("petra", PLAN)
    go(petra, "Problem picture")
    write_the_chain(petra)
    decide_the_measure(petra)
    go(petra, "Risks")
    write(petra, "risks", {"Risk": "Trängsel vid scenen", "Likelihood": "2", "Consequence": "3"})
    petra.get_by_role("link", name="Responsibilities").last.click()  # what comes next stands at the end
    write(petra, "tasks", {"Task": "Sandning", "Answers for it (A)": "Kyrkan"})
    expect(petra.locator("#tasks")).to_contain_text("Sandning")

    publish(site.sign_in("karin", PLAN))

    kim = site.sign_in("kim", PLAN)
    kim.get_by_role("link", name="Read and sign for Kyrkan").click()
    kim.get_by_role("button", name="Sign for Kyrkan").click()
    expect(kim.locator("#signatures")).to_contain_text("Version 1, Kim")

    petra.goto(PLAN)
    petra.get_by_role("link", name="Plan the next edition").click()
    petra.get_by_label("Name", exact=True).fill("Vinter igen")
    petra.get_by_label("Short name").fill("vinter-igen")
    petra.get_by_label("First day").fill("2028-02-05")
    petra.get_by_role("button", name="Make the new edition").click()
    petra.get_by_role("link", name="Go on to the plan").click()
    proposals = petra.locator("#proposals")
    expect(proposals).to_contain_text("Sanda var timme")
    proposals.get_by_text("Decline").first.click()
    proposals.get_by_role("button", name="Decline").click()
    expect(proposals).to_contain_text("Say why it is declined.")
    proposals.get_by_role("button", name="Accept").click()
    expect(petra.locator("#proposals")).to_contain_text("all decided")
    go(petra, "Problem picture")
    expect(petra.locator("#measures-1")).to_contain_text("Proposed")
    site.complaints[:] = [said for said in site.complaints if "422" not in said and "401" not in said]
