"""Every page, in both themes and languages: nothing for axe to find, no console error, none wider than a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from eventops.planning.sections import SECTIONS

from .conftest import Site
from .test_live import open_incident

EVENT = "/events/sommar"
COMMANDER = [
    "/", f"{EVENT}/", f"{EVENT}/plan", f"{EVENT}/plan/versions/1", f"{EVENT}/roster", f"{EVENT}/live",
    f"{EVENT}/map", f"{EVENT}/cooperation", f"{EVENT}/evaluation", f"{EVENT}/incidents", f"{EVENT}/incidents/1",
    f"{EVENT}/incidents/new", f"{EVENT}/incidents?q=finns+inte", f"{EVENT}/entries/1/strike",
    f"{EVENT}/entries/1/erase", f"{EVENT}/audit", f"{EVENT}/settings", f"{EVENT}/members", f"{EVENT}/places",
    f"{EVENT}/places/A1", f"{EVENT}/import/places", f"{EVENT}/map/edit", f"{EVENT}/map/edit?place=A",
    f"{EVENT}/map/plans/new",
    "/events/vinter/", "/events/vinter/live", "/events/vinter/plan", "/profile", "/finns-inte", "/api/v1/docs",
]  # fmt: skip
COMMANDER += [f"{EVENT}/plan/{section}" for section in SECTIONS]
COMMANDER += [
    f"{EVENT}/plan/risks/1", f"{EVENT}/plan/measures/new", f"{EVENT}/plan/commands/new",
    f"{EVENT}/plan/calculations/exits", f"{EVENT}/plan/next", f"{EVENT}/plan/fetch", f"{EVENT}/plan/proposals",
    f"{EVENT}/cooperation/evidence", f"{EVENT}/plan/links",
]  # fmt: skip
COMMANDER += [
    f"{EVENT}/decisions", f"{EVENT}/decisions/new", f"{EVENT}/tasks", f"{EVENT}/reports", f"{EVENT}/conditions",
    f"{EVENT}/reports/new?kind=regular&audience=all", f"{EVENT}/cards", f"{EVENT}/field", f"{EVENT}/log/limits",
]  # fmt: skip
COMMANDER += [
    f"{EVENT}/crowd", f"{EVENT}/crowd/count", f"{EVENT}/crowd/zones/1", f"{EVENT}/crowd/limits", f"{EVENT}/wall/links",
]  # fmt: skip
COMMANDER += [
    f"{EVENT}/inbox", f"{EVENT}/trends", f"{EVENT}/log", f"{EVENT}/interventions", f"{EVENT}/interventions/new",
    f"{EVENT}/custody", f"{EVENT}/handover",
]  # fmt: skip
COMMANDER += [
    f"{EVENT}/cooperation/{page}" for page in (
        "periods", "rhythm", "report", "picture", "picture/matrix", "picture/hotspots", "picture/changes",
        "picture/limits", "priorities", "meetings", "meetings/new", "meetings/series/new", "months", "municipalities",
        "promises/new", "dialogues/new",
    )
]  # fmt: skip
COMMANDER += [
    f"{EVENT}/evaluation/{page}" for page in (
        "outcome", "outcome/lob", "outcome/headings", "indicators", "comparison", "replay", "survey", "survey/texts",
        "lessons/new", "library", "debriefs", "exports", "disclosures", "verification",
    )
]  # fmt: skip
ADMIN = ["/events/new", "/people/accounts", "/people/organisations", "/people/persons"]
COORDINATOR = [f"{EVENT}/partner", f"{EVENT}/crowd", f"{EVENT}/log"]
COORDINATOR += [f"{EVENT}/", f"{EVENT}/plan", f"{EVENT}/plan/command", f"{EVENT}/live", f"{EVENT}/roster"]
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


EVERYTHING = {"resultTypes": ["violations"]}
COLOURS = {**EVERYTHING, "runOnly": ["color-contrast"]}


def findings(page: Page, rules: dict[str, list[str]] = EVERYTHING) -> list[str]:
    """What axe finds, by all its rules or by some, as "rule: where"."""
    return [
        f"{found['id']}: {node['html'][:120]}"
        for found in Axe().run(page, options=rules).response["violations"]
        for node in found["nodes"]
    ]


def dressed(page: Page, theme: str, language: str) -> None:
    """Choose theme and language as a user does."""
    for path, name, value in (("/theme", "theme", theme), ("/language", "language", language)):
        token = page.locator("input[name=csrf_token]").first.get_attribute("value") or ""
        form = {name: value, "csrf_token": token, "next": "/"}
        page.request.post(path, form=form, headers={"Referer": page.url})
    page.reload()


def faults(page: Page, rules: dict[str, list[str]]) -> list[str]:
    """What axe finds on a page, and whether it is wider than a phone."""
    found = findings(page, rules)
    page.set_viewport_size(PHONE)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.set_viewport_size(DESK)
    return [*found, *(["wider than a phone"] if wide else [])]


def by_link(site: Site, karin: Page) -> Page:
    """Somebody without an account, let in by a link that a planner made."""
    karin.goto(f"{EVENT}/plan/links")
    karin.locator("main form select").select_option("kyrkan")
    karin.locator("main form input[type=text]").fill("Stina Berg")
    karin.keyboard.press("Enter")
    stina = site.visitor()
    stina.goto(karin.locator(".made-link").inner_text())
    stina.locator("main input[type=text]").fill("Stina Berg")
    stina.keyboard.press("Enter")
    stina.wait_for_selector("#signature")
    return stina


@pytest.mark.parametrize(("theme", "language", "rules"), [("dark", "sv", EVERYTHING), ("light", "en", COLOURS)])
def test_no_page_has_anything_that_axe_finds_or_is_wider_than_a_phone(
    site: Site, theme: str, language: str, rules: dict[str, list[str]]
) -> None:
    karin = site.sign_in("karin", f"{EVENT}/live")
    open_incident(karin, "O1", "Bråk vid grinden" * 10)
    expect(karin.locator("#log .log-row")).to_have_count(1)
    stina, told = by_link(site, karin), dict[str, list[str]]()
    walks = (karin, COMMANDER), (site.sign_in("ada"), ADMIN), (site.sign_in("kim"), COORDINATOR), (stina, [stina.url])
    for page, addresses in walks:
        dressed(page, theme, language)
        for address in addresses:
            page.goto(address)
            assert page.locator("html").get_attribute("lang") == language, address
            assert page.locator("html").get_attribute("data-bs-theme") == theme, address
            told[address] = [*told.get(address, []), *faults(page, rules)]
    site.complaints[:] = [said for said in site.complaints if not {"403", "404"} & set(said.split())]  # as they shall
    assert {address: found for address, found in told.items() if found} == {}


def test_the_sign_in_page_has_nothing_that_axe_finds(site: Site) -> None:
    visitor = site.visitor()
    visitor.goto("/login")
    assert findings(visitor) == []
    visitor.fill("input[name=email]", "olle@example.org")
    visitor.fill("input[name=password]", "fel lösenord")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("alert").first).to_be_visible()
    assert findings(visitor) == []
    site.complaints[:] = [said for said in site.complaints if "422" not in said]
