"""Phones count without contact, alarms are met by keyboard, and a wall goes on when the server does not."""

from playwright.sync_api import expect

from .conftest import Site
from .test_live import open_incident
from .test_offline import Mortal, kept, mortal  # noqa: F401 - a fixture

EVENT = "/events/sommar"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def test_two_phones_count_one_of_them_without_contact_and_every_tap_counts_once(site: Site) -> None:
    olle = site.sign_in("olle", f"{EVENT}/crowd")
    counter = f"{EVENT}/crowd/count"
    frida, anders = (site.sign_in(name, counter, service_workers="allow", **PHONE) for name in ("frida", "anders"))
    kept(frida, counter)
    frida.context.set_offline(True)
    frida.reload()
    for _ in range(3):
        frida.get_by_role("button", name="In +1").tap()
    frida.get_by_role("button", name="10", exact=True).tap()
    frida.get_by_role("button", name="In +10").tap()
    frida.get_by_role("button", name="Take back the last").tap()
    anders.get_by_role("button", name="5", exact=True).tap()
    anders.get_by_role("button", name="In +5").tap()
    anders.get_by_role("button", name="Out −5").press("Enter")
    anders.get_by_role("button", name="In +5").tap()
    expect(frida.locator("[data-outbox] .outbox__row")).to_contain_text("A 3 in · 0 out")
    frida.reload()
    expect(frida.locator("[data-outbox] .outbox__row")).to_contain_text("A 3 in · 0 out")
    expect(anders.locator(".counter__now")).to_contain_text("5")
    frida.context.set_offline(False)
    expect(frida.locator(".counter__now [data-zone='A'] [data-inside]")).to_have_text("8", timeout=15_000)
    expect(frida.locator("[data-outbox] .outbox__row")).to_have_count(0)
    expect(olle.locator("#crowd-page tbody tr")).to_contain_text("8")
    site.complaints[:] = [said for said in site.complaints if "ERR_INTERNET_DISCONNECTED" not in said]


def test_an_alarm_is_acknowledged_and_made_an_incident_by_a_key_each(site: Site) -> None:
    olle, tove = site.sign_in("olle", f"{EVENT}/live"), site.sign_in("tove", f"{EVENT}/live")
    for page in (olle, tove):
        expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    frida = site.sign_in("frida", f"{EVENT}/crowd/count", **PHONE)
    frida.get_by_text("Estimate the density").tap()
    frida.get_by_role("button", name="4", exact=True).tap()
    for page in (olle, tove):
        expect(page.locator("#crowd .crowd-alarm")).to_contain_text("Involuntary contact: A 4 persons/m²")
    expect(olle.locator("[data-crowd-said]")).to_contain_text("Involuntary contact")
    expect(tove.locator("#crowd button")).to_have_count(0)
    olle.keyboard.press("u")
    expect(olle.locator("#crowd")).to_contain_text("Acknowledged by Olle")
    olle.keyboard.press("o")
    expect(olle.locator("#open-incidents .incident-row")).to_contain_text("Involuntary contact: A 4 persons/m²")
    expect(tove.locator("#crowd .crowd-alarm--new")).to_have_count(0)


def test_a_wall_keeps_its_picture_while_the_server_is_gone_and_goes_on_by_itself(mortal: Mortal) -> None:  # noqa: F811
    karin = mortal.sign_in("karin", f"{EVENT}/wall/links")
    karin.get_by_label("In which room").fill("Stabsrummet")
    karin.keyboard.press("Enter")
    wall = mortal.visitor(viewport={"width": 1920, "height": 1080})
    wall.goto(karin.locator("#new-link").inner_text())
    state, rows = wall.locator("#wall-state"), wall.locator(".wall__incident")
    expect(state).to_have_attribute("data-state", "live")
    karin.goto(f"{EVENT}/live")
    open_incident(karin, "O2", "Hemlig rubrik")
    expect(rows).to_have_count(1)
    expect(wall.locator("body")).not_to_contain_text("Hemlig")
    mortal.die()
    expect(state).to_contain_text("Disconnected", timeout=10_000)
    expect(rows).to_have_count(1)
    mortal.begin()
    expect(state).to_have_attribute("data-state", "live", timeout=20_000)
    karin.goto(f"{EVENT}/live")
    open_incident(karin, "O2", "En till")
    expect(rows).to_have_count(2)
    karin.goto(f"{EVENT}/wall/links")
    karin.get_by_role("button", name="End the link of Stabsrummet").click()
    expect(state).to_contain_text("ended", timeout=20_000)
    expect(rows).to_have_count(2)
