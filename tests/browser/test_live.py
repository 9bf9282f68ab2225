"""Two browsers: what one operator saves stands before the other at once, and nowhere for a partner outside."""

from playwright.sync_api import Locator, Page, expect

from tests.cast import PASSWORD

from .conftest import Site

LIVE = "/events/sommar/live"


NUMBERS = "rows => rows.map(row => Number(row.dataset.incident))"
CHANGE = """async ([number, part, said]) => { const headers = JSON.parse(document.body.getAttribute('hx-headers'));
  const request = { method: 'POST', body: new URLSearchParams({ [part]: said, reason: 'nya uppgifter' }), headers };
  await fetch(`/events/sommar/incidents/${number}/${part}`, request); }"""


def change(page: Page, number: int, part: str, said: str) -> None:
    """Change a part of an incident, as its buttons do."""
    page.evaluate(CHANGE, [number, part, said])


def incident_form(page: Page) -> Locator:
    """The form for a new incident, brought up."""
    form = page.locator("#incident-form")
    if form.is_hidden():
        page.get_by_role("button", name="New incident").click()
    return form


def open_incident(page: Page, category: str, title: str) -> None:
    form = incident_form(page)
    form.locator("[name=category]").select_option(category)
    form.locator("[name=title]").fill(title)
    page.keyboard.press("Enter")
    expect(form.locator("[name=title]")).to_have_value("")  # saved, and ready for the next


def test_what_one_saves_the_other_sees_and_the_partner_does_not(site: Site) -> None:
    olle, oskar, kim = (site.sign_in(name, LIVE) for name in ("olle", "oskar", "kim"))
    for page in (olle, oskar, kim):
        expect(page.locator("#connection")).to_have_attribute("data-state", "live")
    open_incident(olle, "O1", "Bråk vid grind 4")
    row = oskar.locator("#open-incidents .incident-row", has_text="Bråk vid grind 4")
    expect(row).to_be_visible()
    expect(oskar.locator("#log .log-row", has_text="Bråk vid grind 4")).to_have_count(1)
    expect(olle.locator("#log .log-row", has_text="Bråk vid grind 4")).to_have_count(1)
    open_incident(olle, "B1", "Brand i soptunna")
    expect(kim.locator("#open-incidents .incident-row")).to_have_count(1)
    expect(kim.locator("#open-incidents")).to_contain_text("Brand i soptunna")
    expect(kim.locator("body")).not_to_contain_text("Bråk vid grind 4")


def test_a_row_looks_the_same_whether_pushed_or_loaded(site: Site) -> None:
    olle, oskar = site.sign_in("olle", LIVE), site.sign_in("oskar", LIVE)
    expect(oskar.locator("#connection")).to_have_attribute("data-state", "live")
    open_incident(olle, "V1", "Misshandel i kön")
    row = oskar.locator("#log .log-row").first
    expect(row).to_contain_text("Misshandel i kön")
    expect(row).not_to_have_class("glow", timeout=5000)
    pushed = looks(row), looks(oskar.locator("#incident-1"))
    oskar.reload()
    assert (looks(row), looks(oskar.locator("#incident-1"))) == pushed
    olle.keyboard.press("Escape")
    olle.keyboard.press("n")
    olle.keyboard.type('"Det brinner i tältet"')
    olle.keyboard.press("Enter")
    expect(row).to_contain_text("Det brinner i tältet")
    shown = looks(row)
    oskar.reload()
    assert looks(row) == shown


def looks(row: Locator) -> list[object]:
    """What a row shows in each of its fields, but for how long ago it was."""
    fields = """row => [...row.querySelectorAll('[data-field]:not([data-field=age])')].map(
        each => [each.innerText, each.checkVisibility(), getComputedStyle(each, '::before').content])"""
    return list(row.evaluate(fields))


def test_an_incident_is_handled_by_keys_alone(site: Site) -> None:
    olle = site.sign_in("olle", LIVE)
    olle.keyboard.press("i")
    olle.keyboard.type("O1")
    olle.keyboard.press("Tab")
    olle.keyboard.type("Bråk vid scenen")
    olle.keyboard.press("Enter")
    expect(olle.locator("#log .log-row")).to_have_count(1)
    expect(olle.locator("#incident-form [name=title]")).to_have_value("")
    expect(olle.locator("#incident-form [name=category]")).to_be_focused()
    olle.keyboard.press("Escape")  # out of the form, to the rows
    olle.keyboard.press("j")
    olle.keyboard.press("Enter")
    drawer = olle.locator("#drawer")
    expect(drawer).to_contain_text("Bråk vid scenen")
    olle.keyboard.press("s")
    olle.keyboard.type("On s")
    drawer.get_by_role("button", name="Set the state").press("Enter")
    expect(olle.locator("#incident-1 .incident-row__state")).to_have_text("On scene")
    olle.keyboard.press("Escape")
    expect(drawer).to_be_hidden()


def test_a_wrong_line_keeps_its_words_and_the_error_stands_beside(site: Site) -> None:
    olle = site.sign_in("olle", LIVE)
    form = incident_form(olle)
    form.locator("[name=category]").select_option("B1")
    form.locator("[name=title]").fill("Brand")
    form.locator("[name=occurred_at]").fill("25:99")
    olle.keyboard.press("Enter")
    expect(form).to_contain_text("Write the time as 22:40")
    expect(form.locator("[name=title]")).to_have_value("Brand")
    expect(olle.locator("#log .log-row")).to_have_count(0)
    site.complaints[:] = [said for said in site.complaints if "422" not in said]  # the answer that says so


def test_what_was_missed_while_away_is_there_on_return(site: Site) -> None:
    olle, oskar = site.sign_in("olle", LIVE), site.sign_in("oskar", LIVE)
    expect(oskar.locator("#connection")).to_have_attribute("data-state", "live")
    oskar.context.set_offline(True)
    expect(oskar.locator("#connection")).to_have_attribute("data-state", "lost", timeout=30_000)
    for number in range(3):
        open_incident(olle, "B1", f"Brand {number}")
        expect(olle.locator("#open-incidents .incident-row")).to_have_count(number + 1)
    oskar.context.set_offline(False)
    expect(oskar.locator("#open-incidents .incident-row")).to_have_count(3)
    expect(oskar.locator("#connection")).to_have_attribute("data-state", "live")
    site.complaints.clear()  # the browser itself complains of being offline


def test_what_was_missed_falls_into_place_and_leaves_the_focus_where_it_was(site: Site) -> None:
    olle, oskar = site.sign_in("olle", LIVE), site.sign_in("oskar", LIVE)
    expect(oskar.locator("#connection")).to_have_attribute("data-state", "live")
    for title in ("Ordningsstörning vid grind 4", "Ordningsstörning vid scenen"):
        open_incident(olle, "O2", title)
    rows = oskar.locator("#open-incidents .incident-row")
    expect(rows).to_have_count(2)
    oskar.locator("#incident-2").focus()
    oskar.context.set_offline(True)
    expect(oskar.locator("#connection")).to_have_attribute("data-state", "lost", timeout=30_000)
    for category in ("O2", "B1"):
        open_incident(olle, category, "Rök")
    change(olle, 2, "priority", "1")
    expect(olle.locator("#incident-2")).to_have_attribute("data-priority-now", "1")
    oskar.context.set_offline(False)
    expect(rows).to_have_count(4)
    assert rows.evaluate_all(NUMBERS) == [2, 4, 1, 3] == olle.locator("#open-incidents > li").evaluate_all(NUMBERS)
    expect(oskar.locator("#incident-2")).to_be_focused()
    site.complaints.clear()  # the browser itself complains of being offline


def test_an_open_incident_shows_what_another_does_to_it(site: Site) -> None:
    olle, oskar = site.sign_in("olle", LIVE), site.sign_in("oskar", LIVE)
    open_incident(olle, "O1", "Bråk vid grind 4")
    oskar.locator("#incident-1 [data-open]").click()
    expect(oskar.locator("#drawer")).to_contain_text("Bråk vid grind 4")
    expect(oskar.locator("#drawer")).to_be_focused()
    change(olle, 1, "state", "on_scene")
    expect(oskar.locator("#drawer .incident__head .state")).to_have_text("On scene")


def test_who_hears_both_sides_keeps_what_was_only_taken_from_one_while_away(site: Site) -> None:
    olle, oskar = site.sign_in("olle", LIVE), site.sign_in("oskar", LIVE)
    expect(oskar.locator("#connection")).to_have_attribute("data-state", "live")
    oskar.context.set_offline(True)
    expect(oskar.locator("#connection")).to_have_attribute("data-state", "lost", timeout=30_000)
    open_incident(olle, "B1", "Brand i soptunna")
    olle.locator("#incident-1 [data-open]").click()
    olle.locator("#incident-audience").select_option("police")
    olle.get_by_role("button", name="Change audience").click()
    expect(olle.locator("#drawer .audience").first).to_contain_text("Police")
    oskar.context.set_offline(False)
    expect(oskar.locator("#open-incidents .incident-row")).to_have_count(1)
    expect(oskar.locator("#log .log-row")).to_have_count(2)
    site.complaints.clear()  # the browser itself complains of being offline


def test_a_session_that_ends_takes_nothing_that_was_typed(site: Site) -> None:
    olle = site.sign_in("olle", "/events/sommar/incidents/new")
    form = olle.locator("#incident-form")
    form.locator("[name=category]").select_option("B1")
    form.locator("[name=title]").fill("Brand i tält 14")
    olle.context.clear_cookies()
    olle.keyboard.press("Enter")
    expect(olle.get_by_role("heading", name="You are not signed in")).to_be_visible()
    with olle.context.expect_page() as opened:
        olle.get_by_role("link", name="Sign in").click()
    door = opened.value
    door.fill("input[name=email]", "olle@example.org")
    door.fill("input[name=password]", PASSWORD)
    door.keyboard.press("Enter")
    door.wait_for_url(lambda url: "/login" not in url)
    door.close()
    olle.bring_to_front()
    olle.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # a headless tab is never hidden
    with olle.expect_response("**/incidents") as sent:
        olle.get_by_role("button", name="Send again").click()
    assert sent.value.status in (302, 400)
    if sent.value.status == 400:  # the token came after the click: the page offers it once more
        olle.get_by_role("button", name="Send again").click()
    olle.wait_for_url("**/live")
    expect(olle.locator("#log")).to_contain_text("Brand i tält 14")
    site.complaints[:] = [said for said in site.complaints if "401" not in said and "400" not in said]
