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
    f"{EVENT}/cooperation/evidence", f"{EVENT}/map/edit", f"{EVENT}/import/places",
]  # fmt: skip
ADMIN = ["/events/new", "/people/accounts", "/people/organisations", "/people/persons"]
PHONE = {"width": 390, "height": 844}


def findings(page: Page) -> list[str]:
    """What axe finds, as "rule: where"."""
    return [
        f"{found['id']}: {node['html'][:120]}"
        for found in Axe().run(page).response["violations"]
        for node in found["nodes"]
    ]


def dressed(page: Page, theme: str, language: str) -> None:
    """Choose theme and language as a user does."""
    for path, name, value in (("/theme", "theme", theme), ("/language", "language", language)):
        token = page.locator("input[name=csrf_token]").first.get_attribute("value") or ""
        form = {name: value, "csrf_token": token, "next": "/"}
        page.request.post(path, form=form, headers={"Referer": page.url})
    page.reload()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_no_page_has_anything_that_axe_finds(site: Site, theme: str, language: str) -> None:
    karin = site.sign_in("karin", f"{EVENT}/live")
    open_incident(karin, "O1", "Bråk vid grinden")
    expect(karin.locator("#log .log-row")).to_have_count(1)
    ada = site.sign_in("ada")
    told: dict[str, list[str]] = {}
    for page, addresses in ((karin, COMMANDER), (ada, ADMIN)):
        dressed(page, theme, language)
        for address in addresses:
            page.goto(address)
            assert page.locator("html").get_attribute("lang") == language, address
            assert page.locator("html").get_attribute("data-bs-theme") == theme, address
            told[address] = findings(page)
    site.complaints[:] = [said for said in site.complaints if "404" not in said]  # the page that is not there
    assert {address: found for address, found in told.items() if found} == {}


def test_no_page_is_wider_than_a_phone(site: Site) -> None:
    karin = site.sign_in("karin", f"{EVENT}/live")
    open_incident(karin, "O1", "Bråk vid grinden" * 10)
    expect(karin.locator("#log .log-row")).to_have_count(1)
    karin.set_viewport_size(PHONE)
    wide = []
    for address in COMMANDER:
        karin.goto(address)
        if karin.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(address)
    site.complaints[:] = [said for said in site.complaints if "404" not in said]
    assert wide == []


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
